"""Interviews written down before there were stages had been held, or declined."""

from django.db import migrations
from django.db.models import Case, Value, When


def tell_stage(apps, schema_editor):
    held = Case(When(declined=True, then=Value("declined")), default=Value("held"))
    apps.get_model("interviews", "Interview").objects.exclude(asked_at=None).update(stage=held)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_listen_in_stages")]
    operations = [migrations.RunPython(tell_stage, migrations.RunPython.noop)]
