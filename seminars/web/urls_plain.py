"""What machines and operators read: one address for all languages."""

from __future__ import annotations

from django.urls import path

from seminars.web import health, outgoing, robots

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("favicon.ico", robots.favicon, name="favicon"),
    path("outgoing/", outgoing.outgoing, name="outgoing"),
    path("outgoing/<str:name>/", outgoing.mail, name="outgoing-mail"),
    path("outgoing/<str:name>/html", outgoing.html, name="outgoing-html"),
    path("outgoing/<str:name>/<int:part>", outgoing.attachment, name="outgoing-attachment"),
]
