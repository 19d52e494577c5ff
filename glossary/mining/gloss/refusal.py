"""Recognise the contents of brackets that are not glosses.

Citations, addresses, picture credits, authors' posts, formulae, single letters and numerals,
remarks in whole clauses; `quantities` knows measures, prices and dates. A remark after a gloss
matches TAIL.
"""

from __future__ import annotations

import re

from glossary.mining.gloss.quantities import is_quantity
from glossary.text.script import HAN_RANGES

MARKS = " \t\"“”'‘’*_《》「」『』〈〉,，.。;；:：、/-–—"
"""Signs at the ends of a gloss that are not part of it."""
TAIL = re.compile(
    rf"""\s*+(?:
        [,，;；:：、/]?+\s*+(?:或|即|亦|也|又|指|下[称稱]|以下|[簡简][称稱]|[縮缩][写寫]|例如|如|等)++
        [{HAN_RANGES}]*+$
      | ["”]\s+(?=[a-z]).*                              # a stray quotation mark, then a remark
      | (?:(?<=\s)|[,;]\s++)(?:also\ known\ as|a\.?k\.?a\.?|i\.?e\.?|e\.?g\.?|or\b|et\ al|see\b
            |hereafter|hereinafter|for\ short|with\ co-author|co-authored|abbreviated)\b.*
      | [,，;；]?+\s*+(?:born\s|b\.\s?)?(?:1\d{{3}}|20\d\d)\s*+
        (?:[-–—~～－至]+\s*+(?:1\d{{3}}|20\d\d|\?|present)?)\s*$    # years of a life
      | [,，;；]\s*(?:born\s|b\.\s?)(?:1\d{{3}}|20\d\d)\s*$
    )""",
    re.VERBOSE,
)
"""A remark after the English, up to the end of the bracket."""
_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM "
    "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC"
).replace(" ", "|")
_NEVER = re.compile(
    rf"""
      :// | www\. | @ | \.(?:com|org|net|edu|gov|html?|md|png|jpe?g|gif|pdf|io|cn|tw|hk)\b
    | \b[Vv]ol\.\s?\d | \bno\.\s?\d | \beds?\. | \btrans\.
    | ^\s*(?i:photo|image|picture|source|credit|via|see|cf|note|fig|figure|table|chart|courtesy
          |reuters|ap|afp|getty|screenshot|chapter|section|appendix|equation|eq|page|isbn|doi)s?
          \s*(?:[:：/.]|\s\S*\d|(?i:by|from|images?|photo)\b)
    | ^\s*(?i:see|cf\.?)\s
    | ^\s*(?:NYSE|NASDAQ|Nasdaq|TWSE|SSE|SZSE|HKEX|HKG|TSX|LSE|TYO|ETR)\s*[:：]
    | ^\s*(?:(?:Associate|Assistant|Adjunct|Visiting|Senior|Deputy|Distinguished|Research)\s+)*
      (?:Professor|Fellow|Lecturer|Director|Editor|Reporter|Researcher|Scholar|Ph\.?D\.?)\b
      .*(?:,|\bof\b|\bat\b)                                     # an author's post
    | ^\s*[RDI]-(?:{_STATES}|[A-Z][a-z]+\.?)\s*$                 # party and state
    | [=\\^{{}}<>|~$#*] | \w\(\) | ::                            # formulae and code
    | ^\s*(?:X{{0,2}}(?:IX|IV|V?I{{1,3}}|V|X))\s*$               # numerals
    | ^\s*(?i:tax|VAT|GST|fees?|postage|shipping|service|meals?|tips?)\s+
      (?:not\s+)?(?:included|excluded|inclusive|exclusive|extra)\s*$
    | ^\s*(?i:incl|excl|approx|est|min|max|avg|ca|c)\.\s          # a remark on the number before
    | ^\s*(?:GMT|UTC)\s*[+\u2212–-]\s*\d                          # a time of the day
    | ^\s*(?i:room|rm|suite|ste|floor|fl|apt|flight|gate|platform|seat|p\.?o\.?\s?box)\.?\s+
      (?:[A-Z]{{1,3}}-?)?\d[\w/-]*\s*$                  # a place in a building
    | ^\s*\d{{1,3}}\s?(?:(?:st|nd|rd|th)\s(?:[Ff]loor|[Ff]l\.?|F)|/F|F)\s*$
    """,
    re.VERBOSE,
)
_CITED = re.compile(r"\bet al\b|\bpp?\.\s?\d|\bibid\b")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_CLAUSE = re.compile(
    r"(?:this|that|these|which|who|whose|we|i|you|it|he|she|they|there|if|when|because|although|see|"
    r"also|not|yes|now|then|including|such as|about|approximately|approx|circa|note|please|click|"
    r"can|will|is|are|was|were|has|had|my|our|your)\b",
    re.IGNORECASE,
)
_SHORT_SIGNS = re.compile(r"\d[A-Z]|G\d{1,2}|P5|[A-Z]\+\d")
MAX_WORDS = 22
"""Chosen: at half, a long title is refused; at double, a remark may pass. As many cases fail."""


def may_gloss(english: str, inside: str, before: str) -> bool:
    """Whether the English of a bracket may be a term."""
    if _NEVER.search(english) or is_quantity(english) or _is_citation(inside, before):
        return False
    if _SHORT_SIGNS.fullmatch(english.strip(MARKS)):
        return True
    words = re.findall(r"[^\W\d_]{2,}", english)
    if not words or len(english.split()) > MAX_WORDS:
        return False
    if (
        len(words) > 2
        and not english.lstrip(MARKS)[:1].isupper()
        and _CLAUSE.match(english.lstrip(MARKS))
    ):
        return False
    return not (len(words) > 9 and not _is_title(words) and before[-1:] not in '》〉」』”"')


def _is_title(words: list[str]) -> bool:
    """Whether most of the longer words begin with a capital."""
    long = [word for word in words if len(word) > 3]
    return 2 * sum(word[0].isupper() for word in long) >= len(long)


def _is_citation(inside: str, before: str) -> bool:
    """Whether it is author and year or a date of access: it has a year that the Chinese does not
    mention."""
    if _CITED.search(inside):
        return True
    years = _YEAR.findall(TAIL.sub("", inside))
    if not years:
        return False
    return not (
        all(year in before[-40:] for year in years) and not re.search(r"\d\s*[,，:]\s*\d", inside)
    )
