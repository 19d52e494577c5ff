"""What a termbase does: the rules that the command line, the HTTP API and the library share.

There is a module for each verb or a few related ones; functions take the store, their arguments as
one of `options`, and the time. Pure functions of values are separate: `concept`, `judging`,
`validity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.operations import checking as checking
    from glossary.operations import comments as comments
    from glossary.operations import copying as copying
    from glossary.operations import doctor as doctor
    from glossary.operations import entries as entries
    from glossary.operations import files as files
    from glossary.operations import impact_work as impact_work
    from glossary.operations import judged_summary as judged_summary
    from glossary.operations import judging_many as judging_many
    from glossary.operations import memory as memory
    from glossary.operations import memory_mining as memory_mining
    from glossary.operations import mining as mining
    from glossary.operations import overview as overview
    from glossary.operations import places as places
    from glossary.operations import proof as proof
    from glossary.operations import proposing as proposing
    from glossary.operations import queue as queue
    from glossary.operations import realigning as realigning
    from glossary.operations import regions as regions
    from glossary.operations import review as review
    from glossary.operations import undo as undo

VERBS = (
    "checking",
    "comments",
    "copying",
    "doctor",
    "entries",
    "files",
    "impact_work",
    "judged_summary",
    "judging_many",
    "memory",
    "memory_mining",
    "mining",
    "overview",
    "places",
    "proof",
    "proposing",
    "queue",
    "realigning",
    "regions",
    "review",
    "undo",
)

if not TYPE_CHECKING:

    def __getattr__(name):
        """Import the module of a verb on first use: a command needs only one of them."""
        if name not in VERBS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return import_module(f"{__name__}.{name}")
