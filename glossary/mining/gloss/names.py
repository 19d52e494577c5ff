"""Foreign names in Chinese: persons, places, and the words around a name."""

from __future__ import annotations

import re

from glossary.mining.gloss.edge_features import before, recurs
from glossary.mining.gloss.ranker import Features
from glossary.mining.gloss.runs import DOTS, Run, TextRecurrence
from glossary.mining.knowledge.sound import best_likeness, likeness
from glossary.text.script import HAN_RANGES, is_han, to_simplified

_PARTICLES = "von|van|der|den|de|da|di|del|la|le|bin|ibn|al|el|dos|ben|ter|zu"
_PERSON = re.compile(
    rf"(?:[A-ZÀ-Þ][\w.'’-]*|{_PARTICLES})(?:[\s-]+(?:[A-ZÀ-Þ][\w.'’-]*|(?:{_PARTICLES})\b)){{1,4}},?"
    r"(?:\s+(?:Jr|Sr|II|III|IV)\.?)?"
)
_NO_PERSON = frozenset(
    """the of and for to on in affairs trap review weapon weapons forum act accord accords agreement
    treaty club bank destruction eyes agenda institute institution university college center centre
    strategy theory effect war dilemma report posture network networks model models learning
    policy economy economic security national international world global united states new order
    system systems technology technologies initiative project program programme plan alliance
    association committee commission council agency bureau department ministry office organization
    organisation party union league society foundation fund group corporation company inc corp
    ltd street journal times post news magazine press intelligence cold strait island islands sea
    ocean river bay belt road deal doctrine defense defence missile nuclear north south east west
    eastern western northern southern american chinese european asian african indian russian
    japanese british french german pacific atlantic language languages programming data science
    computer digital cyber space force forces army navy air marine command fleet zone area line
    test dynasty law laws rule rules principle principles declaration statement summit conference
    framework standard standards software hardware processing object oriented first second third
    high low open source free fair trade market markets power powers peace rights human green deep
    smart small big great grand public private social moral basic common core key""".split()
)  # words that show that a row of capitalised words is not a person


_PLACE_EN = re.compile(
    r"\b(?:District|County|City|Town|Township|Village|Province|Prefecture|Municipality|Region|Strait"
    r"|Peninsula|Airport|Station|Mountains?|Mount|Lake|Island|Islands|River|Bay|Gulf|Bridge|Temple"
    r"|Park|Square|Hill|Hills|Road|Avenue|Street|Harbou?r|Port|Reef|Shoal|Valley|Desert|Forest)$"
)
_PLACE_ZH = re.compile(
    "[区县市镇乡村里省州郡府道旗盟岛屿山岭峰湖海洋江河溪湾港桥寺庙宫园场坪丘谷漠林街路巷站礁滩]$|半岛$|机场$|海峡$"
)

_STOP = re.compile(rf"(?<=[{HAN_RANGES}A-Z])[。.](?=[{HAN_RANGES}]|[A-Z][。.·])")
# Chosen. Of 205 written cases 7 fail; at half 7, 8 and 7; at double 7, 7 and 11.
_LONGEST_DOTTED = 24  # characters of a name with its dots
_LONGEST_PART = 5  # characters between two dots
_PART_ALIKE = 0.65  # as alike as 約翰 and John; 信任 and Ken are less


def is_place(chinese: str, english: str) -> bool:
    """Whether both sides end with a word for a kind of place; `Park` alone may be a family name."""
    return bool(_PLACE_EN.search(english) and _PLACE_ZH.search(to_simplified(chinese)))


def is_person(english: str) -> bool:
    """Whether `english` looks like a person: two to five capitalised parts, no common word."""
    if not _PERSON.fullmatch(english) or english.isupper():
        return False
    words = re.findall(r"[a-zà-ÿ]+", english.lower())
    return not any(word in _NO_PERSON for word in words) and len(words) > 1


def with_dots(left: str, english: str) -> str:
    """The text with a dot for each other sign that stands between the parts of the name at its end.

    A full stop of Latin type is one between Chinese characters. A Chinese one is where what stands
    before it sounds like a first part of the English: 理查。尼克森, not 建立信任。布斯 (Ken Booth).
    """
    if not is_person(english):
        return left
    begin = max(0, len(left) - _LONGEST_DOTTED)
    parts = [part.strip(".,") for part in re.split(r"[\s-]+", english)][:-1]
    for stop in reversed(list(_STOP.finditer(left, begin))):
        if stop[0] == "。" and not _ends_with_part(left[: stop.start()], parts):
            break
        left = f"{left[: stop.start()]}·{left[stop.end() :]}"
    return left


def _ends_with_part(text: str, parts: list[str]) -> bool:
    """Whether a text ends in a word, or a letter, that is one of these parts of a name."""
    if text[-1].isascii():
        return text[-1] in {part[:1] for part in parts}
    ends = (text[-size:] for size in range(2, _LONGEST_PART + 1))
    return any(likeness(end, part) >= _PART_ALIKE for end in ends for part in parts)


def _family_names() -> frozenset[str]:
    return frozenset(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于余蒋蔡杜叶程苏"
        "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱丘江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
        "万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包"
        "宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房屈饶解牟艾尤阳穆"
        "农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应闵边卞姬和隋沙荣巫郎丛仲"
        "虞佘池查朴傅"
    )


