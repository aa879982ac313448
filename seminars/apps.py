"""What Django installs: the service, and the desk in the place of its stock admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class SeminarsConfig(AppConfig):
    """The service. At start-up it hangs Celery's bell on the outbox."""

    name = "seminars"
    verbose_name = _("Seminars")

    def ready(self) -> None:
        from seminars import checks, tasks  # noqa: F401, PLC0415 -- Django: app registry
        from seminars.announcements import bell  # noqa: PLC0415 -- Django: app registry

        bell.hang(tasks.ring)


class DeskConfig(AdminConfig):
    """Django's admin with our own site: the organizers' desk."""

    default_site = "seminars.admin.site.Desk"
