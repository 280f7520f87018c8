"""What somebody has seen is told by a mark of the text itself, so no row counts its versions any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("winback", "0012_people_move")]

    operations = [
        migrations.RemoveField(model_name="plan", name="goal_version"),
        migrations.RemoveField(model_name="pitch", name="version"),
    ]
