"""The tables of the people, alike in all databases; what a database calls otherwise is in capitals:
NUMBERED is a primary key that it gives, INTEGER and TEXT are its types."""

from __future__ import annotations

VERSION = "1"
SIGN = "glossary people"
ONLY_GROWS = "the audit is only written on"
TABLES = (
    "CREATE TABLE people_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE account (id NUMBERED, name TEXT NOT NULL, "
    "name_key TEXT NOT NULL UNIQUE, password TEXT, issuer TEXT NOT NULL DEFAULT '', "
    "subject TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL, "
    "removed_at TEXT NOT NULL DEFAULT '')",
    "CREATE UNIQUE INDEX account_subject ON account (issuer, subject) WHERE issuer <> ''",
    "CREATE TABLE account_role (account INTEGER NOT NULL REFERENCES account (id), "
    "termbase TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (account, termbase))",
    "CREATE TABLE token (id NUMBERED, digest TEXT NOT NULL UNIQUE, "
    "account INTEGER NOT NULL REFERENCES account (id), name TEXT NOT NULL, scope TEXT NOT NULL, "
    "termbase TEXT NOT NULL, created_at TEXT NOT NULL, ends_at TEXT NOT NULL, "
    "used_at TEXT NOT NULL DEFAULT '', removed_at TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX token_account ON token (account)",
    "CREATE TABLE sign_in (digest TEXT PRIMARY KEY, account INTEGER NOT NULL "
    "REFERENCES account (id), created_at TEXT NOT NULL, seen_at TEXT NOT NULL)",
    "CREATE INDEX sign_in_account ON sign_in (account)",
    "CREATE TABLE audit (id NUMBERED, at TEXT NOT NULL, "
    "who TEXT NOT NULL, what TEXT NOT NULL, target TEXT NOT NULL, outcome TEXT NOT NULL, "
    "termbase TEXT NOT NULL, address TEXT NOT NULL)",
)
META = (("program", SIGN), ("version", VERSION))
