"""Signing in by a log-in service: OpenID Connect, the authorization code flow with PKCE.

What the service says is believed only as far as it is signed: the issuer is the one that was named,
the token is for this client and for this attempt (`nonce`), and the answer is to a request of this
browser (`state`).
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from glossary.errors import BrokenInstallation, GlossaryError, InvalidInput
from glossary.people.secret import new_secret

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures with a key pair: none that whoever knows the client's secret could make."""
SECONDS = 10.0
"""For an answer of the service. Chosen: at half, one across the world that is busy fails; at
double, threads of this server wait twice as long for one that is gone."""
KEPT_SECONDS = 600.0
"""How long the service's description and keys are kept. Chosen: at half they are asked for twice as
often; at double, a key that was taken back is believed twice as long."""
LEEWAY = 60
"""Seconds that the clocks of the two may differ. Chosen: at half a clock that is wrong keeps people
out; at double a token is believed that much longer."""


class LogInRefused(GlossaryError):
    """What a log-in service said is not believed, or it said no."""

    code = "log_in"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a browser keeps while its person is at the service, and where they go on afterwards."""

    state: str
    nonce: str
    verifier: str
    following: str

    @classmethod
    def begun(cls, following: str) -> Attempt:
        return cls(new_secret(), new_secret(), new_secret(), following)

    def to_text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Attempt | None:
        """That of a cookie; None if it is none."""
        try:
            return cls(**{name: str(value) for name, value in json.loads(text).items()})
        except (ValueError, TypeError, AttributeError):
            return None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at the service: `subject` is theirs for ever, the name may change."""

    issuer: str
    subject: str
    name: str


class LogInService:
    """A service, by its issuer, at which this server is a client. `role` is what its people are at
    first in all termbases. Threads may share it. Raises InvalidInput for an address without TLS."""

    def __init__(self, issuer: str, client: str, secret: str = "", role: str = "none") -> None:
        self.issuer, self.role = issuer, role
        self._client, self._secret = client, secret
        self._known: dict[str, tuple[float, Any]] = {}
        self._lock = threading.Lock()
        _check_address(issuer)

    @property
    def name(self) -> str:
        """What the service is called on the page: its host."""
        return urlsplit(self.issuer).hostname or self.issuer

    def address(self, attempt: Attempt, back: str) -> str:
        """Where to send the browser; it comes back to `back`. Raises LogInRefused."""
        with self._session(back) as session:
            found, _ = session.create_authorization_url(
                self._described("authorization_endpoint"),
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(found)

    def identity(self, answer: Mapping[str, str], attempt: Attempt, back: str) -> Identity:
        """Who came back, from the parameters of the answer. Raises LogInRefused."""
        if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise LogInRefused("the answer is to another request; sign in again")
        if answer.get("iss", self.issuer) != self.issuer:
            raise LogInRefused(f"the answer is of another service than {self.issuer}")
        if "error" in answer or not answer.get("code"):
            raise LogInRefused(f"{self.name} says {answer.get('error', 'nothing')}")
        claims = self._claims(self._token(answer["code"], attempt, back), attempt)
        names = ("preferred_username", "name", "email", "sub")
        said = (str(claims[name]) for name in names if claims.get(name))
        return Identity(self.issuer, str(claims["sub"]), next(said))

    # ------------------------------------------------------------ what the service is asked

    def _token(self, code: str, attempt: Attempt, back: str) -> dict[str, Any]:
        from authlib.common.errors import AuthlibBaseError
        from requests import RequestException

        try:
            with self._session(back) as session:
                token: dict[str, Any] = session.fetch_token(
                    self._described("token_endpoint"),
                    code=code,
                    code_verifier=attempt.verifier,
                    timeout=SECONDS,
                )
        except (AuthlibBaseError, RequestException, ValueError) as error:
            raise LogInRefused(f"{self.name} gives no token: {error}") from error
        return token

    def _claims(self, token: dict[str, Any], attempt: Attempt) -> Mapping[str, Any]:
        """What the service says of who signed in, checked."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            known: Any = self._asked(self._described("jwks_uri"))
            keys = KeySet.import_key_set(known)
            said = jwt.decode(str(token.get("id_token", "")), keys, algorithms=list(ALGORITHMS))
            wanted = {"iss": {"essential": True, "value": self.issuer}}
            wanted["aud"] = {"essential": True, "value": self._client}
            wanted["nonce"] = {"essential": True, "value": attempt.nonce}
            mine = {"client_id": self._client, "nonce": attempt.nonce}
            claims = CodeIDToken(said.claims, said.header, wanted, mine)
            claims.validate(now=int(time.time()), leeway=LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise LogInRefused(f"what {self.name} says cannot be believed: {error}") from error
        return dict(claims)

    def _described(self, name: str) -> str:
        """An address that the service's own description gives. Raises LogInRefused."""
        told = self._asked(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self.issuer:
            raise LogInRefused(f"{self.issuer} says that it is {told.get('issuer')}")
        address = str(told.get(name, ""))
        try:
            _check_address(address)
        except InvalidInput as error:
            raise LogInRefused(f"{self.name}, {name}: {error}") from error
        return address

    def _asked(self, address: str) -> dict[str, Any]:
        """The JSON object at an address, which is kept for a while. Raises LogInRefused."""
        import requests

        with self._lock:
            until, kept = self._known.get(address, (0.0, {}))
            if time.monotonic() < until:
                return dict(kept)
            try:
                answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
                answer.raise_for_status()
                told = dict(answer.json())
            except (requests.RequestException, ValueError, TypeError) as error:
                raise LogInRefused(f"{self.name} cannot be asked: {error}") from error
            self._known[address] = time.monotonic() + KEPT_SECONDS, told
        return told

    def _session(self, back: str) -> Any:
        try:
            from authlib.integrations.requests_client import OAuth2Session
        except ImportError as error:
            message = "signing in by a service needs Authlib: pip install 'glossary[oidc]'"
            raise BrokenInstallation(message) from error
        return OAuth2Session(
            self._client,
            self._secret or None,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
        )


def _check_address(address: str) -> None:
    """Raise InvalidInput for an address without TLS, except on this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or not _is_here(parts.hostname or ""):
        raise InvalidInput(f"{address!r} is no address that begins with https://")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
