"""What each TBX dialect permits: data categories, their levels and values.

TBX v3 (ISO 30042:2019) Core, Min and Basic, each in DCA style (`<descrip type="definition">`) and
DCT style (`<basic:definition>`); TBX-Basic v2 (martif).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from glossary.model import PARTS_OF_SPEECH, STATUSES, TERM_TYPES

Level = Literal["concept", "language", "term"]

CONCEPT, LANGUAGE, TERM = frozenset({"concept"}), frozenset({"language"}), frozenset({"term"})
NAMESPACE = "urn:iso:std:iso:30042:ed-2"
MODULES = {name: f"http://www.tbxinfo.net/ns/{name}" for name in ("min", "basic", "linguist")}

STATUS_VALUES = {status: f"{status}Term-admn-sts" for status in STATUSES}
GENDERS = frozenset({"masculine", "feminine", "neuter", "other"})
TERM_LOCATIONS = frozenset(
    """checkBox comboBox comboBoxElement dialogBox groupBox informativeMessage interactiveMessage
    menuItem progressBar pushButton radioButton slider spinBox tab tableText textBox toolTip
    user-definedType""".split()
)
TRANSACTIONS = frozenset({"origination", "modification"})


@dataclass(frozen=True, slots=True)
class Category:
    """A data category: its meta element, the levels where it may occur, its values if listed."""

    element: str
    levels: frozenset[str]
    values: frozenset[str] | None = None
    module: str = "basic"


@dataclass(frozen=True, slots=True)
class Dialect:
    """A TBX dialect. `name` is the `type` of the root element."""

    name: str
    version: Literal[2, 3]
    categories: Mapping[str, Category] = field(default_factory=dict)

    def allows(self, element: str, category: str, level: str, value: str = "") -> bool:
        """Whether this category may occur at this level with this value."""
        found = self.categories.get(category)
        return (
            found is not None
            and found.element == element
            and level in found.levels
            and (found.values is None or value in found.values)
        )

    def nearest_part_of_speech(self, part: str) -> str:
        """The part of speech itself if it is listed; else noun for a proper noun, other for the
        rest."""
        if self.allows("termNote", "partOfSpeech", "term", part):
            return part
        return "noun" if part == "properNoun" else "other"


_MIN = {
    "customerSubset": Category("admin", CONCEPT | TERM, module="min"),
    "subjectField": Category("descrip", CONCEPT, module="min"),
    "administrativeStatus": Category(
        "termNote", TERM, frozenset(STATUS_VALUES.values()), module="min"
    ),
    "partOfSpeech": Category(
        "termNote", TERM, frozenset(PARTS_OF_SPEECH) - {"properNoun"}, module="min"
    ),
    "externalCrossReference": Category("xref", CONCEPT | LANGUAGE | TERM, module="min"),
}
_BASIC = _MIN | {
    "projectSubset": Category("admin", CONCEPT | TERM),
    "source": Category("admin", CONCEPT | LANGUAGE | TERM),
    "context": Category("descrip", TERM),
    "definition": Category("descrip", CONCEPT | LANGUAGE),
    "crossReference": Category("ref", CONCEPT | TERM),
    "grammaticalGender": Category("termNote", TERM, GENDERS),
    "geographicalUsage": Category("termNote", TERM),
    "termLocation": Category("termNote", TERM, TERM_LOCATIONS),
    "termType": Category("termNote", TERM, frozenset(TERM_TYPES)),
    "transactionType": Category("transac", CONCEPT | LANGUAGE | TERM, TRANSACTIONS),
    "responsibility": Category("transacNote", CONCEPT | LANGUAGE | TERM),
    "xGraphic": Category("xref", CONCEPT | LANGUAGE),
}
_BASIC_V2 = _BASIC | {
    "customerSubset": Category("admin", TERM),
    "projectSubset": Category("admin", TERM),
    "partOfSpeech": Category("termNote", TERM, frozenset(PARTS_OF_SPEECH)),
    "externalCrossReference": Category("xref", CONCEPT | TERM),
    "xGraphic": Category("xref", CONCEPT),
}

CORE = Dialect("TBX-Core", 3)
MIN = Dialect("TBX-Min", 3, _MIN)
BASIC = Dialect("TBX-Basic", 3, _BASIC)
BASIC_V2 = Dialect("TBX-Basic", 2, _BASIC_V2)

ELEMENT_OF = {name: category.element for name, category in _BASIC.items()} | {
    "reading": "admin",
    "grammaticalNumber": "termNote",
    "register": "termNote",
    "transferComment": "termNote",
    "termStatus": "termNote",
    "customer": "admin",
}
"""The meta element of each category in DCT style, including TBX-Linguist and old TBX-Min."""
