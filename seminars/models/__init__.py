"""Table of contents; Django finds the models here."""

from seminars.models.announcements import (
    Announcement,
    AnnouncementKind,
    Audience,
    Delivery,
    DeliveryState,
    Told,
)
from seminars.models.channels import Channel, ChannelKind
from seminars.models.events import Event, EventState, FormerPath, Source, Telling
from seminars.models.people import Speaker
from seminars.models.places import Meeting, MeetingVisibility, Provider, Venue
from seminars.models.postings import Moment, Place, Posting
from seminars.models.publications import (
    CalendarChunk,
    CalendarComponent,
    CalendarFile,
    Counter,
    Publication,
    PublicationSpeaker,
    PublicationState,
    PublicationTag,
    PublicationVenue,
    Pulse,
)
from seminars.models.revisions import Revision
from seminars.models.series import FormerSlug, Series, SeriesLanguage, SeriesVisibility, SkippedDate
from seminars.models.subscriptions import CalendarByMail, FeedToken, Subscriber, Subscription
from seminars.models.talks import (
    Abstract,
    Appearance,
    Link,
    LinkKind,
    SpokenLanguage,
    Tag,
    Talk,
    TalkState,
    TextLanguage,
    TextSource,
)

__all__ = [
    "Abstract",
    "Announcement",
    "AnnouncementKind",
    "Appearance",
    "Audience",
    "CalendarByMail",
    "CalendarChunk",
    "CalendarComponent",
    "CalendarFile",
    "Channel",
    "ChannelKind",
    "Counter",
    "Delivery",
    "DeliveryState",
    "Event",
    "EventState",
    "FeedToken",
    "FormerPath",
    "FormerSlug",
    "Link",
    "LinkKind",
    "Meeting",
    "MeetingVisibility",
    "Moment",
    "Place",
    "Posting",
    "Provider",
    "Publication",
    "PublicationSpeaker",
    "PublicationState",
    "PublicationTag",
    "PublicationVenue",
    "Pulse",
    "Revision",
    "Series",
    "SeriesLanguage",
    "SeriesVisibility",
    "SkippedDate",
    "Source",
    "Speaker",
    "SpokenLanguage",
    "Subscriber",
    "Subscription",
    "Tag",
    "Talk",
    "TalkState",
    "Telling",
    "TextLanguage",
    "TextSource",
    "Told",
    "Venue",
]
