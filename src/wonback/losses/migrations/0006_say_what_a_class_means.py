"""The five classes in the words of Stauss & Friege (1999), each with what it means in plain ones. Names that people changed stay."""

from django.db import migrations, models

# key: the name as shipped before, the name from now on, what it means
CLASSES = {
    "pushed-away": (
        "Pushed away without meaning to",
        "Unintentionally pushed away",
        "We fell short, and wanted to keep them.",
    ),
    "released": ("Released on purpose", "Intentionally pushed away", "We decided that we do not fit together."),
    "pulled-away": ("Pulled away", "Pulled away", "Somebody else offers them more."),
    "bought-away": ("Bought away", "Bought away", "Somebody else asks for less money."),
    "moved-away": ("Moved away", "Moved away", "They no longer need what we sell, or are no longer where we sell it."),
    "not-decided": ("Not decided", "Not decided", "A sale that nobody said yes or no to. No class of Stauss & Friege."),
    "not-asked": ("Not asked yet", "Not asked yet", "Nobody neutral has asked them. It is honest, and the first thing to change."),
    "other": ("Something else", "Something else", "None of the others says it."),
}


def name(apps, schema_editor):
    reasons = apps.get_model("losses", "Reason").objects
    for key, (before, after, meaning) in CLASSES.items():
        reasons.filter(key=key).update(meaning=meaning)
        reasons.filter(key=key, name=before).update(name=after)


def unname(apps, schema_editor):
    reasons = apps.get_model("losses", "Reason").objects
    for key, (before, after, _meaning) in CLASSES.items():
        reasons.filter(key=key, name=after).update(name=before)


class Migration(migrations.Migration):
    dependencies = [("losses", "0005_say_what_a_reason_stands_on")]
    operations = [
        migrations.AddField("reason", "meaning", models.CharField(blank=True, default="", max_length=200)),
        migrations.RunPython(name, unname),
    ]
