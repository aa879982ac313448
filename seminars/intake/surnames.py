"""Chinese surnames: which characters they are, and how Pinyin writes them."""

from __future__ import annotations

# Surnames in Pinyin, each followed by the characters it may stand for.
_SURNAME_LIST = (
    "zhang张章 wang王汪 li李黎厉 liu刘柳 chen陈谌 yang杨阳 zhao赵 huang黄 zhou周 wu吴武伍邬 xu徐许 "
    "sun孙 hu胡 "
    "zhu朱祝 gao高 lin林 he何贺 guo郭 ma马 luo罗骆 liang梁 song宋 zheng郑 xie谢解 han韩 tang唐汤 feng冯 "
    "yu于余俞虞 dong董 xiao萧肖 cheng程成 cao曹 yuan袁 deng邓 shen沈申 zeng曾 peng彭 lu吕卢陆鲁 su苏 "
    "jiang蒋姜江 cai蔡 jia贾 ding丁 wei魏韦卫 xue薛 ye叶 yan阎严颜 pan潘 du杜 dai戴 xia夏 zhong钟 "
    "tian田 ren任 "
    "fan范樊 fang方房 shi石史施时 yao姚 tan谭 liao廖 zou邹 xiong熊 jin金 hao郝 kong孔 bai白柏 cui崔 kang康 "
    "mao毛茅 qiu邱秋裘 qin秦覃 gu顾古谷 hou侯 shao邵 meng孟蒙 long龙 wan万 duan段 qian钱 yin尹殷 ruan阮 mo莫"
)
_SURNAMES = {
    "".join(filter(str.isascii, entry)): "".join(c for c in entry if not c.isascii())
    for entry in _SURNAME_LIST.split()
}

_CHARACTERS = frozenset("".join(_SURNAMES.values()))
_TWO_CHARACTERS = frozenset(
    [
        *("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "东方"),
        *("南宫", "闻人", "端木", "长孙", "宇文", "轩辕", "独孤", "申屠", "百里", "呼延", "淳于", "澹台"),
        *("太史", "公冶", "乐正", "濮阳", "钟离"),
    ]
)


def is_surname(name: str) -> bool:
    """Whether a Chinese name begins with a known surname."""
    return name[0] in _CHARACTERS or name[:2] in _TWO_CHARACTERS


def same_person(chinese: str, english: str) -> bool:
    """Whether an English name may be the Chinese one in Pinyin, by the surname (true where it is not "
    "known)."""
    surnames = [word.lower().strip(".,") for word in english.split()]
    known = [word for word in (surnames[-1:] + surnames[:1]) if word in _SURNAMES]
    if any(chinese[:1] in _SURNAMES[word] for word in known):
        return True
    listed = any(chinese[:1] in characters for characters in _SURNAMES.values())
    return not listed
