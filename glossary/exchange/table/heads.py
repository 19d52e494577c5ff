"""Words in column heads, as tools and people write them.

Keys are lower case, with spaces for underscores.
"""

from __future__ import annotations

CONCEPT_HEADS = {
    "concept id": "id", "id": "id", "cid": "id", "entry id": "id", "term id": "id",
    "编号": "id", "編號": "id",
    "subject": "subject", "subject field": "subject", "domain": "subject",
    "concept domain": "subject", "concept subject": "subject", "entry subject": "subject",
    "领域": "subject", "領域": "subject", "学科": "subject", "學科": "subject", "主题": "subject",
    "主題": "subject", "专业": "subject", "專業": "subject", "分类": "subject", "分類": "subject",
    "definition": "definition", "concept definition": "definition", "定义": "definition",
    "定義": "definition", "释义": "definition", "釋義": "definition", "解释": "definition",
    "解釋": "definition",
    "note": "note", "notes": "note", "comment": "note", "comments": "note", "remark": "note",
    "remarks": "note", "concept note": "note", "entry note": "note", "translator comments": "note",
    "备注": "note", "備註": "note", "备註": "note", "注释": "note", "註釋": "note", "说明": "note",
    "說明": "note", "附注": "note", "附註": "note",
    "source": "source", "reference": "source", "来源": "source", "來源": "source",
    "出处": "source", "出處": "source",
    "created": "created_at", "entry created": "created_at", "created at": "created_at",
    "entry creator": "created_by", "creator": "created_by", "created by": "created_by",
    "entry lastmodified": "changed_at", "last modified": "changed_at", "changed at": "changed_at",
    "entry modifier": "changed_by", "changed by": "changed_by",
    "tid": "ignore",
}  # fmt: skip
TERM_HEADS = {
    "status": "status", "administrative status": "status", "usage status": "status",
    "状态": "status", "狀態": "status",
    "part of speech": "part_of_speech", "pos": "part_of_speech", "词性": "part_of_speech",
    "詞性": "part_of_speech", "詞類": "part_of_speech",
    "type": "term_type", "term type": "term_type",
    "context": "context", "example": "context", "example of use": "context",
    "term example": "context", "usage example": "context", "例句": "context", "语境": "context",
    "語境": "context", "上下文": "context",
    "term note": "term_note", "term source": "term_source", "tag": "tag", "forbidden": "forbidden",
    "禁用": "forbidden",
    "term info": "ignore",
}  # fmt: skip
SECTION_HEADS = {
    "definition": "language_definition", "description": "language_definition",
    "def": "language_definition", "note": "language_note",
}  # fmt: skip
PAIRS = {
    "source": ("term", "source"), "target": ("term", "target"),
    "sourcestring": ("term", "source"), "targetstring": ("term", "target"),
    "source term": ("term", "source"), "target term": ("term", "target"),
    "source text": ("term", "source"), "target text": ("term", "target"),
    "source segment": ("term", "source"), "target segment": ("term", "target"),
    "sl": ("term", "source"), "tl": ("term", "target"),
    "sourcelang": ("tag", "source"), "targetlang": ("tag", "target"),
    "source language": ("tag", "source"), "target language": ("tag", "target"),
    "源语言": ("term", "source"), "目标语言": ("term", "target"),
    "源語言": ("term", "source"), "目標語言": ("term", "target"),
    "来源语言": ("term", "source"), "來源語言": ("term", "source"), "目的语言": ("term", "target"),
    "source lang": ("tag", "source"), "target lang": ("tag", "target"),
}  # fmt: skip
"""Heads that mean source and target if both are present."""

_SOURCES = """term terms original 术语 術語 词条 詞條 词汇 詞彙 名词 名詞 词语 詞語 原文 源语 源語
    源文 源术语 来源术语 源術語 來源術語 原语 原語 原词 原詞""".split()
_TARGETS = """translation translations equivalent 译文 譯文 译名 譯名 译语 譯語 翻译 翻譯 译词 譯詞
    目标语 目標語 目标术语 目標術語 目的语 目的語 目标文本 对应词 對應詞""".split()
ROLES = dict.fromkeys(_SOURCES, "source") | dict.fromkeys(_TARGETS, "target")
"""Heads that mean a source or target term, if both are present or one beside a language."""

LANGUAGE_NAMES = {
    "中文": "zh", "中國": "zh", "汉语": "zh", "漢語": "zh", "华语": "zh", "華語": "zh",
    "国语": "zh", "國語": "zh", "普通话": "zh", "普通話": "zh", "汉字": "zh", "漢字": "zh",
    "mandarin": "zh", "繁體中文": "zh-Hant", "繁体中文": "zh-Hant", "正體中文": "zh-Hant",
    "繁體": "zh-Hant", "繁体": "zh-Hant", "正體": "zh-Hant", "繁中": "zh-Hant",
    "簡體中文": "zh-Hans", "简体中文": "zh-Hans", "简体": "zh-Hans", "簡體": "zh-Hans",
    "简中": "zh-Hans", "簡中": "zh-Hans", "英文": "en", "英語": "en", "英语": "en",
    "中文(简体)": "zh-Hans", "中文(繁体)": "zh-Hant", "中文(簡體)": "zh-Hans",
    "中文(繁體)": "zh-Hant", "中文(台灣)": "zh-Hant-TW", "中文(臺灣)": "zh-Hant-TW",
    "中文(香港)": "zh-Hant-HK", "中文(中国)": "zh-Hans-CN", "中文(中國)": "zh-Hans-CN",
    "英": "en", "中": "zh", "繁": "zh-Hant", "简": "zh-Hans", "簡": "zh-Hans",
    "美式英语": "en-US", "英式英语": "en-GB",
}  # fmt: skip
TERM_ENDINGS = (
    "术语", "術語", "名称", "名稱", "词汇", "詞彙", "词条", "詞條", "译名", "譯名", "译文", "譯文",
    "对照", "對照", "词", "詞", "名", "翻译", "翻譯", "用语", "用語", " term", " terms", " name",
    " translation", " equivalent",
)  # fmt: skip
"""Words that may follow a language name: 英文术语, 中文名称, English term."""
TEXT_ENDINGS = {
    "定义": "language_definition", "定義": "language_definition", "释义": "language_definition",
    "釋義": "language_definition", "解释": "language_definition", "解釋": "language_definition",
    "例句": "context", "备注": "term_note", "備註": "term_note", "词性": "part_of_speech",
    "詞性": "part_of_speech",
}  # fmt: skip
CODES = frozenset(
    """ar bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka
    kk km kn ko lo lt lv mk ml mn mr ms mt my ne nl no or pa pl ps pt ro ru sd si sk sl sq sr sv sw
    ta te tg th tl tr tt ug uk ur uz vi yi zh zu cmn yue""".split()
)
