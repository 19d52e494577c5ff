"""The address of a model's server: what is acceptable, where to send, what may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from glossary.errors import InvalidInput

_ENDPOINT = "/chat/completions"
_PORTS = {"http": 80, "https": 443}  # given by the schemes


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where requests go: `path` is that of chat completions."""

    scheme: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        """Scheme, host and port, which is all that is ever shown."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether texts stay on this machine; names other than localhost are not looked up."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def address_of(url: str) -> ServerAddress:
    """The address in a URL such as `http://localhost:8080/v1`. Raises InvalidInput, which never
    repeats the URL: it may hold a password."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise _refused("it is no URL") from error
    if parts.scheme not in _PORTS or not host or not host.isprintable() or " " in host:
        raise _refused("it is no http or https URL")
    if parts.username is not None or parts.password is not None:
        raise _refused("it holds a user name or password; set GLOSSARY_MODEL_KEY instead")
    if parts.query or parts.fragment:
        raise _refused("it goes on after ? or #; a key belongs into GLOSSARY_MODEL_KEY")
    path = quote(_endpoint(parts.path), safe="/%:@!$&'()*+,;=~")
    return ServerAddress(parts.scheme, host, port or _PORTS[parts.scheme], path)


def _endpoint(path: str) -> str:
    """That of chat completions, however much of it the user gave."""
    path = path.rstrip("/")
    return path if path.endswith(_ENDPOINT) else (path or "/v1") + _ENDPOINT


def _refused(reason: str) -> InvalidInput:
    return InvalidInput(
        f"the model's address cannot be used: {reason}, as http://localhost:8080/v1"
    )
