"""Table of contents; Django finds the models here."""

from seminars.models.announcements import (
    Announcement,
    AnnouncementKind,
    Audience,
    Delivery,
    DeliveryState,
    Slot,
    Told,
)
from seminars.models.channels import Channel, ChannelKind
from seminars.models.events import Event, EventState, FormerPath, Source, Telling
from seminars.models.languages import TextLanguage
from seminars.models.mailing import Bounce, MailDomain, Suppression, SuppressionReason
from seminars.models.people import Speaker
from seminars.models.pictures import Picture
from seminars.models.places import Meeting, MeetingVisibility, Provider, Venue
from seminars.models.posters import Poster
from seminars.models.postings import Moment, Place, Posting
from seminars.models.publications import (
    CalendarChunk,
    CalendarComponent,
    CalendarFile,
    Counter,
    Publication,
    PublicationPicture,
    PublicationSpeaker,
    PublicationState,
    PublicationTag,
    PublicationVenue,
    Pulse,
)
from seminars.models.reservations import MeetingAccount, Reservation, ReservationState
from seminars.models.revisions import Revision
from seminars.models.series import FormerSlug, Series, SeriesLanguage, SeriesVisibility, SkippedDate
from seminars.models.subscriptions import (
    CalendarByMail,
    ClockNotice,
    FeedToken,
    Rhythm,
    Subscriber,
    Subscription,
    SubscriptionRequest,
)
from seminars.models.talks import (
    Abstract,
    Appearance,
    Link,
    LinkKind,
    SpokenLanguage,
    Tag,
    Talk,
    TalkState,
    TextSource,
)
from seminars.models.wordings import Wording, WordingKind

__all__ = [
    "Abstract",
    "Announcement",
    "AnnouncementKind",
    "Appearance",
    "Audience",
    "Bounce",
    "CalendarByMail",
    "CalendarChunk",
    "CalendarComponent",
    "CalendarFile",
    "Channel",
    "ChannelKind",
    "ClockNotice",
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
    "MailDomain",
    "Meeting",
    "MeetingAccount",
    "MeetingVisibility",
    "Moment",
    "Picture",
    "Place",
    "Poster",
    "Posting",
    "Provider",
    "Publication",
    "PublicationPicture",
    "PublicationSpeaker",
    "PublicationState",
    "PublicationTag",
    "PublicationVenue",
    "Pulse",
    "Reservation",
    "ReservationState",
    "Revision",
    "Rhythm",
    "Series",
    "SeriesLanguage",
    "SeriesVisibility",
    "SkippedDate",
    "Slot",
    "Source",
    "Speaker",
    "SpokenLanguage",
    "Subscriber",
    "Subscription",
    "SubscriptionRequest",
    "Suppression",
    "SuppressionReason",
    "Tag",
    "Talk",
    "TalkState",
    "Telling",
    "TextLanguage",
    "TextSource",
    "Told",
    "Venue",
    "Wording",
    "WordingKind",
]
