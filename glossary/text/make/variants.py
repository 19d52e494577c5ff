"""Build `glossary/data/variants.txt` from OpenCC: python -m glossary.text.make.variants

OpenCC (Apache-2.0, see the README's credits) maps the glyphs of Taiwan, Hong Kong and Japan; its
tables are read through its converters, character by character. What they lack is listed here by
hand. The result is kept as data, like that of `glossary.text.make.scripts`.
"""

from __future__ import annotations

from collections.abc import Iterator

from glossary.text.make import scripts as make_scripts
from glossary.text.script import to_simplified
from glossary.text.variants import GLYPHS

# What OpenCC does not map, or only one way; the usual glyph first.
BY_HAND = """
台臺 占佔 裡裏 群羣 為爲 衛衞 啟啓 峰峯 秘祕 線綫缐 眾衆 產産 說説 値值 真眞 絕絶 戶户戸 黑黒
強强彊 內内 呂吕 吳吴 黃黄 告吿 稅税 銳鋭 悅悦 脫脱 麼麽 腳脚 煙菸烟 濕溼 床牀 恆恒 鄰隣 勳勛
豔艷艶 廁厠 廠厰 敘敍叙 牆墻 鋪舖 蹤踪 跡迹蹟 托託 周週 注註 布佈 升昇陞 著着 村邨 匯滙 汙污汚
鉤鈎 閱閲 鑑鑒 偽僞 麵麪麺 吃喫 痴癡 韻韵 攜携 岩巖 淚泪 恥耻 冊册 刪删 棄弃 夠够 決决 淨净 減减
湊凑 涼凉 況况 查査 桿杆 讚贊 遊游 教敎 青靑 即卽 既旣 錄録 奧奥 剎刹 嘆歎 蔥葱 唇脣 粽糉糭 兌兑
緣縁 綠緑 靜静 清淸 彥彦 顏顔 郎郞 尚尙 晚晩 步歩 每毎 晉晋 廈厦 災灾 貓猫 豬猪 杯盃 筍笋 繩縄
腸膓 舉擧 詠咏 諮咨谘 帳賬 遙遥 謠謡 搖揺 瑤瑶 雞鷄 館舘 罵駡 鬥鬪鬭鬬 閒閑 餵喂 肴餚 膳饍 研硏
姊姉 冰氷 潛潜濳 煮煑 瘦痩 罰罸 脈脉 雕彫 隸隷 韭韮 鹽塩 體軆 劍劒劔 嘗嚐甞 堤隄 妝粧 幫幇幚 廚厨
彝彞 慚慙 懶嬾 掛挂 暖煖 歡懽 氈氊 洩泄 獎奬 略畧 盜盗 磚甎 穎頴 窗窓牕 粵粤 糧粮 紙帋 聰聡 胸胷
茲玆 莊荘 虛虚 蝨虱 裙裠 襪韈 覽覧 譁嘩 讎讐 賴頼 辭辤 迴廻 遁遯 鄉鄕郷 醬醤 鎮鎭 鐵鉄 鑽鑚 闊濶
雇僱 霸覇 飄飃 髮髪 鬱欝 麴麯 鼓皷 齒歯 龜亀 準凖 剩賸 妊姙 姻婣 宴讌 廄廐 抬擡 挽輓 效効傚 晒曬
昵暱 槓杠 栖棲 梅楳 橋槗 毀燬 氾汎泛 湧涌 焰燄 熏燻薰 牽牵 猿猨 甕罋 癢痒 碗椀盌 礦鑛 糊餬 罐鑵
蕩盪 蘆芦 蹄蹏 迫廹 遲遅 醃腌 鋤耡 鏟剷 鏽銹 霉黴 靴鞾 頹頽 餅餠 馱駄 蒐搜 砲炮 曆暦 歷歴 續続
譯訳 驛駅 澤沢 擇択 釋釈 覺覚 溫温 蘊藴 醞醖 蛻蜕 檯枱 灶竈 踴踊 臥卧 缽鉢 慍愠 縕緼 氳氲 柺枴
叁叄 咒呪 嚙囓 嫋嬝 崑崐 崙崘 巔巓 捆綑 吊弔 喧諠 罎壜 鑪爐 綳繃 翻繙飜 耕畊 耽躭 姪侄 瑯琅 徑逕
剿勦 佩珮 背揹 構搆 槍鎗 焊銲釬 碰踫掽 薯藷 藤籐 銜啣 饋餽 匹疋 址阯 驅敺 兔兎 裸躶 冤寃 怪恠 蹺蹻
你妳 銼剉 餘馀 寶寳 仿倣 彩綵 蘇甦 跼侷 疏疎 褲袴 棕椶 梔栀 涅湼 券劵 塔墖 年秊 往徃 婿壻 睹覩
祀禩 稚穉 笑咲 糕餻 荔茘 葬塟 蕊蘂蕋 胚肧 羌羗 果菓 桌槕 柿柹 却卻 囪囱 瞇眯 嶴岙 櫂棹 鯁骾 肇肈
捂摀 懾慴 駁駮 礴礡 畬畲 剪翦 斫斲 櫺欞棂 藥葯 酸痠 扎紮 屍尸 只祗 它牠
"""
KEPT_APART = frozenset("么幺")
"""Glyphs that OpenCC joins though they are also forms of other characters (么 of 麼)."""


def build() -> str:
    """The text of the data file: a line of rare glyphs, a line of what replaces each in keys, then
    a line for each character with several glyphs, the usual one first."""
    groups: dict[str, list[str]] = {}
    for group in [*BY_HAND.split(), *_of_opencc()]:
        known = [groups.get(glyph, [glyph]) for glyph in group]
        joined = list(dict.fromkeys(glyph for glyphs in known for glyph in glyphs))
        groups.update(dict.fromkeys(joined, joined))
    lines = sorted({"".join(group) for group in groups.values() if len(group) > 1})
    header = "# glyphs of one character, by glossary.text.make.variants, from OpenCC (Apache-2.0)"
    rare = dict(pair for group in lines for pair in _rare(group))
    return "\n".join([header, "".join(rare), "".join(rare.values()), *lines, ""])


def _rare(group: str) -> Iterator[tuple[str, str]]:
    """(rare glyph, standard character): Simplified forms that are not standard characters, with the
    one that is."""
    simplified = dict.fromkeys(map(to_simplified, group))
    standard = [char for char in simplified if char in make_scripts.gb2312()]
    if len(standard) == 1:
        yield from ((char, standard[0]) for char in simplified if char != standard[0])


def _of_opencc() -> Iterator[str]:
    """(usual glyph, other glyph) for what one of OpenCC's tables joins.

    From Japan only glyphs that are in neither Chinese standard set, so that none is another Chinese
    character.
    """
    standard = make_scripts.gb2312() | make_scripts.big5()
    for config in ("t2tw", "t2hk"):
        pairs = make_scripts.single(config).items()
        yield from (b + a for a, b in pairs if KEPT_APART.isdisjoint(a + b))
    for config in ("tw2t", "hk2t"):
        pairs = make_scripts.single(config).items()
        yield from (a + b for a, b in pairs if KEPT_APART.isdisjoint(a + b))
    yield from (b + a for a, b in make_scripts.single("jp2t").items() if a not in standard)


if __name__ == "__main__":
    GLYPHS.write_text(build(), encoding="utf-8")
