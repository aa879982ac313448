"""Files that no door can open: why, in a sentence, and what to do instead."""

from __future__ import annotations

from seminars.intake.unreadable import Unreadable
from seminars.text.bilingual import Bilingual

_REASONS = {
    "empty": Bilingual("文件是空的。", "The file is empty."),
    "too_large": Bilingual(
        "文件超过 {most} MB，不像是通知。", "The file is larger than {most} MB, too large for announcements."
    ),
    "binary": Bilingual(
        "这不是文本：其中含有二进制数据。请粘贴通知的文字。",
        "This is not a text: it holds binary data. Paste the words of the announcement.",
    ),
    "pdf": Bilingual(
        "不能读取 PDF。请复制其中的文字，粘贴进来。",
        "PDF files cannot be read. Copy the text from it and paste it.",
    ),
    "word": Bilingual(
        "不能读取 Word 文档。请复制其中的文字，粘贴进来。",
        "Word documents cannot be read. Copy the text from it and paste it.",
    ),
    "archive": Bilingual(
        "不能读取压缩包。请先解压，再选择其中的文件。",
        "Archives cannot be read. Unpack it and choose the files in it.",
    ),
    "old_excel": Bilingual(
        "不能读取旧版 Excel 表格（.xls）。请另存为 .xlsx 或 CSV。",
        "Tables in the old Excel format (.xls) cannot be read. Save it as .xlsx or as CSV.",
    ),
    "outlook": Bilingual(
        "不能读取 Outlook 邮件（.msg）。请把邮件另存为 .eml，或粘贴正文。",
        "Outlook’s own mail files (.msg) cannot be read. Save the mail as .eml, or paste its text.",
    ),
    "password": Bilingual(
        "表格有密码保护。请去掉密码，另存一份。",
        "The table is protected by a password. Save a copy without one.",
    ),
    "broken_workbook": Bilingual(
        "表格文件已损坏，不能打开。请在表格软件里重新保存一次。",
        "The table is damaged and cannot be opened. Save it once more in your spreadsheet program.",
    ),
    "swollen_workbook": Bilingual(
        "表格解压后超过 {most} MB，不予打开。请只保留一个学期的内容。",
        "Unpacked, the table would be larger than {most} MB; it was not opened. Keep one term in it.",
    ),
    "full_workbook": Bilingual(
        "表格里有太多行或单元格（包括只有格式的空单元格），不予打开。请把一个学期的内容复制到新表格里。",
        "The table holds too many rows or cells, empty ones with a format among them; it was not opened. "
        "Copy one term into a new table.",
    ),
    "swollen_calendar": Bilingual(
        "日历文件过于复杂，不予打开。请只导出这个系列一个学期的日程。",
        "The calendar file is too complex; it was not opened. Export one term of this series only.",
    ),
    "too_many_tags": Bilingual(
        "网页代码过于复杂，不像是通知。请只复制文字，粘贴进来。",
        "The page is too complex for an announcement. Copy its text and paste it.",
    ),
    "too_many_parts": Bilingual(
        "邮件的结构过于复杂，不像是通知。请只复制正文，粘贴进来。",
        "The mail is too complex for an announcement. Copy its text and paste it.",
    ),
    "broken_row": Bilingual(
        "第 {row} 行的引号或字符有误，不能读取。",
        "The quotation marks or characters of row {row} are broken.",
    ),
    "long_cell": Bilingual(
        "第 {row} 行有一格超过 {most} 字。", "A cell of row {row} is longer than {most} characters."
    ),
    "no_rows": Bilingual("表格里没有内容。", "The table has no rows."),
    "no_header": Bilingual(
        "没有找到表头。第一行应写明各列内容，例如：日期、时间、题目、报告人、单位、地点。",
        "No header was found. The first row should name the columns, such as: date, time, title, speaker, "
        "affiliation, venue.",
    ),
    "no_date_column": Bilingual(
        "表头里没有“日期”一列。读到的列：{columns}。",
        "The header has no column “date”. The columns read: {columns}.",
    ),
    "twice_a_column": Bilingual(
        "有两列说的是同一件事：{columns}。请只保留一列。",
        "Two columns say the same thing: {columns}. Keep one of them.",
    ),
    "too_many_rows": Bilingual(
        "表格超过 {most} 行。请分学期导入。",
        "The table has more than {most} rows. Import one term at a time.",
    ),
    "too_many_columns": Bilingual("表格超过 {most} 列。", "The table has more than {most} columns."),
    "too_many_events": Bilingual(
        "文件里的活动超过 {most} 期。请分学期导入。",
        "The file holds more than {most} events. Import one term at a time.",
    ),
    "broken_calendar": Bilingual(
        "日历文件已损坏，不能读取：{what}", "The calendar file is damaged and cannot be read: {what}"
    ),
    "empty_calendar": Bilingual("日历文件里没有活动。", "The calendar file holds no events."),
    "empty_mail": Bilingual(
        "邮件里没有可读的文字。附件不会被读取。",
        "The mail holds no text that can be read. Attachments are not read.",
    ),
}


class ClosedDoor(Unreadable):
    """A file that cannot be read as a whole; `reason` names why, `sentence` says it."""

    def __init__(self, reason: str, **values: object) -> None:
        template = _REASONS[reason]
        sentence = Bilingual(template.zh.format(**values), template.en.format(**values))
        self.reason, self.sentence = reason, sentence
        ValueError.__init__(self, sentence.en)
