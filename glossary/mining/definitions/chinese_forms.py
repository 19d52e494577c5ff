"""How Chinese texts word a definition: patterns with the groups `term`, `verb` and, where the term
stands in brackets in English, `gloss`. `bare` is a colon without a verb.
"""

from __future__ import annotations

import re

from glossary.text.script import HAN_RANGES

NAME = r"(?:[^，,。；;：:︰（(\n]|[（(][^（）()\n]{0,80}[)）]|[（(])"
"""A character of a term; brackets may hold what ends a term outside."""

# ---------------------------------------------------------------- verbs

_ADVERB = "(?:係|系|是|乃|即|則|则|均|皆|專|专|特)"
_WORD = "(?![定揮挥派示責责摘控])"  # 指定, 指揮: words, even after a comma
_OTHER_WORD = (  # without one
    "(?![定揮挥派示責责摘控導导引數数標标認认紋纹令明出教考針针甲環环壓压北向尖證证述使涉正陳陈名撥拨"
    "配輸输南點点望日為为])"
)
_DEFINED_AS = "(?:的)?定義[為是]|(?:的)?定义[为是]"
_MEANS = rf"{_ADVERB}?指(?:的是|[稱称]的?是?)?{_WORD}|謂|谓|{_DEFINED_AS}"  # after a comma
_MEANS_AT_ONCE = rf"{_ADVERB}指(?:的是)?{_WORD}|指(?:的是)?{_OTHER_WORD}|{_DEFINED_AS}"
_IS = r"[為为](?![之限準准原])|(?<![關关聯联])係(?![以依由因])"  # not 為限, 關係, 係依
_NOT_AFTER = "(?<![行認认作視视成稱称以因改列分])"  # 行為, 視為
_INCLUDES = "包括|包含"
_AS_FOLLOWS = r"(?=(?:分別|分别)?如[下左]\s*(?:[：:︰]|$))"

# ---------------------------------------------------------------- what is called something

_CALLED = (
    r"(?:所[稱称謂谓]|所指(?=[之的])|(?:(?<=^)|(?<=[。；;]))(?:本[^，。；：所「“]{1,8})?[稱称])[之的]?\s*"
    rf"(?P<term>{NAME}{{1,60}}?)"
)
CALLED = [
    re.compile(f"{_CALLED}(?P<verb>{verb})", re.MULTILINE)
    for verb in (
        rf"[，,：:︰]\s*(?:{_MEANS})|{_MEANS_AT_ONCE}",
        rf"[，,]?\s*(?:{_INCLUDES})|[，,：:︰]\s*(?=在中央)|[，,]?\s*{_AS_FOLLOWS}",
        rf"[，,：:︰]\s*(?:{_IS})",
        rf"{_NOT_AFTER}(?:{_IS})",
    )
]
"""本法所稱外國人，指…; 所謂灰犀牛，指的是…; 稱占有人者，謂…; the most telling verbs first."""

# ---------------------------------------------------------------- what begins a clause

