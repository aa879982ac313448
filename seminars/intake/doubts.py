"""Doubts of the reader as sentences, with the readings it wavers between."""

from __future__ import annotations

from collections.abc import Iterable

from seminars.intake.reading import Doubt
from seminars.text.bilingual import Bilingual

_SENTENCES = {
    "weekday_mismatch": Bilingual("日期和星期不一致", "date and weekday disagree"),
    "date_conflict": Bilingual("文中有两个不同的日期", "the text gives two different dates"),
    "time_conflict": Bilingual("文中有两个不同的时间", "the text gives two different times"),
    "place_conflict": Bilingual("文中有两个不同的地点", "the text gives two different places"),
    "meeting_conflict": Bilingual("文中有两个不同的会议号", "the text gives two different meeting numbers"),
    "ambiguous_date": Bilingual("日期有歧义", "the date can be read in two ways"),
    "ambiguous_hour": Bilingual(
        "时刻有歧义（上午还是下午）", "the hour can be read in two ways (morning or afternoon)"
    ),
    "impossible_time": Bilingual(
        "当地没有这个时刻（夏令时调整）", "this time does not exist there (clock change)"
    ),
    "end_before_start": Bilingual("结束早于开始", "the end is before the start"),
    "missing_start": Bilingual("没有读到开始时间", "no start was found"),
    "missing_place": Bilingual("没有读到地点或线上会议", "no room and no online meeting was found"),
    "missing_end": Bilingual("没有读到结束时间", "no end was found"),
    "missing_talk_title": Bilingual("有报告没有题目", "a talk has no title"),
    "missing_meeting_id": Bilingual("没有会议号", "the online meeting has no number"),
    "missing_abstract": Bilingual("有报告没有摘要", "a talk has no abstract"),
    "missing_speaker": Bilingual("有报告没有讲者", "a talk has no speaker"),
    "guessed_title": Bilingual("题目是推测的", "a title was guessed"),
    "meeting_provider_guessed": Bilingual("会议软件是推测的", "the meeting provider was guessed"),
    "title_tba": Bilingual("题目待定", "a title is still to be announced"),
    "timezone_from_context": Bilingual("时区是按上下文推定的", "the time zone was inferred"),
}


def doubt_words(doubt: Doubt, language: str) -> str:
    """One doubt in words, with its candidate readings: `date and weekday disagree: 2026-12-11, "
    "2026-12-10`."""
    said = _SENTENCES.get(doubt.code, Bilingual(doubt.code, doubt.code.replace("_", " "))).best(language)
    if not doubt.candidates:
        return said
    return (
        f"{said}：{'、'.join(doubt.candidates)}"
        if language == "zh"
        else f"{said}: {', '.join(doubt.candidates)}"
    )


def doubts_words(doubts: Iterable[Doubt], language: str) -> str:
    """Several doubts in one line."""
    return ("；" if language == "zh" else "; ").join(doubt_words(doubt, language) for doubt in doubts)
