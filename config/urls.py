"""Every address of the service. Chinese has no prefix, English lies under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("seminars.web.urls_plain")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        # Last, because a series answers to any first word that is not ours.
        path("", include("seminars.web.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "seminars.web.errors.bad_request"
handler403 = "seminars.web.errors.forbidden"
handler404 = "seminars.web.errors.not_found"
handler500 = "seminars.web.errors.server_error"
