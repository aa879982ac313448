"""Mails: whatever they are encoded in, forwarded by, or accompanied by."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from seminars.intake.doors.letters import bare_subject
from seminars.intake.doors.markup import text_of_html
from tests.intake.doors.opened import TODAY, in_short, opened, refused


def a_mail(text: str, *, subject: str = "", sent: str = "Mon, 16 Nov 2026 10:00:00 +0800") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = subject, sent
    mail.set_content(text)
    return mail


def test_a_page_in_an_old_encoding_counts_where_the_text_says_nothing() -> None:
    (entry,) = opened("forwarded.eml")

    assert entry.on == date(2026, 11, 30)
    assert entry.text.splitlines() == [
        "各位老师、同学：", "欢迎参加本周四的学术报告。", "报告人: 周㛃同学（北辰大学）", "地点: 明理楼 201",
        "题目: 稀疏恢复的新界", "时间: 12月3日（周四）15:00-16:00", "", "摘要：我们研究稀疏恢复。", "",
        "腾讯会议：555-010-021，点此报名 <https://example.org/signup?a=1&b=2>",
    ]  # fmt: skip
    assert in_short(entry) == {
        "kind": "announcement",
        "number": None,
        "when": ("2026-12-03T15:00:00+08:00", "2026-12-03T16:00:00+08:00"),
        "where": ["明理楼 201", "555010021"],
        "talks": [("稀疏恢复的新界", ["周㛃"])],
        "doubts": [],
        "faults": [],
    }
    assert [remark.en for remark in entry.remarks] == ["Attachments were not read: poster.pdf."]


def test_an_attached_mail_is_read_on_its_own_day_and_held_against_its_calendar() -> None:
    (entry,) = opened("attached.eml")

    short = in_short(entry)
    (conflict,) = [doubt for doubt in entry.reading.doubts if doubt.code == "time_conflict"]
    assert (entry.on, short["talks"]) == (date(2026, 11, 16), [("Fast Flows", ["Ann Lee"])])
    assert conflict.candidates == ("2026-11-20T16:00:00-05:00", "2026-11-20T15:00:00-05:00")


def test_the_day_that_the_caller_gives_counts_more_than_the_mails() -> None:
    mail = a_mail("题目：流\n报告人：李二\n时间：本周五 15:00-16:00\n地点：明理楼 201").as_bytes()

    assert [opened("a.eml", mail, on=on)[0].reading.starts_at.date() for on in (None, date(2026, 12, 1))] == [
        date(2026, 11, 20), date(2026, 12, 4),
    ]  # fmt: skip


def test_a_mail_forwarded_in_the_text_is_read_on_the_day_it_was_sent_first() -> None:
    text = (
        "大家看看\n\n-----原始邮件-----\n发件人: 乙 <b@example.org>\n发送时间: 2026年11月10日 09:00\n收件人: all\n"
        "主题: 学术报告：流的快算法\n\n本周五15:00-16:00，明理楼201，报告人：李二（清河大学）\n"
    )

    (entry,) = opened(
        "a.eml", a_mail(text, subject="转发: 学术报告", sent="Mon, 23 Nov 2026 10:00:00 +0800").as_bytes()
    )

    assert (entry.on, in_short(entry)["when"][0]) == (date(2026, 11, 10), "2026-11-13T15:00:00+08:00")
    assert entry.text.startswith("学术报告：流的快算法\n")


def test_a_subject_that_calls_off_is_heard() -> None:
    mail = a_mail(
        "各位老师：\n因讲者生病，11月26日（周四）15:00 的讨论班不再举行。", subject="【取消通知】讨论班"
    )

    (entry,) = opened("a.eml", mail.as_bytes())

    assert (entry.reading.kind, entry.text.split("\n")[0]) == ("cancellation", "【取消通知】讨论班")


def test_several_attached_mails_are_several_announcements() -> None:
    digest = a_mail("本周通知")
    for number in (1, 2):
        digest.add_attachment(
            a_mail(f"题目：题目{number}\n时间：12月{number}日 15:00-16:00\n地点：明理楼 201")
        )

    entries = opened("week.eml", digest.as_bytes())

    assert [(entry.name, in_short(entry)["talks"][0][0]) for entry in entries] == [
        ("week.eml, 1", "题目1"), ("week.eml, 2", "题目2"),
    ]  # fmt: skip


def test_a_mail_without_words_is_refused() -> None:
    mail = EmailMessage()
    mail["Subject"] = "poster"
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="poster.png")

    assert refused("a.eml", mail.as_bytes()) == "empty_mail"


def test_broken_base64_and_unknown_charsets_lose_no_more_than_they_must() -> None:
    head = "MIME-Version: 1.0\nContent-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: "

    head = f"Subject: =?utf-8?B?A?=\nDate: Mon, 99 Foo 2026\n{head}"
    (entry,) = opened("a.eml", f"{head}base64\n\n!!!6aKY55uu77ya5rWB\n".encode())

    assert (entry.text, entry.on) == ("=?utf-8?B?A?=\n\n题目：流", TODAY)


def test_subjects_are_freed_of_what_mailers_put_before_them() -> None:
    said = ["Fwd: Re: 转发： Talk", "RE: [Fwd] Talk", "Talk", "Research: Talk"]

    assert [bare_subject(each) for each in said] == ["Talk", "Talk", "Talk", "Research: Talk"]


def test_html_keeps_what_a_reader_sees() -> None:
    page = (
        "<head><style>p{}</style><title>no</title></head><!-- no --><p>One&nbsp;<b>two</b> &lt;3<p>Three"
        "<table><tr><td><p>A</p><p>B</p></td></tr><tr><th>Time<td>3 pm</tr><tr><td>9:00</td><td>Ann</td></tr></table>"
        "<ul><li>x<li>y</ul>see <a href='https://example.org/a'>https://example.org/a</a>, "
        "<a href=https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fb&data=1>b</a>, "
        "<a href='mailto:a@b'>mail</a><br>end<script>no()</script>"
    )

    assert text_of_html(page).split("\n") == [
        "One two <3", "", "Three", "A", "", "B", "Time: 3 pm", "9:00  Ann", "- x", "- y",
        "see https://example.org/a, b <https://example.org/b>, mail", "end",
    ]  # fmt: skip


@given(st.text(alphabet="<>/!-&;=\"' ab\n日tdrp", max_size=200))
def test_any_html_is_read(source: str) -> None:
    assert isinstance(text_of_html(source), str)
