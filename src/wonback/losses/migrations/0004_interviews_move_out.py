"""The interview moves to an app of its own. Its table keeps every row and gets a new name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("losses", "0003_learn_from_attempts")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("Interview", "interviews_interview")],
            state_operations=[migrations.DeleteModel("Interview")],
        ),
    ]
