"""A Chinese–English termbase and translation memory that mines itself.

    files --documents--> Document --mining--> Proposal --store--> Candidate
          Candidate --review.judge--> ConceptEntry --lookup--> hits, each with why it matched
          ConceptEntry <--exchange--> TBX, CSV, XLSX;  TranslationUnit <--exchange--> TMX

`Termbase` has a method for every verb; the command line and the API only call it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Termbase", "__version__"]

if TYPE_CHECKING:
    from glossary.termbase import Termbase as Termbase


def __getattr__(name: str) -> Any:
    if name == "Termbase":  # late: importing the package must cost nothing
        from glossary.termbase import Termbase

        return Termbase
    raise AttributeError(f"module 'glossary' has no attribute {name!r}")
