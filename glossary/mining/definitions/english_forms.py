"""How English texts word a definition: patterns with the groups `term`, `verb` and, where they have
it, `gloss` (the Chinese term in brackets), `between` (as used in this Act), `intro` (For the
purposes of this Act,), `bare` (a colon without a verb), `includes` and `is` (verbs that say less).
"""

from __future__ import annotations

import re

from glossary.text.script import HAN_RANGES

# ---------------------------------------------------------------- verbs

_SHALL = r"(?:(?:shall|will|must|is|are)\s+)?(?:hereby\s+|hereinafter\s+|respectively\s+)?"
_MEANS = (
    rf"{_SHALL}(?:means?|meant)\b(?!\s+(?:of|test|tested)\b)"
    rf"|{_SHALL}refers?\s+(?:specifically\s+|only\s+|solely\s+)?to\b(?!\s+as\b)"
    rf"|{_SHALL}(?:denotes?|designates?|signif(?:y|ies)|impl(?:y|ies)|indicates?|stands?\s+for)\b"
    r"|(?:(?:is|are|shall\s+be|can\s+be|be)\s+)?(?:hereby\s+)?(?:defined\s+(?:as|to\s+mean)"
    r"|understood\s+(?:as|to\s+mean)|construed\s+as|(?:taken|deemed)\s+to\s+mean)\b"
)
_INCLUDES = r"(?:shall\s+)?(?<!not\s)includes?\b"
_IS = (
    r"(?:(?:is|are|shall\s+be|can\s+be)(?:\s+(?:included|listed)\b)?|applies\s+to|relates\s+to)\b"
    r"(?!\s+(?:determined|handled|governed|subject|made)\b)"
)

# ---------------------------------------------------------------- what stands around a term

_OPEN, _CLOSE = "\"“”〝‘'「＂", "\"”“〞’'」＂"
_TERM_WORD = (
    r"(?:(?:following\s+|aforementioned\s+)?(?:terms?|expressions?|phrases?|words?)"
    r"(?:\s*,\s*|(?:\s+of)?\s*(?=[\"“”〝‘'「＂])"
    r"|\s+(?=(?-i:[A-Z]))))"  # the term of study is one itself
)
_THE_TERM = (  # the term manager, without quotes; not the term of office, nor term deposits
    r"the\s+terms?\s+(?!(?:of|for|in|as|under|herein|and|or|set|\w+ed|loans?|deposits?|insurance"
    r"|limits?|life|sheets?)\b)(?=\w)"
)
_USED = (
    r"(?:(?:as|which\s+(?:is|are)|that\s+(?:is|are))\s+)?(?:so\s+|herein(?:after)?\s+)?"
    r"(?:used|referred|mentioned|stated|specified|prescribed|provided|set\s+forth|set\s+out|defined"
    r"|described|stipulated|depicted|cited|indicated|named|called|regulated|listed|meant|denoted"
    r"|designated|noted|under)\b"
)
_HERE = (
    r"this|these|the\s+(?:preceding|foregoing|previous|said)"
    r"|(?:(?:sub)?paragraph|article|section|item)s?\s+\d"
)
_PROSE = r"(?:[^\"“”;.]|\.(?=\S)|(?<=Art)\.|(?<=No)\.|(?<=Nos)\.)"  # to the end of the sentence
_IN_BRACKETS = r"(?:\s*[（(][^()（）]{1,120}[)）])?"
PLACE = re.compile(
    r"\b(?:this|these|the\s+(?:preceding|foregoing|previous|said|two|Act|Law|Regulations?|Rules)"
    r"|Act|Articles?|Art|[Pp]aragraphs?|[Ss]ubparagraphs?|[Ii]tems?|Regulations?|Rules?|Law|Statute"
    r"|par|[Ss]ections?|[Cc]hapter|[Cc]lauses?|Measures|Standards?|Guidelines|Directions|herein|hereof"
    r"|hereunder|here|above|preceding|foregoing|Agreement|Contract|Ordinance|Code|Part|Schedule)\b"
)
"""What a text calls itself or a part of it."""

# ---------------------------------------------------------------- what begins a clause

