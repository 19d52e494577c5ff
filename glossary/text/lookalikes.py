"""Chinese characters that are mistaken for one another in reading, writing or OCR."""

from __future__ import annotations

from functools import cache

from glossary.text.fold import fold

_GROUPS = """
土士 母毋 每侮悔海梅 未末 己已巳 戊戌戍戎 日曰目 人入八 大太犬天夫 千干于午牛 車軍東 侯候 喉猴
園圓團圍 辨辯辦 微徵徽 貿賀 晶品 析折拆 技枝 決快抉 治冶 令今 冷泠 爪瓜 免兔 鳥烏 刀力刁 天夭
王玉主 田由甲申 自目白 西酉 石右 問間聞 清請情晴睛精 裁栽載戴 錄綠緣 網綱鋼 險驗檢儉劍 構購溝講
博搏傅縛 代伐 幣弊蔽 密蜜 復複覆 徹撤撒 暴瀑爆 礦曠擴 藉籍 卷券 班斑 徒徙 籃藍 投設役 官宮管館
師帥 民氏 宣宜 享亨 遣遺 貧貪 訊迅汛 稅說脫銳悅 限根銀 部陪倍培 授援 緩援 協脅 彈禪 核該刻
防妨仿訪紡 攻功巧 街術 威咸 懾攝 組租祖阻 鏈鍵 例列 議義儀 域城 域或 峽狹挾 洋祥 彎灣 油抽 池地他
波坡披破 洲州 深探 準淮 港巷 狠狼很 描貓 燭獨 護獲 極拯 棋旗期 植值直 模漠膜摸 標漂 橋僑嬌 檔擋
曆歷 氣氛 球救求 淨靜爭 假暇瑕 稀希 穩隱 刺策 糧量 級吸 結詰 輕徑經 推維唯 群郡 胃冑 府腐
捕補輔鋪 規現 評坪 詞司 悟語 論倫輪 諜碟蝶 貨貸 責債績積 塞賽寒 較校 輝揮 辛幸 朔逆 透秀誘 達撻
鄰憐 完院 陣陳 雙隻 領嶺 顧雇 題提 驅軀 鴿鵠 鷹膺 毀毁 均鈞 熱勢 伙夥 欄攔爛 據劇 敵適摘滴 軌執
監鑑 殺剎 囚因困 曉嘵 衝沖 戰戟 晝畫書 概慨 旱早 旦且 侵浸 陷諂 衷哀衰 崇祟 券拳 拔撥 揚楊湯場
竟境鏡 純鈍 墜墮 卻却 抵低 底低 牴抵 紀記 決訣 幕墓慕募暮 偏遍編騙 修條候 竟競境鏡 胃冒
"""


@cache
def _alike() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in map(fold, _GROUPS.split()):
        for char in group:
            found.setdefault(char, set()).update(group)
    return {char: frozenset(others - {char}) for char, others in found.items()}


def look_alikes(char: str) -> frozenset[str]:
    """The folded characters that a folded one may be mistaken for."""
    return _alike().get(char, frozenset())
