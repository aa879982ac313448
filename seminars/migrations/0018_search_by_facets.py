import seminars.models.fields
from django.db import migrations, models
from django.db.models import Q

from seminars.programme.snapshots import from_json
from seminars.search.index import index


def index_anew(apps, schema_editor):
    Publication = apps.get_model("seminars", "Publication")
    standing = Publication.objects.exclude(state="withdrawn").only("pk", "snapshot").order_by("pk")
    after = 0
    while rows := list(standing.filter(pk__gt=after)[:200]):
        for row in rows:
            entry = index(from_json(row.snapshot))
            row.search_names, row.search_text, row.search_facets = entry
        Publication.objects.bulk_update(rows, ["search_names", "search_text", "search_facets"], batch_size=100)
        after = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0015_posters"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="search_names",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="publication",
            name="search_facets",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=Q(("state", "withdrawn"), _negated=True),
                fields=["ends_at"],
                name="publication_by_end",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["series", "ends_at"], name="publication_of_series_by_end"),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="query",
            field=seminars.models.fields.LineField(blank=True, max_length=700, verbose_name="search"),
        ),
        migrations.RunPython(index_anew, migrations.RunPython.noop, elidable=True),
    ]
