"""The Celery application: a doorbell for the outbox, and beat, which rings it when bells get lost."""

import os

from celery import Celery

from config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

broker.install()
app = Celery("seminars")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
