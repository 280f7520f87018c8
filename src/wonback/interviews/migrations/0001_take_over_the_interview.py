"""The interview as the losses app left it; its table is there already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("losses", "0004_interviews_move_out"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Interview",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("asked_at", models.DateTimeField()),
                        ("declined", models.BooleanField(default=False)),
                        ("said", models.TextField(blank=True, default="")),
                        (
                            "interviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interviews",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "loss",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="interview", to="losses.loss"
                            ),
                        ),
                    ],
                ),
            ],
        ),
    ]
