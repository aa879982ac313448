"""What people read: Chinese without prefix, English under /en/."""

from __future__ import annotations

from django.urls import path, re_path

from seminars.web import (
    archive,
    events,
    following,
    home,
    joining,
    listings,
    mends,
    own_data,
    posters,
    preferences,
    search,
    series,
    subscriptions,
)
from seminars.web.embedding import views as embedding

urlpatterns = [
    path("", home.home, name="home"),
    path("archive/", archive.archive, name="archive"),
    path("search/", search.search, name="search"),
    path("calendar/", following.calendar, name="calendar"),
    path("embed/", embedding.builder, name="embed"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/<slug:token>/", subscriptions.confirm, name="subscription-confirm"),
    path("subscriptions/<slug:token>/", preferences.preferences, name="subscription"),
    path("subscriptions/<slug:token>/data/", own_data.data, name="subscription-data"),
    path("unsubscribe/<slug:token>/", subscriptions.unsubscribe, name="unsubscribe"),
    path("speakers/<slug:slug>/", listings.speaker, name="speaker"),
    path("tags/<slug:slug>/", listings.tag, name="tag"),
    path("venues/<slug:slug>/", listings.venue, name="venue"),
    path("<slug:slug>/", series.series, name="series"),
    path("<slug:slug>/next/", series.next_event, name="next"),
    path("<slug:slug>/<slug:path>/", events.event, name="event"),
    path("<slug:slug>/<slug:path>/poster.png", posters.tall, name="event-poster"),
    path("<slug:slug>/<slug:path>/poster-wide.png", posters.wide, name="event-poster-wide"),
    path("<slug:slug>/<slug:path>/time/", events.time, name="event-time"),
    path("<slug:slug>/<slug:path>/join/", joining.join, name="event-join"),
    re_path(mends.TRAILING, mends.mended, name="mended"),
]
