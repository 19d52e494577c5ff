"""What a pair names: a term, a person, an organisation, a title, an abbreviation."""

from __future__ import annotations

import re

from glossary.text.script import to_simplified

_LETTERS = re.compile(r"[A-Z][A-Za-z0-9]*(?:[&/.+-][A-Z0-9][A-Za-z0-9]*)*\.?")
_BODY_EN = re.compile(
    r"\b(?:University|College|Institut(?:e|ion)|School|Academy|Cent(?:er|re)|Association|Society|"
    r"Committee|Commission|Council|Agency|Administration|Bureau|Ministry|Department|Office|Board|"
    r"Authority|Organi[sz]ation|Foundation|Fund|Bank|Corporation|Corps|Company|Group|Union|League|"
    r"Federation|Congress|Parliament|Senate|Party|Court|Laborator(?:y|ies)|Museum|Hospital|Club|"
    r"Alliance|Consortium|Secretariat|Inc|Ltd|LLC|Forum|Army|Navy|Guard|Command|Press|Times|Post|"
    r"Journal|Nations|House|Service|Cabinet|Eyes)\b\.?"
)
_BODY_ZH = re.compile(
    "(?:大学|学院|研究[院所室]|学会|协会|委员会|理事会|基金会?|公司|集团|银行|组织|联盟|联合会|中心|总?署|局|部|处"
    "|议会|国会|法院|党|智库|实验室|出版社|报社|通讯社|俱乐部|论坛|军|司令部|警卫队|联合国)$"
)


def kind_of(zh: str, en: str, rule: str = "") -> str:
    """The kind of a pair; `rule` is how its Chinese was found (title, name, ...)."""
    if rule == "name" and " " in en.strip():
        return "person"
    if rule == "title" and " " in en.strip() and not is_acronym(en):
        return "title"
    if is_acronym(en) or re.fullmatch(r"\d[A-Z]|[A-Z]\d+", en):
        return "abbreviation"
    if rule == "title":
        return "title"
    if _BODY_EN.search(en) and _BODY_ZH.search(to_simplified(zh)):
        return "organisation"
    return "term"


def is_acronym(english: str) -> bool:
    """Is `english` one word mainly of capital letters (ITU, CBMs, A2/AD, IoT)?"""
    if not _LETTERS.fullmatch(english) or len(english) > 12:
        return False
    capitals = sum(char.isupper() for char in english)
    small = sum(char.islower() for char in english)
    return capitals >= 2 and small < capitals
