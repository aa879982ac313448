"""Invented talks and a long announcement: words drawn with one seed, the same in every run."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_ENGLISH = """
    bound branch cache circuit coding cover cut decay density edge entropy estimate field filter flow gap graph
    hash kernel lattice layer limit matching measure memory mixing model moment network noise norm oracle path
    planar proof query random rank recovery sampling scale search sketch sparse spectrum stream tensor tree walk
    weight we show that for every with of under between and its over local global robust exact faster simple
"""
_CHINESE = """
    采样 图谱 流 估计 随机 树 匹配 界 熵 核 稀疏 网络 记忆 尺度 恢复 张量 查询 草图 权重
    局部 全局 证明 我们 给出 更短 的 并 说明 在 其上 可以 由 结构 控制 且 误差 不变
"""
_EN, _ZH = _ENGLISH.split(), "".join(_CHINESE.split())
_FORMULAS = (r"$O(\sqrt{n \log n})$", r"$\varepsilon^{-2}$", r"$\mathbb{E}[X_t] \le e^{-\lambda t}$")


@dataclass(frozen=True, slots=True)
class InventedTalk:
    """Title and abstract of one talk, the abstract of about 1,500 octets in one language."""

    language: str
    title: str
    abstract: str


def invented_talks(count: int) -> list[InventedTalk]:
    """Talks in Chinese and in English by turns."""
    random = Random(7)
    return [
        InventedTalk("zh", _zh(random, 14), _zh_prose(random, 480))
        if number % 2
        else InventedTalk("en", _en(random, 7).capitalize(), _en_prose(random, 230))
        for number in range(count)
    ]


def long_announcement(octets: int) -> str:
    """An announcement of two talks in the genre of `examples/announcement.txt`, about `octets` long."""
    random = Random(11)
    opening = (
        "本周六下午 14:00-16:00,我们将在格致堂 112【线下】给大家带来褚云深和莫小满同学的报告。"
        "报告内容与网络测量和近似采样相关。报告之后有零食,同学们可以自由交流。"
    )
    first = "褚云深是北辰大学四年级博士生,导师为顾闻笛老师。本次报告的内容是 Causal Clocks Without Agreement."
    second = "莫小满是鹿鸣研究院的研究员,研究方向为近似采样。"
    closing = "【重复一遍时间地点】北京时间本周六下午 14:00 - 16:00 格致堂112 点击此处进行时区转换 腾讯会议 555-020-303"
    frame = [opening, "报告 1 摘要", first, "报告 2 摘要", second, "欢迎全体同学参加~", closing]
    room = octets - len("\n".join(frame).encode())
    frame[2] += _en_prose(random, room // 2 // 7)
    frame[4] += _zh_prose(random, (octets - len("\n".join(frame).encode())) // 3)
    return "\n".join(frame)


def _en(random: Random, words: int) -> str:
    return " ".join(random.choices(_EN, k=words))


def _zh(random: Random, signs: int) -> str:
    return "".join(random.choices(_ZH, k=signs))


def _en_prose(random: Random, words: int) -> str:
    """Sentences of 8 to 20 words, one in five with a formula."""
    sentences, left = [], words
    while left > 0:
        length = random.randint(8, 20)
        formula = f" at rate {random.choice(_FORMULAS)}" if random.random() < 0.2 else ""
        sentences.append(f"{_en(random, length).capitalize()}{formula}.")
        left -= length
    return " ".join(sentences)


def _zh_prose(random: Random, signs: int) -> str:
    """Sentences of 14 to 40 signs, one in five with a formula."""
    sentences, left = [], signs
    while left > 0:
        length = random.randint(14, 40)
        formula = f"，速率为 {random.choice(_FORMULAS)}" if random.random() < 0.2 else ""
        sentences.append(f"{_zh(random, length)}{formula}。")
        left -= length
    return "".join(sentences)
