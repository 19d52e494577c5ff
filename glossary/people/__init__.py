"""The people of a server: accounts, what each may do, how they show who they are, and the audit.

    people = People.open("people.db")
    people.accounts.add("ada", "a long password", "reviewer", origin=Origin("root"))

One small database for all termbases of a server, apart from them, so that these can be moved: a
file, or a schema of PostgreSQL that several servers share. Every change is written with its row of
the audit in one transaction. What signs somebody in (passwords, tokens, sessions) is kept only as a
hash.
"""

from glossary.people.accounts import Account
from glossary.people.audit import AuditFilter, AuditRow, Origin
from glossary.people.people import People
from glossary.people.roles import EVERYWHERE, PLAIN, ROLES, includes, lower
from glossary.people.tokens import PersonalToken

__all__ = [
    "EVERYWHERE",
    "PLAIN",
    "ROLES",
    "Account",
    "AuditFilter",
    "AuditRow",
    "Origin",
    "People",
    "PersonalToken",
    "includes",
    "lower",
]
