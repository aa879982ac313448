from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.meetings.addresses import Found, meeting_at
from seminars.meetings.codes import copied_code, shown_code
from seminars.meetings.recognising import digits_of, holds_passcode, names_provider, recognised

INVITATION = """秦朗月 邀请您参加腾讯会议
会议主题：因果推断讨论班
会议时间：2026/12/09 10:00-11:30 (GMT+08:00) 中国标准时间 - 北京
重复周期：2026/12/02-2027/01/06 19:00-20:30, 每周 (周三)

点击链接入会，或添加至会议列表：
https://meeting.tencent.com/dm/EXAMPLEabc08?rs=25

#腾讯会议：555-010-038
会议密码：060213

手机一键拨号入会
+8675500000000,,555010039# (中国大陆)

复制该信息，打开手机腾讯会议即可参与"""
OVERSEAS = """Ada Brook invites you to a meeting on VooV Meeting
Meeting Topic: Reading group
Time: 2026/06/19 20:00-21:00 (GMT+08:00)

Click the link to join the meeting or to add it to your meeting list:
https://voovmeeting.com/dm/EXAMPLE1

#TencentMeeting：555-010-038"""
PERSONAL = """秦朗月 邀请您加入【秦朗月的个人会议室】
点击链接直接加入会议：
https://meeting.tencent.com/p/5550102663
#腾讯会议：555-010-2663"""
TENCENT = "https://meeting.tencent.com/dm/EXAMPLEabc08"
WHOLE = Found("tencent", "555010038", TENCENT, "060213", "因果推断讨论班")

codes = st.text("0123456789", min_size=9, max_size=11)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (INVITATION, WHOLE),
        (INVITATION.replace("\n", ""), WHOLE),
        (OVERSEAS, Found("tencent", "555010038", "https://voovmeeting.com/dm/EXAMPLE1", "", "Reading group")),
        (PERSONAL, Found("tencent", "5550102663", "https://meeting.tencent.com/p/5550102663")),
        ("会议 ID：555 010 021", Found("other", "555010021")),
        ("腾讯会议 会议 ID：555 010 021，密码：0420", Found("tencent", "555010021", passcode="0420")),
        ("会议主题：秦朗月预定的会议\n#腾讯会议：555-010-021", Found("tencent", "555010021")),
        ("腾讯会议：５５５－０１０－０２１", Found("tencent", "555010021")),
        ("Zoom 会议号 955 5010 0713 Passcode: 8aQ3xy", Found("zoom", "95550100713", passcode="8aQ3xy")),
        ("飞书会议 555010021", Found("feishu", "555010021")),
        ("企业微信会议 会议号：555-010-021", Found("wecom", "555010021")),
        ("Microsoft Teams Meeting ID: 355 503 016 842 1", Found("teams", "3555030168421")),
        ("腾讯会议号 138 1234 5678", Found("tencent", "13812345678")),
        ("Join at https://rooms.example.org/42 please", Found("other", url="https://rooms.example.org/42")),
    ],
)
def test_a_meeting_is_recognised(text: str, found: Found) -> None:
    assert recognised(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "腾讯会议", "555-010-021", "腾讯会议联系人 13812345678", "腾讯会议 138-1234-5678",
        "电话：腾讯会议 555-010-021",
        "手机 13812345678", "+8675500000000,,555010039#", "arXiv:2401.12345", "arXiv ID: 2401.12345",
        "Zoom 2026-11-28 14:00", "腾讯会议 20261128", "请看 https://example.org/555010021 谢谢", "ID: 2026-11-28 14:00",
        "DOI 10.1145/3555010021", "会议号待定，电话 010-62771234",
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_a_meeting(text: str) -> None:
    assert recognised(text) is None


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (f"{TENCENT}?rs=25", Found("tencent", url=TENCENT)),
        ("https://meeting.tencent.com/s/EX1", Found("tencent", url="https://meeting.tencent.com/s/EX1")),
        ("https://meeting.tencent.com/dw/EX1", Found("tencent", url="https://meeting.tencent.com/dw/EX1")),
        ("https://meeting.tencent.com/p/abc1", Found("tencent", url="https://meeting.tencent.com/p/abc1")),
        ("wemeet://page/inmeeting?meeting_code=555010021&password=0123", Found("tencent", "555010021", "", "0123")),
        ("https://us02web.zoom.us/j/95550100713?pwd=aBc.1#success",
         Found("zoom", "95550100713", "https://us02web.zoom.us/j/95550100713?pwd=aBc.1")),
        ("https://vc.feishu.cn/j/555010021", Found("feishu", "555010021", "https://vc.feishu.cn/j/555010021")),
        ("https://meet.google.com/abc-defg-hij?authuser=0", Found("meet", url="https://meet.google.com/abc-defg-hij")),
        ("https://teams.microsoft.com/meet/3555030168421?p=AbC",
         Found("teams", "3555030168421", "https://teams.microsoft.com/meet/3555030168421?p=AbC")),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d",
         Found("teams", url="https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d")),
        ("https://bbb.example.org/b/abc-def-ghi", Found("bigbluebutton", url="https://bbb.example.org/b/abc-def-ghi")),
        ("https://meet.jit.si/Room#config.x=1", Found("jitsi", url="https://meet.jit.si/Room#config.x=1")),
        ("https://jitsi.example.org/Room", Found("jitsi", url="https://jitsi.example.org/Room")),
        ("https://work.weixin.qq.com/webapp/tm/x", Found("wecom", url="https://work.weixin.qq.com/webapp/tm/x")),
        ("https://rooms.example.org/42?rs=1#x", Found("other", url="https://rooms.example.org/42?rs=1#x")),
        ("https://meeting.tencent.com@example.org/1", Found("other", url="https://meeting.tencent.com@example.org/1")),
        ("https://meeting.tencent.com.example.org/1", Found("other", url="https://meeting.tencent.com.example.org/1")),
        ("wemeet://page/inmeeting?meeting_code=5", None),
        ("ftp://meeting.tencent.com/dm/1", None), ("https://[", None), ("555010021", None), ("", None),
    ],
)  # fmt: skip
def test_an_address_says_whose_meeting_it_is(address: str, found: Found | None) -> None:
    assert meeting_at(address) == found


