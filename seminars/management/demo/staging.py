"""Puts the demo on the stage: two series around today, with a history that really happened in the outbox."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from seminars.announcements import outbox
from seminars.management.demo import said
from seminars.management.demo.said import DemoTalk
from seminars.models import (
    Abstract,
    Appearance,
    Event,
    Link,
    Meeting,
    Series,
    SkippedDate,
    Source,
    Speaker,
    Tag,
    Talk,
    Telling,
    Venue,
)
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from seminars.publishing.series import save_series
from seminars.subscriptions.subscribe import add_confirmed
from seminars.text.bilingual import Bilingual

BEIJING = ZoneInfo("Asia/Shanghai")


class Stage:
    """The demo as seen from one moment; every date is relative to it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = now.astimezone(BEIJING).date()
        self.tags = {
            slug: Tag.objects.create(slug=slug, name_zh=name.zh, name_en=name.en)
            for slug, name in said.TAGS.items()
        }

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A time of day in Beijing, so many days from today, in UTC."""
        day: date = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), tzinfo=BEIJING).astimezone(UTC)

    def event(
        self, series: Series, number: int, starts_at: datetime, talks: list[DemoTalk], **fields: object
    ) -> Event:
        """A draft with its talks."""
        event = Event.objects.create(
            series=series,
            number=number,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=series.minutes or 60),
            zone=series.zone,
            **fields,
        )
        for position, talk in enumerate(talks):
            self.talk(event, position, talk)
        return event

    def talk(self, event: Event, position: int, told: DemoTalk) -> None:
        talk = Talk.objects.create(
            event=event,
            position=position,
            language=told.language,
            why_zh=told.why.zh,
            why_en=told.why.en,
            joint_biography_zh=told.joint_biography.zh,
            joint_biography_en=told.joint_biography.en,
        )
        for language, (title, text) in told.abstracts.items():
            Abstract.objects.create(talk=talk, language=language, title=title, text=text)
        for order, (kind, url) in enumerate(told.links):
            Link.objects.create(talk=talk, kind=kind, url=url, position=order)
        for order, person in enumerate(told.speakers):
            speaker, _created = Speaker.objects.get_or_create(
                slug=person.slug,
                defaults={
                    "name_zh": person.name.zh,
                    "name_en": person.name.en,
                    "affiliation_zh": person.affiliation.zh,
                    "affiliation_en": person.affiliation.en,
                    "biography_zh": person.biography.zh,
                    "biography_en": person.biography.en,
                },
            )
            Appearance.objects.create(talk=talk, speaker=speaker, position=order, honorific=person.honorific)
        talk.tags.set([self.tags[slug] for slug in told.tags])

    def publish(self, event: Event, *, days_ago: int) -> datetime:
        """Publish `event` as if so many days ago; returns when."""
        at = self.now - timedelta(days=days_ago)
        publish(event, by=None, at=at)
        outbox.drain(clock=lambda: at)
        return at


def stage(now: datetime) -> None:
    """Fill an empty database with the demo. Mail goes out only where it is written to files."""
    scene = Stage(now)
    wenqu, lakes = _wenqu(scene.today), _lakes(scene.today)
    if settings.EMAIL_FILE_PATH:
        long_ago = now - timedelta(days=90)
        add_confirmed("lan@example.org", series=[wenqu], language="zh", zone="Asia/Shanghai", at=long_ago)
        add_confirmed(
            "sam@example.org", series=[wenqu, lakes], language="en", zone="America/New_York", at=long_ago
        )
        add_confirmed("ines@example.org", series=[lakes], language="en", zone="Europe/Lisbon", at=long_ago)
    _play_wenqu(scene, wenqu)
    _play_lakes(scene, lakes)
    outbox.drain(clock=lambda: now)


def _wenqu(today: date) -> Series:
    hall = Venue.objects.create(
        slug="gezhi-112",
        name_zh="格致堂112",
        name_en="Gezhi Hall 112",
        address_zh="云栖湾大学东区，格致堂一层",
        address_en="Gezhi Hall, ground floor, East Campus, Yunqi Bay University",
        access_zh="校外同学请在东门登记，进门左转。",
        access_en="Guests register at the East Gate; the room is to the left of the entrance.",
        aliases="格致堂 112",
        capacity=60,
        zone="Asia/Shanghai",
    )
    Venue.objects.create(
        slug="xinxi-202", name_zh="信息楼202", name_en="Information Building 202", zone="Asia/Shanghai"
    )
    series = Series(
        slug="wenqu",
        name_zh="云栖湾大学问渠班研讨会",
        name_en="Wenqu Class Seminar",
        short_zh="问渠班研讨会",
        short_en="Wenqu Seminar",
        about_zh="每周一个下午，两个报告，一桌零食。本科生组织，人人可来。",
        about_en="One afternoon a week: two talks and a table of snacks. Run by undergraduates, open to all.",
        motto_zh="为有源头活水来",
        motto_en="For fresh water keeps coming from the spring",
        contact="wenqu@example.org",
        audience_zh="欢迎全体同学参加",
        audience_en="Everybody is welcome",
        colour="steelblue",
        language="zh",
        usual_weekday=(today + timedelta(days=3)).weekday(),
        usual_start=time(14),
        minutes=120,
        venue=hall,
        meeting=Meeting.objects.create(provider="tencent", label="seminar", code="555010021"),
    )
    save_series(series, by=None, at=datetime.now(UTC))
    return series


def _lakes(today: date) -> Series:
    series = Series(
        slug="lakes",
        name_zh="湖畔理论研讨会",
        name_en="Theory by the Lakes",
        short_zh="湖畔理论",
        short_en="Lakes",
        about_zh="英文在线研讨会，北京时间晚上九点，波士顿的早晨。",
        about_en="An online seminar in English: evening in Beijing, morning in Boston.",
        contact="lakes@example.org",
        colour="seagreen",
        language="en",
        usual_weekday=(today + timedelta(days=5)).weekday(),
        usual_start=time(21),
        minutes=60,
        meeting=Meeting.objects.create(
            provider="zoom", code="95550100713", url="https://zoom.example.org/j/95550100713"
        ),
    )
    save_series(series, by=None, at=datetime.now(UTC))
    return series


def _play_wenqu(scene: Stage, series: Series) -> None:
    snacks = {
        "notes_zh": "报告前后有零食，欢迎自由交流。",
        "notes_en": "Snacks before and after; stay and talk.",
    }
    theme = Bilingual("报告内容与机器学习理论和模型架构相关。", "Learning theory and model architectures.")
    for number, days, talks in ((39, -11, [said.PAST_HEAT]), (40, -4, [said.CLOCKS])):
        scene.publish(scene.event(series, number, scene.at(days, 14), talks, **snacks), days_ago=7 - days)
    scene.publish(scene.event(series, 41, scene.at(0, 19), [said.HEAT], **snacks), days_ago=6)
    coming = scene.event(
        series,
        42,
        scene.at(3, 14),
        [said.SCALING, said.UNTITLED],
        intro_zh=theme.zh,
        intro_en=theme.en,
        **snacks,
    )
    scene.publish(coming, days_ago=4)
    moved = scene.event(series, 43, scene.at(10, 14), [said.JOINT], **snacks)
    off = scene.event(series, 44, scene.at(17, 14), [said.CAUSAL], **snacks)
    for event in (moved, off):
        scene.publish(event, days_ago=3)
    move(moved, starts_at=scene.at(11, 15, 30), by=None, at=scene.now - timedelta(days=1))
    cancel(off, reason="讲者出差", by=None, at=scene.now - timedelta(hours=5))
    SkippedDate.objects.create(
        series=series,
        on=scene.today + timedelta(days=24),
        reason_zh="校庆",
        reason_en="University anniversary",
    )
    draft = scene.event(series, 45, scene.at(31, 14), [said.WITHOUT_ABSTRACT], **snacks)
    draft.tell = Telling.ON_DAY
    draft.tell_on = scene.today + timedelta(days=24)
    draft.save()


def _play_lakes(scene: Stage, series: Series) -> None:
    online = {"venue_from": Source.NONE}
    scene.publish(scene.event(series, 11, scene.at(-9, 21), [said.COUNTING], **online), days_ago=16)
    scene.publish(scene.event(series, 12, scene.at(5, 21), [said.REFEREES], **online), days_ago=2)
