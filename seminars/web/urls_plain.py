"""What machines and operators read: one address for all languages."""

from __future__ import annotations

from django.urls import path, re_path

from seminars.web import feeds, health, outgoing, pictures, robots, sitemap
from seminars.web.embedding import views as embedding

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap-part"),
    path("favicon.ico", robots.favicon, name="favicon"),
    path("feeds/all.atom", feeds.everything, name="atom-all"),
    path("feeds/search.atom", feeds.search, name="atom-search"),
    path("feeds/<slug:slug>.atom", feeds.series, name="atom-series"),
    path("feeds/speakers/<slug:slug>.atom", feeds.speaker, name="atom-speaker"),
    path("feeds/tags/<slug:slug>.atom", feeds.tag, name="atom-tag"),
    path("feeds/venues/<slug:slug>.atom", feeds.venue, name="atom-venue"),
    re_path(r"^media/(?P<digest>[0-9a-f]{64})\.(?P<kind>jpg|png)$", pictures.picture, name="picture"),
    path("embed/list/", embedding.listed, name="embed-list"),
    path("embed/rows/", embedding.rows, name="embed-rows"),
    path("embed/seminars.js", embedding.script, name="embed-script"),
    path("outgoing/", outgoing.outgoing, name="outgoing"),
    path("outgoing/<str:name>/", outgoing.mail, name="outgoing-mail"),
    path("outgoing/<str:name>/html", outgoing.html, name="outgoing-html"),
    path("outgoing/<str:name>/<int:part>", outgoing.attachment, name="outgoing-attachment"),
]