_INCIDENT = r"(?:[，,]?\s*[就在][^，,。；：]{1,24}(?:而言|[中裡里內内])[，,]?\s*)?"
QUOTED = re.compile(
    r"[「『“\"‘'〝]\s*(?P<term>[^」』”\"’'〞\n]{1,60}?)\s*[」』”\"’'〞]\s*"
    r"(?:[（(](?P<gloss>[^（）()\n]{1,80})[)）])?"
    rf"\s*(?:一[詞词語语])?{_INCIDENT}"
    rf"(?P<verb>[，,：:︰]\s*(?:{_MEANS})|{_MEANS_AT_ONCE}|[，,]?\s*(?:{_INCLUDES})|(?P<bare>[：:︰]))"
)
"""“关联方”指…; 「公司」(company)指…"""
GLOSSED = re.compile(
    rf"(?P<term>[{HAN_RANGES}A-Za-z·、]{{1,30}}?)\s*"
    rf"[（(](?P<gloss>[A-Za-z][^（）()\n{HAN_RANGES}]{{0,80}})[)）]"
    rf"\s*{_INCIDENT}(?P<verb>[，,：:︰]?\s*(?:{_MEANS_AT_ONCE})|[，,]?\s*(?:{_INCLUDES}))"
)
"""申請人 (applicant) 就牌照而言，指…"""
AFORESAID = re.compile(
    rf"前[一二三四五]?[項项條条款](?P<term>{NAME}{{2,30}}?)(?P<verb>[，,]?[係系是]?指{_OTHER_WORD})"
)
"""前項廣告片指…"""
SUBJECT = re.compile(
    rf"(?P<term>{NAME}{{2,60}}?)"
    rf"(?P<verb>[，,]\s*{_ADVERB}?指{_OTHER_WORD}|{_ADVERB}指(?:的是)?{_WORD}|{_DEFINED_AS})"
)
"""安全困境係指…; 海关监管区，是指…"""
ITEM = re.compile(
    rf"(?P<term>{NAME}{{1,60}}?)\s*(?P<verb>[：:︰]\s*(?:{_MEANS})|(?P<bare>[：:︰]))"
)
"""船長：指…; 船長：…"""
WEAK = re.compile(
    rf"(?P<term>{NAME}{{2,40}}?)"
    rf"(?P<verb>[，,]?\s*{_NOT_AFTER}(?:{_IS})|指{_OTHER_WORD}|[，,]\s*(?:{_INCLUDES})"
    rf"|[，,]?\s*{_AS_FOLLOWS})"
)
"""社區發展係…; 財務報告指…"""

CLAUSE = re.compile(r"[。；;]\s*|(?<=[，,；;。])(?:其中|(?=所[謂谓]))\s*")
STOP = re.compile("[。；;]")

# ---------------------------------------------------------------- what is no part of a term

SOURCE = re.compile(r".*(?:所(?:[稱称謂谓定規规為为]|指(?!定))|[規规]定|[應应]為)[之的]?(?=..)")
"""本條例第十三條第二項規定免徵稅捐之進口樣品: all before 免徵."""
FIXED = re.compile("[條条項项款目]所[定規规]")
"""本法第四十四條第三項所定: a statute speaks of its own term."""
_ITSELF = "(?:法|條例|条例|辦法|办法|細則|细则|規則|规则|準則|标准|標準|要點|規程|通則|章)"
POINTER = re.compile(
    rf"(?:本{_ITSELF}(?:所?[稱称]之?|之)|本{_ITSELF}(?<!章)(?![人院官庭])(?=.{{4}})"
    r"|其中|上開|上开|上述|前述|前開|前揭|此處|此处|此|其(?![他它餘余])|該|该|"
    r"(?:[本前第][一二三四五六七八九十百\d、及至或]*[條条項项款目章節节](?:之[一二三四五])?)+(?:但書)?[之的]?)"
)
NO_SUBJECT = re.compile(
    r"[如若凡依經经由應应得以於于自因對对但並并或而且按即就這这那他她它我你每惟另在從从將将也只僅仅]"
    r"|不[是僅仅只得能會会應应]|.*(?:不得|[應应]|並不|并不|不是|時|时|的)$"
    r"|.*(?:不得|應於|应于|應以|所以|因為|因为)"
)
"""What begins a clause and is no term: a condition, a pronoun, a demand."""
PRONOUNS = frozenset("其此該该本")
BRACKETS = re.compile(
    r"\s*[（(〔\[](?P<inside>[^（）()]*(?:[（(][^（）()]*[)）])?[^（）()]*)[)）〕\]]\s*$"
)
QUOTES = "「」『』“”\"‘’'〝〞《》 　*_"
SCOPE = re.compile("[之的](?:範圍|范围|定義|定义|意義|意义|含義|含义)$")
COUNTS_IN = re.compile("本[數数]")
"""以上、以下，包括本數: how to count, no definition."""
GENUS = re.compile(rf"[之的](?P<head>[{HAN_RANGES}]{{2,12}})[。；;，,]?$")
LATIN = re.compile(r"[A-Za-z][A-Za-z ,'’&/-]*")