@given(codes, st.sampled_from(["tencent", "zoom"]))
def test_what_is_copied_is_recognised_again(code: str, provider: str) -> None:
    words = copied_code(provider, code) if provider == "tencent" else f"Zoom ID: {shown_code(code)}"

    assert recognised(words) == Found(provider, code)


@given(codes)
def test_grouped_digits_are_read_back(code: str) -> None:
    assert (digits_of(shown_code(code)), digits_of(code)) == (code, code)


@given(
    st.integers(13000000000, 19999999999),
    st.sampled_from(["电话", "手机：", "Tel. ", "腾讯会议 ", "联系人会议 "]),
)
def test_a_telephone_number_is_no_meeting(number: int, label: str) -> None:
    assert recognised(f"{label}{number}") is None


@given(
    st.integers(1, 9912), st.integers(0, 99999), st.sampled_from(["arXiv:", "arXiv ID: ", "腾讯会议 arXiv:"])
)
def test_the_number_of_a_paper_is_no_meeting(month: int, number: int, label: str) -> None:
    assert recognised(f"{label}{month:04}.{number:05}") is None


@given(
    st.text()
    | st.lists(
        st.sampled_from(["腾讯会议", "会议号", "：", "555 010 021", "https://", "密码", "1", "#", " "])
    ).map("".join)
)
def test_any_text_is_read_without_a_fault(text: str) -> None:
    found = recognised(text)

    assert found is None or found.code or found.url


@given(st.sampled_from(["https://", "http://"]), st.text(max_size=60))
def test_a_normalised_address_stays_as_it_is(scheme: str, rest: str) -> None:
    found = meeting_at(scheme + rest)

    assert found is None or meeting_at(found.url) == found


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("密码：0420", True),
        ("Passcode: aB3x", True),
        ("pwd=1234", True),
        ("口令另行通知", False),
        ("?pwd=1234", False),
    ],
)
def test_a_text_that_tells_a_passcode_is_noticed(text: str, is_told: bool) -> None:
    assert holds_passcode(text) == is_told


def test_a_provider_is_known_by_any_of_its_names() -> None:
    assert [names_provider(each) for each in ("腾讯会议", "VooV room", "Ｚｏｏｍ", "飞书", "our room")] == [
        True
    ] * 4 + [False]
