"""The WSGI application that granian serves: calendars at the gate, Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_django = get_wsgi_application()

from seminars.web.calendars import CalendarGate  # noqa: E402 -- Django: app registry

application = CalendarGate(_django)
