"""Where people post an event by hand, and what they have posted there: groups have no robots that we may use."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seminars.models.events import Event
from seminars.models.fields import LineField
from seminars.models.series import Series, SeriesLanguage


class Place(models.Model):
    """A group or an account in which the posts of a series are pasted, such as 21级群 or 公众号."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="places")
    name = LineField(_("group or account"), max_length=60, blank=False)
    language = models.CharField(
        _("language"), max_length=4, choices=SeriesLanguage, default=SeriesLanguage.ZH
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("place to post by hand")
        verbose_name_plural = _("places to post by hand")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "name"],
                name="place_has_its_own_name",
                violation_error_message=_("This series has a place of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Moment(models.TextChoices):
    """What a post is for, in the order in which an event lives through it."""

    PREVIEW = "preview", pgettext_lazy("moment", "preview")
    FULL = "full", pgettext_lazy("moment", "full text")
    REMINDER = "reminder", pgettext_lazy("moment", "reminder")
    CHANGE = "change", pgettext_lazy("moment", "change")
    CANCELLATION = "cancellation", pgettext_lazy("moment", "cancellation")
    REPLAY = "replay", pgettext_lazy("moment", "recording")


class Posting(models.Model):
    """Somebody's word that a post about `event`, as of revision `number`, stands in a place."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="postings")
    # A tick for a place that is no more tells nobody anything.
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="postings")
    moment = models.CharField(max_length=12, choices=Moment)
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "place", "moment", "number"], name="posting_is_ticked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event.reference} {self.moment} r{self.number} → {self.place}"
