"""The WSGI application that granian serves: calendars and kept pages at the gate, Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_django = get_wsgi_application()

from seminars.web.calendars import CalendarGate  # noqa: E402 -- Django: app registry
from seminars.web.keeping.gate import PageGate  # noqa: E402 -- Django: app registry

application = CalendarGate(PageGate(_django))
