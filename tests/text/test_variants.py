"""Variants: different writings of one character or word, and different words."""

from __future__ import annotations

import pytest

from glossary.text.fold import fold
from glossary.text.make import variants as make_variants
from glossary.text.variants import GLYPHS, same_traditional, spellings, usual_glyphs

# As Taiwan's and Hong Kong's standards, and older type, write one word.
GLYPH_PAIRS = """
溫室/温室 蘊藏/藴藏 醞釀/醖釀 兌換/兑換 蛻變/蜕變 檯燈/枱燈 灶台/竈台 踴躍/踊躍 臥室/卧室 蔥油/葱油
缽/鉢 嘴唇/嘴脣 粽子/糉子 感嘆/感歎 奧運/奥運 剎車/刹車 教育/敎育 青年/靑年 即使/卽使 錄音/録音
佔領/占領 臺灣/台灣 線路/綫路 群眾/羣眾 眾議院/衆議院 山峰/山峯 裡面/裏面 麵粉/麪粉 行為/行爲
啟動/啓動 衛星/衞星 稅務/税務 脫離/脱離 說明/説明 銳利/鋭利 悅耳/悦耳 閱讀/閲讀 敘述/敍述 濕度/溼度
永恆/永恒 鉤子/鈎子 鑑定/鑒定 祕密/秘密 汙染/污染 香菸/香煙 牆壁/墻壁 偽造/僞造 公佈/公布 週年/周年
床位/牀位 產業/産業 強制/强制 內閣/内閣 絕對/絶對 黃金/黄金 真相/眞相 匯率/滙率 歷程/歴程 既得/旣得
研究/硏究 清潔/淸潔 綠化/緑化 雞蛋/鷄蛋 化妝/化粧 殺戮/殺戮 鬥爭/鬪爭 叁拾/叄拾 拐杖/拐杖 柺杖/枴杖
侄子/姪子 敲碰/敲掽 香餅/香餠 豔麗/艷麗 癡呆/痴呆 核實/覈實 剛才/剛纔 針灸/鍼灸 屋簷/屋檐 稜角/棱角
橋梁/橋樑 泄漏/洩漏 搜集/蒐集 砲彈/炮彈 僱員/雇員
帳戶/賬戶 體驗/軆驗 龜裂/亀裂 煮飯/煑飯 消炎藥/消炎葯
痠痛/酸痛 駐紮/駐扎 屍體/尸體 鬬爭/鬥爭 牠們/它們 陞遷/升遷
"""
SPELLINGS = """
計畫/計劃 規畫/規劃 企畫/企劃 策畫/策劃 部份/部分 成份/成分 水份/水分 過份/過分 身分/身份 股份/股分
瞭解/了解 沈默/沉默 兇手/凶手 夥伴/伙伴 強姦/強奸 慾望/欲望 席捲/席卷 剪綵/剪彩 想像/想象 彷彿/仿佛
傢具/家具 惟一/唯一 訂單/定單 撤消/撤銷 儘管/盡管 藉口/借口 紀錄/記錄 聯繫/連繫 聯絡/連絡 回覆/回復
採購/采購 迴避/回避 輪迴/輪回 姊妹/姐妹 份量/分量 月份/月分 佈署/部署
反覆/反復 侷限/局限 手錶/手表 橋樑/橋梁 詞彙/詞匯 座標/坐標 分子/份子 什麼/甚麼 鉅額/巨額
"""


def pairs(listed: str) -> list[tuple[str, str]]:
    return [(a, b) for a, _, b in (pair.partition("/") for pair in listed.split())]


@pytest.mark.parametrize(("one", "other"), pairs(GLYPH_PAIRS + SPELLINGS))
def test_one_word_in_two_writings(one: str, other: str) -> None:
    assert same_traditional(one, other) and same_traditional(other, one)
    keys = [{usual_glyphs(key) for key in spellings(fold(word))} for word in (one, other)]
    assert keys[0] & keys[1]


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("西方", "\u2ec4方"),
        ("民主", "\u2ea0主"),
        ("長江", "\u2ed1江"),
        ("金融", "\uf90a融"),
        ("大使", "\u2f24使"),
        ("複合", "复合"),
        ("复合", "複合"),
        ("都市計畫草案", "都市計劃草案"),
    ],
)
def test_variants(listed: str, written: str) -> None:
    assert same_traditional(listed, written)


@pytest.mark.parametrize(
    ("listed", "written"),
    pairs(
        "複合/復合 颱風/台風 皇后/皇後 公里/公裡 頭髮/頭發 歷書/曆書 製造/制造 干涉/乾涉 麵粉/面粉 "
        "畫家/劃家 年份/年分額 卷宗/捲宗 關系/關係 才能/財能 沖突/衝突 山穀/山谷 并吞/並呑"
    ),
)
def test_other_words(listed: str, written: str) -> None:
    assert not same_traditional(listed, written)


@pytest.mark.parametrize("word", ["畫家", "份額", "沈氏", "凶宅", "計算", "安全"])
def test_what_is_spelt_one_way_has_one_key(word: str) -> None:
    assert spellings(fold(word)) == [fold(word)]


def test_the_keys_of_one_term_are_few() -> None:
    keys = spellings(fold("計畫部份" * 30))
    assert keys[0] == fold("計畫部份" * 30) and 1 < len(keys) <= 8


def test_the_data_is_what_opencc_says() -> None:
    assert GLYPHS.read_text(encoding="utf-8") == make_variants.build()
