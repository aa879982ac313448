"""Why a formula is not shown, in both languages."""

from __future__ import annotations

import re

from seminars.text.bilingual import Bilingual

OWN = {
    "too long": ("公式太长", "the formula is too long"),
    "too nested": ("嵌套层数太多", "it is nested too deeply"),
    "too many expansions": ("宏展开次数太多，可能在展开自己", "a macro expands too often, perhaps to itself"),
    "bad definition": ("{0} 的这种写法不支持", "this form of {0} is not supported"),
    "no such label": ("没有编号公式带有 \\label{{{0}}}", "no numbered equation has \\label{{{0}}}"),
    "refused": ("无法识别：{0}", "{0}"),
}

# What the converter says, and how it is said in Chinese.
REFUSALS = [
    (r'Unknown command "(.*)"\.', "不认识命令 {0}", "unknown command {0}"),
    (r'Unknown environment "(.*)"\.', "不认识环境 {0}", "unknown environment {0}"),
    (r'Unknown color "(.*)"\.', "不认识颜色 {0}", "unknown colour {0}"),
    (r'Expected closing token "(.*)", but reached end of input\.', "缺少 {0}", "{0} is missing"),
    (
        r'Expected closing token "(.*)", but (?:got|found) "(.*)"\.',
        "此处应为 {0}，却是 {1}",
        "expected {0}, found {1}",
    ),
    (r'Expected "(.*)"\.?.*', "此处应为 {0}", "expected {0}"),
    (r"Expected argument but reached end of input\.", "末尾缺少参数", "an argument is missing at the end"),
    (
        r"Expected argument but got closing token.*",
        "括号结束前缺少参数",
        "an argument is missing before a closing",
    ),
    (r'Found "(.*)", which may only appear .*', "{0} 不能用在这里", "{0} cannot stand here"),
    (r'Unexpected "(.*)"\.', "多余的 {0}", "unexpected {0}"),
    (r"Duplicate subscript or superscript\.", "上标或下标重复", "two subscripts or two superscripts"),
    (r"Found more than one label in a row\.", "同一行有多个 \\label", "two labels in one row"),
    (r"Not valid in (?:text|math) mode\.", "不能用在此处的模式中", "not valid in this mode"),
    (r"Expected column specification.*", "缺少列格式说明", "the column specification is missing"),
]


def reason(code: str, *values: str) -> Bilingual:
    """The reason with this code and its values, without a full stop."""
    if code == "refused":
        for pattern, zh, en in REFUSALS:
            if match := re.fullmatch(pattern, values[0]):
                return Bilingual(zh.format(*match.groups()), en.format(*match.groups()))
        values = (values[0].rstrip("."),)
    zh, en = OWN[code]
    return Bilingual(zh.format(*values), en.format(*values))


def said(number: int, source: str, why: Bilingual, line: int) -> Bilingual:
    """The sentence that tells an editor of formula `number` (0: a reference) in a line, both from 1."""
    shown = source if len(source) <= 60 else source[:57] + "…"
    shown = " ".join(shown.split())
    if not number:
        return Bilingual(
            f"第 {line} 行的引用 {shown}：{why.zh}。", f"Reference {shown} in line {line}: {why.en}."
        )
    return Bilingual(
        f"第 {number} 个公式（第 {line} 行）{shown}：{why.zh}。",
        f"Formula {number} in line {line}, {shown}: {why.en}.",
    )