QUOTED = re.compile(
    r"(?P<intro>(?:[^\"“”〝.;:]{0,160}?,\s*)?)(?:(?:the|an?|any)\s+)?(?:so-called\s+)?"
    rf"{_TERM_WORD}?[{_OPEN}]\s*(?P<term>[^\"“”〝〞;:]{{1,200}}?"
    r"(?P<further>[”\"],?\s*(?:and|or|,)\s+[“\"][^\"“”;:]{1,80})*)"
    rf"\s*,?\s*[{_CLOSE}](?![A-Za-z])\s*(?:[（(](?P<gloss>[^()（）]{{1,80}})[)）])?"
    rf"(?P<between>\s*,?\s*(?:(?:{_USED}|(?:in|under|of|for|at|on|with\s+respect\s+to)\b)"
    rf"{_PROSE}{{0,260}}?)?)[\s,]*\b(?P<verb>{_MEANS}|(?P<includes>{_INCLUDES})|(?P<is>{_IS}))",
    re.IGNORECASE,
)
"""The term "foreigner" as used in this Act means…; “Affiliate” shall mean…"""
GLOSSED = re.compile(
    r"(?P<term>[A-Za-z][^\"“”.;:,()（）]{0,80}?)\s*"
    rf"[（(](?P<gloss>[{HAN_RANGES}][^()（）A-Za-z]{{0,40}})[)）]"
    r"(?P<between>\s*,?\s*(?:(?:in\s+relation\s+to|with\s+respect\s+to|in|for|of)\b"
    rf"[^\"“”.;:]{{0,160}}?)?)[\s,]*\b(?P<verb>{_MEANS}|{_INCLUDES})",
    re.IGNORECASE,
)
"""court (法院) means…; applicant (申請人), in relation to a licence, means…"""
REFERRED = re.compile(
    r"(?P<intro>(?:(?:For|In|As|Under|Within|Unless|Where)\b[^\"“”.;:]{0,160}?,\s*)?)"
    rf"(?:{_THE_TERM}|(?:the\s+|an?\s+|any\s+|each\s+)?{_TERM_WORD}?)"
    rf"(?P<term>[^\"“”;:]{{2,200}}?{_IN_BRACKETS}),?\s+"
    r"(?P<between>(?:"
    rf"{_USED}|(?:as\s+)?in\s+(?={_HERE})|of\s+(?=this|these|the\s+Acts?\b))"
    rf"{_PROSE}{{0,260}}?)[\s,]*(?:\s|(?<=[\s,]))"
    rf"(?P<verb>{_MEANS}|(?P<includes>{_INCLUDES})|(?P<is>{_IS}))",
    re.IGNORECASE,
)
"""Wages referred to in Article 2 mean…"""
BARE = re.compile(
    r"(?P<intro>(?:(?:For|In|As|Under|Within)\b[^\"“”.;:]{0,160}?,\s*)?)"
    rf"(?:(?P<called>{_THE_TERM})|(?:the|an?)\s+)?"
    r"(?:(?:aforementioned|above-mentioned|aforesaid|said)\s+)?"
    rf"(?P<term>[^\"“”.;:,]{{2,90}}?{_IN_BRACKETS})[”\"]?{_IN_BRACKETS}\s+"
    rf"(?P<verb>{_MEANS}|(?P<is>is|are)\b(?!\s+\w+ed\b))",
    re.IGNORECASE,
)
"""Community development means…; A grey rhino is defined as…"""
ITEM = re.compile(
    rf"[{_OPEN}]?\s*(?:the\s+term\s+)?[{_OPEN}]?(?P<term>[^:：;]{{2,140}}?)[{_CLOSE},]*\s*"
    r"(?P<bare>[:：]|,\s*which\s+(?=means?\b|refers?\b)|\s[-–—]+\s|-\s(?=refers?|means?))\s*"
    rf"(?P<verb>(?:(?:it|this(?:\s+term)?|the\s+term|they|that|(?P=term))\s+)?"
    rf"(?:{_MEANS}|{_SHALL}refer(?:s|red|ring)?\s+to\b|means?:|refers?:))?",
    re.IGNORECASE,
)
"""Master: refers to…; Master: the person…"""
SENTENCE_ITEM = re.compile(
    rf"[{_OPEN}]?(?P<term>[A-Z][^.:;\"“”]{{1,80}}?)[{_CLOSE}]?\.\s+(?=[A-Z])(?P<verb>(?:{_MEANS})?)"
)
"""Repairman. Refers to…"""

HEADING = re.compile(r"[（(][A-Z][^()（）]{2,80}[)）]\s*(?=[A-Z\"“])")
"""(Definition of protection fund) The term…"""
CLAUSE = re.compile(r"(?<=[.;])\s+(?:and\s+|or\s+)?|(?<=[”\"])\s+(?=The\b)|(?<=\))\s+(?=The\b)")
STOP = re.compile(r";|\.(?=\s+[A-Z\"“])(?<!Art\.)(?<!No\.)")

# ---------------------------------------------------------------- what is no term

NO_TERM = re.compile(
    r"\b(?:shall|may|must|will|should|can|cannot|could|would|if|when|unless|because|pursuant|whereas"
    r"|does|did|has|had|please|see)\b|\(\d\)",
    re.IGNORECASE,
)
NO_SUBJECT = re.compile(
    r"\b(?:is|are|was|were|be|been|have|who|which|that|this|these|those|it|they|he|she|we|you|I|what"
    r"|such|not|no|by|any|other|all|their|its|his|to)\b",
    re.IGNORECASE,
)
"""Words of a clause: by no other means, which means."""
PREPOSITION = re.compile(
    r"(?:in|during|for|under|upon|where|with|at|by|from|after|before|except|among|within|of|to|on|or"
    r"|and|concerning|regarding|as|(?:(?:sub)?paragraphs?|articles?|items?)\s+\d)\b",
    re.IGNORECASE,
)
LESS_SURE = re.compile(r"shall\s+refer|(?:^|\s)refer\s|(?:^|\s)mean$|stand", re.IGNORECASE)
"""Patients shall refer to the Schedule."""
DEMANDS = re.compile(r"indicate|designate|impl|signif", re.IGNORECASE)
"""The witness shall indicate."""
NOUN_MEANS = re.compile(
    r"\s+(?:used|employed|available|necessary|required|shall|may|is|are|and|or|other|than|by|at"
    r"|listed|such|to|for|in|on)\b",
    re.IGNORECASE,
)
"""The means used."""
ARTICLE = re.compile(
    r"(?:(?:the|an?|any|each|so-called|said|aforementioned|above-mentioned|above\s+mentioned)\s+)+(?=\S)"
    r"|terms?\s*,?\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"\s*[（(](?P<inside>[^()（）]*(?:\([^()]*\))?[^()（）]*)[)）]?\s*$")
PLURAL = re.compile("e?s|ies")
"""Person(s)."""
TRAILING = re.compile(r"\s+(?:and|or|is|are|as|herein|hereof|hereunder)\s*$")
OR_QUOTED = re.compile(r"[”\"],?\s*or\b")
HAN_TERM = re.compile(rf"[{HAN_RANGES}、·]+")
QUOTES = "\"“”〝〞‘’'「」*_, \t＂"
