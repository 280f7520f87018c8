"""What we could not do, as it is compared: for the conditions that were written down before."""

from django.db import migrations

from wonback.losses.models.condition import missing_key


def fold(apps, schema_editor):
    causes = apps.get_model("losses", "Cause").objects.using(schema_editor.connection.alias)
    for cause in causes.exclude(missing="").iterator(chunk_size=2_000):
        causes.filter(pk=cause.pk).update(missing_key=missing_key(cause.missing))


class Migration(migrations.Migration):
    dependencies = [("losses", "0010_find_who_waits_for_what_we_could_not_do")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