FAMILY_NAMES = _family_names()
"""Chinese and Korean family names of one character, Simplified."""
ROLE_ENDS = frozenset(
    "长员家者授师人使席理统相令官任士手主记监挥帅军校督王后帝皇商管表裁尉将僚演友客星父子女妻夫弟"
    "兄姊妹公爵领徒生问"
)
"""Last characters of words for roles of persons, Simplified."""
# Chosen: as many written cases fail with half and double of each.
_SOUNDS_ALIKE = 0.5  # names in their own Chinese form seldom reach it, posts nearly never
_LONGEST_OWN_NAME = 4  # characters


def is_post(chinese: str, english: str) -> bool:
    """Whether the Chinese after a person's name is the person's role rather than the name."""
    if not is_person(english) or best_likeness(chinese, english) > _SOUNDS_ALIKE:
        return False
    return len(chinese) > _LONGEST_OWN_NAME or to_simplified(chinese[-1]) in ROLE_ENDS


FOREIGN = frozenset(
    "阿埃艾爱安昂奥巴白班邦保贝本比彼宾波伯勃博布查达戴丹当道德登迪蒂东杜顿多厄恩尔法范菲费芬丰冯佛弗夫福富"
    "盖甘冈高戈格根葛古瓜圭哈海汉豪赫亨洪胡华怀惠霍基吉济加贾简江杰金津卡凯坎康考柯科克肯孔库夸昆拉莱赖兰朗劳"
    "勒雷黎李里利莉连廉列林琳龙隆卢鲁伦罗洛吕马玛迈麦曼芒毛梅门蒙米密缪摩莫默木穆姆纳娜奈南内尼涅宁纽农努诺欧"
    "帕派潘庞佩裴彭皮珀普奇恰钱强乔切琴丘屈热瑞若萨塞赛桑森沙莎尚绍舍申圣施史舒朔丝斯思松苏绥孙索塔泰坦汤唐陶"
    "特腾廷图托瓦万旺威韦维魏温文翁沃乌武西希锡夏肖歇谢辛欣休许逊雅亚延扬耶叶伊因英尤于约韵泽扎詹张章兆珍朱卓兹"
    "宗祖佐"
)
"""Characters used in transliterations, Simplified."""
_LONGEST = 9  # characters without a dot. Chosen: 7 written cases fail, 8 at half, 7 at double


def features(run: Run, english: str, recurrence: TextRecurrence) -> list[Features]:
    """The features of each candidate of `run` as the name `english`, in order."""
    found = [
        {
            **_sounds(run.text[start:], english),
            **_build(run, start),
            **_role(run, start),
            **before(run, start),
            **recurs(run, index, recurrence),
        }
        for index, start in enumerate(run.starts)
    ]
    for sound in ("sounds", "dotted sounds"):
        best = max((f.get(sound, 0.0) for f in found), default=0.0)
        for f in found:  # where one candidate sounds right, others must not sound less so
            f[f"{sound} less"] = max(0.0, best - 0.5) * (best - f.get(sound, 0.0))
    return found


def _sounds(text: str, english: str) -> Features:
    """Features of likeness in sound; for a dotted name, part by part."""
    parts = [p for p in re.split(f"[{DOTS}]", text) if p]
    if len(text) > _LONGEST and len(parts) == 1:
        return {"too long": 1.0}
    if len(parts) == 1:
        return {"sounds": best_likeness(text, english)}
    names = english.split()
    return {
        "dotted sounds": (likeness(parts[0], names[0]) + likeness(text, english)) / 2,
        "dotted parts more": max(0, len(parts) - len(names)),
        "dotted parts fewer": max(0, len(names) - len(parts)),
    }


def _build(run: Run, start: int) -> Features:
    """Features of its length, family name, words."""
    text = run.text[start:]
    dotted = any(dot in text for dot in DOTS)
    first = re.split(f"[{DOTS}]", text)[0]
    size = min(len(first), 7)
    words = run.words_from(start)
    common = [
        run.text[a:b]
        for a, b, tag in words
        if b - a > 1 and tag[:2] not in ("nr", "ns", "nz") and tag[0] in "nvadirtmc"
    ]
    family = not dotted and text[0] in FAMILY_NAMES
    return {
        f"{'dotted ' if dotted else ''}size {size}": 1.0,
        "family name of two": family and size == 2,
        "family name of three": family and size == 3,
        "edge": start in run.edges,
        "name tag": start in run.edges and words[0][2][:2] == "nr",
        "foreign share": sum(char in FOREIGN for char in first) / len(first) if first else 0.0,
        "common words": sum(map(len, common)),
        "role inside": sum(word[-1] in ROLE_ENDS for word in common),
        "function inside": sum(char in "的和与及是在对了之或被把" for char in text),
        "latin inside": not dotted and any(not is_han(char) for char in text),
        "after dot": start > 0 and run.text[start - 1] in DOTS,
    }


def _role(run: Run, start: int) -> Features:
    """Features of a word for a person's role before it."""
    word, tag = run.word_before(start)
    role = bool(word) and word[-1] in ROLE_ENDS and tag[:2] != "nr"
    left = run.text[:start]
    return {
        "role before": role and len(word) > 1,
        "role character before": start > 0 and run.text[start - 1] in ROLE_ENDS and not role,
        "name before": tag[:2] == "nr",
        "foreign before": left[-1:] in tuple(FOREIGN) and len(word) < 2,
        "name cut": left[-1:] in tuple(FOREIGN) and not word,
    }
