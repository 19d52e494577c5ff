"""What a server serves: termbases by name, and who may come in.

The termbase named `/` stands at the root, with its API under `/api/v1`; another one, NAME, under
`/t/NAME/`, with all that belongs to it. People and their sessions are of the whole server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apiflask import APIFlask

from api import create_app
from api.doors import Doors
from api.guesses import Guesses
from api.identity import Identities
from api.oidc import LogInService
from api.server.numbers import Numbers
from api.server.observed import routes_of
from glossary.errors import InvalidInput
from glossary.people import PLAIN, People
from glossary.termbase import Termbase

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

UNDER = re.compile(r"(/t/([^/]+))(/.*)?", re.DOTALL)
"""The path of a request for a termbase that is not at the root: where it stands, its name, and the
rest."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Site:
    """Termbases by name, and the people who may use them; without people, whoever reaches the
    server. `service` is where people may sign in besides by password."""

    termbases: Mapping[str, Termbase]
    people: People | None = None
    service: LogInService | None = None

    def application(
        self, host: str, token: str | None, jobs: int, doors: Doors | None = None
    ) -> Mounted:
        """The application of all of them. Raises InvalidInput as `create_app` does."""
        guesses = Guesses(people=self.people)
        made = {
            name: create_app(
                termbase,
                host=host,
                token=token,
                jobs=jobs,
                accounts=self._accounts(name, guesses),
                doors=doors,
            )
            for name, termbase in self.termbases.items()
        }
        return Mounted(made)

    def _accounts(self, name: str, guesses: Guesses) -> Identities | None:
        if self.people is None:
            return None
        return Identities(self.people, name, guesses, self.service)

    def databases(self) -> list[str]:
        """The path or URL of each termbase."""
        return [t.store.target for t in self.termbases.values()]

    @contextmanager
    def reopened(self) -> Iterator[Site]:
        """The same for a process that was forked: connections are not shared."""
        with ExitStack() as stack:
            fresh = {
                name: stack.enter_context(
                    Termbase.open(termbase.store.target, memory=termbase.memory)
                )
                for name, termbase in self.termbases.items()
            }
            yield replace(self, termbases=fresh)


class Mounted:
    """A WSGI application of several, each at its place."""

    def __init__(self, applications: Mapping[str, APIFlask]) -> None:
        self.applications = applications
        self.plain = applications[PLAIN]
        self.count_in(Numbers(routes_of(self.plain)))

    def count_in(self, numbers: Numbers) -> None:
        """Have these be the numbers of the server; they are shown at its root."""
        self.numbers = self.plain.extensions["numbers"] = numbers

    def use(self, site: Site) -> None:
        """Have each application serve the termbase that the site has for it."""
        for name, application in self.applications.items():
            application.extensions["termbase"] = site.termbases[name]

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        under = UNDER.fullmatch(environ["PATH_INFO"])
        application = self.applications.get(under[2]) if under else None
        if under is None or application is None:
            return self.plain(environ, start)
        if not under[3]:
            start("308 Permanent Redirect", [("Location", f"{under[1]}/"), ("Content-Length", "0")])
            return []
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + under[1]
        environ["PATH_INFO"] = under[3]
        return application(environ, start)


@contextmanager
def named_termbases(pairs: Iterable[str]) -> Iterator[dict[str, Termbase]]:
    """The termbases of `NAME=PATH-OR-URL`, opened. Raises InvalidInput, StoreError."""
    with ExitStack() as stack:
        opened: dict[str, Termbase] = {}
        for name, target in map(_named, pairs):
            if name in opened:
                raise InvalidInput(f"two termbases are named {name}")
            opened[name] = stack.enter_context(Termbase.open(target))
        yield opened


def _named(pair: str) -> tuple[str, str]:
    name, _, target = pair.partition("=")
    if not _NAME.fullmatch(name) or not target:
        raise InvalidInput(
            f"--termbase {pair}: give NAME=PATH-OR-URL, the name of up to 64 of A-Z, a-z, 0-9, "
            "dot, _ and -, since it stands in addresses"
        )
    return name, target
