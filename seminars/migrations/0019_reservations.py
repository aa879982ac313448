import django.db.models.deletion
import seminars.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0018_search_by_facets"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_on",
                    models.BooleanField(
                        default=False,
                        verbose_name="reserve a meeting whenever an event is published that names none",
                    ),
                ),
                (
                    "app_id",
                    seminars.models.fields.LineField(
                        blank=True, max_length=64, verbose_name="application (AppId)"
                    ),
                ),
                (
                    "sdk_id",
                    seminars.models.fields.LineField(
                        blank=True, max_length=64, verbose_name="SdkId, if there is one"
                    ),
                ),
                (
                    "secret_id",
                    seminars.models.fields.LineField(blank=True, max_length=128, verbose_name="SecretId"),
                ),
                ("secret_key", seminars.models.fields.SealedField(blank=True, verbose_name="SecretKey")),
                (
                    "user_id",
                    seminars.models.fields.LineField(
                        blank=True,
                        help_text="The userid in Tencent Meeting who hosts what is reserved.",
                        max_length=64,
                        verbose_name="user",
                    ),
                ),
                (
                    "series",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meeting_account",
                        to="seminars.series",
                    ),
                ),
            ],
            options={
                "verbose_name": "Tencent Meeting account",
                "verbose_name_plural": "Tencent Meeting accounts",
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("held", "reserved"),
                            ("refused", "refused"),
                            ("released", "released"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=40)),
                ("code", models.CharField(blank=True, max_length=15)),
                ("subject", seminars.models.fields.LineField(blank=True, max_length=300)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("fault", seminars.models.fields.LineField(blank=True, max_length=40)),
                ("fault_words", seminars.models.fields.LineField(blank=True, max_length=300)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="seminars.meetingaccount",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reservation",
                        to="seminars.event",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reservation",
                        to="seminars.meeting",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="reservation_by_due_time",
                    )
                ],
            },
        ),
    ]
