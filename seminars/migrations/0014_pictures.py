import django.db.models.deletion
import seminars.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0013_robots_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("media_type", models.CharField(max_length=20)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("body", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
            },
        ),
        migrations.AddField(
            model_name="series",
            name="acknowledgements_en",
            field=seminars.models.fields.ProseField(blank=True, verbose_name="acknowledgements in English"),
        ),
        migrations.AddField(
            model_name="series",
            name="acknowledgements_zh",
            field=seminars.models.fields.ProseField(blank=True, verbose_name="acknowledgements in Chinese"),
        ),
        migrations.AddField(
            model_name="series",
            name="licence",
            field=seminars.models.fields.LineField(
                blank=True,
                help_text="Such as CC BY 4.0; empty: nothing is said.",
                max_length=60,
                verbose_name="licence of the texts",
            ),
        ),
        migrations.AddField(
            model_name="series",
            name="logo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="seminars.picture",
                verbose_name="logo",
            ),
        ),
        migrations.AddField(
            model_name="speaker",
            name="photo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="seminars.picture",
                verbose_name="photograph",
            ),
        ),
    ]
