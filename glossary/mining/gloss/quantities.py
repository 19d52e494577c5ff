"""Recognise quantities in brackets: measures, prices, shares, dates, times, numbered places.

`三米（10 ft）`, `四成（40 per cent）`, `第七章（ch. 7）` say a thing again and name none. A number
inside a name (Agenda 47, five-year plan, 5G, zero-shot learning) is no quantity: what is one has
nothing but a number, its unit and words around both.
"""

from __future__ import annotations

import re

from glossary.text.script import to_simplified

_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_MANY = "hundred|thousand|million|billion|trillion|dozen|[mb]n|k"
_WORDS = rf"(?:(?:{_ONES})(?:[- ](?:{_ONES}))?|an?|half\ an?|several|a\ few)"
_DIGITS = r"[+\u2212–-]?\d[\d.,]*(?:\s?(?:[-–—~～]|to)\s?\d[\d.,]*)?"
_NUMBER = rf"(?:{_DIGITS}|{_WORDS})(?:[- ](?:{_MANY})s?)*(?:\ and\ an?\ (?:half|quarter))?"
_ABOUT = (
    r"(?:(?:about|around|approx(?:\.|imately)?|circa|c\.|ca\.|some|over|under|nearly|almost|up\ to"
    r"|at\ (?:least|most)|(?:more|less|fewer)\ than|within|every|per|only|just|roughly)\s+)*"
)
_SYMBOL = (
    r"(?:[GMkhdcmµμnp]?(?:m|g|s|l|Hz|Pa|Wh|Ah|eV|mol|bit|bps|cal|bar|Gy|Sv|Bq)[²³]?"
    r"|[GMkdmµμn][JWVAL]|(?<=\s)[JWVALT]|[KkMGT]i?B|mmHg|°\ ?[CFK]|℃|℉|%|‰|ppm|dB|mph|km/h"
    r"|rpm|kn|psi|hp|h|min|sec|t|ha|ft[²³]?|in|yds?|mi²?|lbs?|oz|gal|sq\.?\s?(?:ft|m|km|mi)|bbl|pp|pts?)"
)
_UNIT = (
    r"(?:(?:square|cubic|metric|nautical|light|percentage|basis|degrees?)[- ])?"
    r"(?:met(?:er|re)|(?:kilo|centi|milli|nano|micro)met(?:er|re)|inche?|f(?:oo|ee)t|yard|mile|acre"
    r"|hectare|gram(?:me)?|kilogram(?:me)?|kilo|ton(?:ne)?|pound|ounce|stone|lit(?:er|re)|gallon|pint"
    r"|barrel|bushel|knot|degree|[Cc]elsius|[Ff]ahrenheit|kelvin|watt|kilowatt|megawatt|gigawatt|volt|amp"
    r"|joule|calorie|(?:kilo|mega|giga)?(?:hertz|byte|bit)|percent|per\ ?cent|point|second|minute"
    r"|hour|day|week|fortnight|month|quarter|year|decade|centur(?:y|ie)|time|page|line|piece|copie"
    r"|dollar|euro|yen|yuan|pound|franc|won|rupee|peso|cent|dong|baht|ringgit|rouble|ruble|real"
    r"|third|quarter|fifth|sixth|eighth|tenth|half|halve|(?:[kM]Wh))s?"
)
_CURRENCY = (
    r"(?:USD|EUR|RMB|CNY|JPY|GBP|TWD|NTD|HKD|SGD|AUD|CAD|CHF|KRW|INR|(?:[A-Z]{1,2})?\$|[€£¥₩₹])"
)
_NATION = r"(?:(?:US|U\.S\.|British|Swiss|Hong\ Kong|New\ Taiwan|Canadian|Australian)\s+)?"
_AFTER = (
    rf"(?:\s*(?:/|per|an?|each)\s?(?:{_UNIT}|{_SYMBOL}|capita|person|head))?"
    rf"(?:\s+(?:{_UNIT}|{_SYMBOL}|{_CURRENCY}))*"
    r"(?:\s+and\s+an?\s+(?:half|quarter))?"
    r"(?:\s+(?:long|wide|high|tall|deep|old|thick|away|ago|later|each|total|or\ (?:more|less|so)))?"
)
_MEASURE = (
    rf"{_NUMBER}(?:[- ]?{_SYMBOL}|[- ]{_NATION}{_UNIT}|\s?{_CURRENCY}){_AFTER}"
    rf"(?:\s+{_NUMBER}\s?(?:{_SYMBOL}|{_UNIT}))*"
)
_SHARE = rf"{_NUMBER}\s(?:in|out\ of|of\ every)\s{_NUMBER}"
_MONEY = rf"{_CURRENCY}\s?{_DIGITS}(?:[- ]?(?:{_MANY}))*{_AFTER}"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+\d{4})?"
_DAY = rf"(?:(?:the\s+)?{_ORDINAL}(?:\ of)?\s+{_MONTH}|{_MONTH}\s+{_ORDINAL})"
_DATE = rf"(?:{_WEEKDAY},?\s+)?{_DAY}{_YEAR}"
_AGE = (
    r"(?:the\s+)?(?:(?:early|mid|late|turn\ of\ the)[- ]*)?(?:the\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)\s+centur(?:y|ies)|\d{2,4}s)"
)
_CLOCK = (
    r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?\s?m\b\.?|o['’]clock|noon|midnight|hrs?)?(?:\s+[A-Z]{2,4}"
    r"|\s+\w+\s+(?:standard\s+|daylight\s+|local\s+)?time)?"
)
_TIMED = rf"(?=\d{{1,2}}[:.]\d\d|\d{{1,2}}\s?(?:[ap]\.?\s?m|o['’]))(?i:{_CLOCK})"
_PLACE = (
    r"(?:(?:pp?|nn?|chs?|chap|arts?|secs?|paras?|vols?|nos?|ll?|fn|cl|pt|fol|tab|app)\.\s*|pp\s+|[§¶]+\s*)"
    r"\d.*|(?:part|chapter|section|annex|article|appendix|clause|paragraph|schedule|page|line|footnote)s?"
    r"\s+(?:[IVX]+|\d[\d.,() –-]*|[A-Z])"
)
_FOLD = rf"(?:{_NUMBER}[- ]?|{_ONES})fold"
_QUANTITY = re.compile(
    rf"\s*(?:{_ABOUT}(?:{_MEASURE}|{_MONEY}|{_SHARE}|{_FOLD})|(?:(?:on|by|from|until|since|before|after|in)\s+)?"
    rf"(?:{_DATE}|{_AGE}|\d{{4}})|{_TIMED}|(?i:{_PLACE}))[\s.,]*"
)
_UNIT_ALONE = re.compile(rf"\s*(?:(?![A-Z]){_SYMBOL}|{_CURRENCY}|[ap]\.\s?m\.)\s*")
_NUMBERED = re.compile(
    rf"\d|\b(?:{_ONES}|{_MANY})(?:s|fold)?\b|\b(?:half|quarter|double|triple)\b", re.I
)
_NUMERAL = "[0-9.,%零〇一二三四五六七八九十百千万亿两半几数]"
_CHINESE_UNIT = (
    "(?:[年月日天周岁]|小时|分钟?|秒钟?|世纪[初中末]?|[美欧日港台英]?[元镑]|[公英海]里|公?斤|公?吨|公[尺分]|[厘毫]?米"
    "|平方(?:公里|英里|米|公尺|英尺)|公?顷|英?亩|个?百分点|个月|[倍成度页点时]|毫安时|毫米汞柱)"
)
_CHINESE = re.compile(
    "(?:限时|[每共约逾近达至超长高深宽重]|超过|[摄华]氏|零下|[上下]午|早上|晚上|凌晨|增幅)*"
    f"(?:百分之{_NUMERAL}+|{_NUMERAL}+分之{_NUMERAL}+|{_NUMERAL}+[多余来]?{_CHINESE_UNIT}+[半多余]?)"
)


def is_quantity(english: str) -> bool:
    """Whether the English is a quantity, a date, a unit or a place in a text, and nothing else."""
    return bool(_QUANTITY.fullmatch(english) or _UNIT_ALONE.fullmatch(english))


def are_quantities(chinese: str, english: str) -> bool:
    """Whether the Chinese is a numeral with a unit, or a fraction, and the English has a number.

    百度（Baidu）and 二元（binary) have none.
    """
    return bool(_CHINESE.fullmatch(to_simplified(chinese)) and _NUMBERED.search(english))
