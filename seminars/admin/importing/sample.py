"""The empty table of a term that the import page offers, with two rows that show how it is meant."""

from __future__ import annotations

import csv
import io
from datetime import date, time, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font

_HEADERS = {
    "zh": (
        *("期号", "日期", "开始", "结束", "题目", "报告人", "单位", "地点", "腾讯会议", "会议密码"),
        *("主持人", "摘要", "简介", "备注"),
    ),
    "en": (
        *("Number", "Date", "Start", "End", "Title", "Speaker", "Affiliation", "Venue", "Tencent Meeting"),
        *("Passcode", "Host", "Abstract", "Bio", "Notes"),
    ),
}  # fmt: skip
_ROWS = {
    "zh": (
        ("稀疏恢复的新界", "林知远同学", "北辰大学", "明理楼 201", "555-010-021", "", "周一鸣", "摘要。", "简介。",
         "茶歇"),
        ("待定", "Ann Lee", "Wexford College", "明理楼 201"),
    ),
    "en": (
        ("New Bounds for Sparse Recovery", "Lin Zhiyuan", "Beichen University", "Mingli Hall 201", "555-010-021", "",
         "Zhou Yiming", "An abstract.", "A biography.", "Tea"),
        ("TBA", "Ann Lee", "Wexford College", "Mingli Hall 201"),
    ),
}  # fmt: skip
_WIDE = frozenset({4, 11, 12})


def sample_csv(language: str, *, monday: date) -> bytes:
    """The table as CSV, marked so that spreadsheet programs see that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADERS[language])
    for row in _rows(language, monday):
        writer.writerow([f"{cell:%H:%M}" if isinstance(cell, time) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def sample_workbook(language: str, *, monday: date) -> bytes:
    """The table as XLSX, with real days and times."""
    book = Workbook()
    sheet = book.active
    sheet.append(_HEADERS[language])
    for row in _rows(language, monday):
        sheet.append(row)
    for number, cell in enumerate(sheet[1]):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 40 if number in _WIDE else 16
    sheet.freeze_panes = "A2"
    octets = io.BytesIO()
    book.save(octets)
    return octets.getvalue()


def _rows(language: str, monday: date) -> list[tuple[object, ...]]:
    friday = monday + timedelta(days=4)
    return [
        (number, friday + timedelta(weeks=number - 1), time(15), time(16, 30), *words)
        for number, words in enumerate(_ROWS[language], 1)
    ]
