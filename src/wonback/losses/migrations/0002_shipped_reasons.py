"""The reason tree as it ships. On top the five classes of Stauss & Friege (1999); below them the details of the trade."""

from django.db import migrations

# key, name, side, can it change?, do we control it?   (None: it depends)
CLASSES = {
    ("pushed-away", "Unintentionally pushed away", "us", True, True): [
        ("service", "We failed: service", "us", True, True),
        ("quality", "We failed: quality", "us", True, True),
        ("delivery", "We failed: delivery", "us", True, True),
        ("people", "We failed: people", "us", True, True),
        ("product-gap", "Something was missing in our product", "us", True, True),
    ],
    ("released", "Intentionally pushed away", "us", False, True): [
        ("not-a-fit", "Not a fit for us", "us", False, True),
        ("did-not-pay", "Did not pay", "them", None, False),
    ],
    ("pulled-away", "Pulled away", "market", True, False): [
        ("competitor", "A competitor", "market", True, False),
        ("decision-maker", "The decision maker changed", "them", True, False),
        ("contact-left", "Our main contact left", "them", True, False),
    ],
    ("bought-away", "Bought away", "market", True, True): [
        ("price", "Price", "market", True, True),
        ("budget", "Budget", "them", True, False),
    ],
    ("moved-away", "Moved away", "them", False, False): [
        ("territory", "Moved out of our territory", "them", None, False),
        ("works-differently", "Changed how they work", "them", None, False),
        ("merged-or-closed", "Merged or closed", "them", False, False),
    ],
    ("not-decided", "Not decided", "them", True, False): [
        ("timing", "Timing: “next year”", "them", True, False),
        ("no-decision", "No decision", "them", True, False),
    ],
    ("not-asked", "Not asked yet", "", None, None): [],
    ("other", "Something else", "", None, None): [],
}
# What each class means, in plain words.
MEANINGS = {
    "pushed-away": "We fell short, and wanted to keep them.",
    "released": "We decided that we do not fit together.",
    "pulled-away": "Somebody else offers them more.",
    "bought-away": "Somebody else asks for less money.",
    "moved-away": "They no longer need what we sell, or are no longer where we sell it.",
    "not-decided": "A sale that nobody said yes or no to. No class of Stauss & Friege.",
    "not-asked": "Nobody neutral has asked them. It is honest, and the first thing to change.",
    "other": "None of the others says it.",
}


def ship(apps, schema_editor):
    reasons = apps.get_model("losses", "Reason").objects

    def keep(row, parent=None):
        key, name, side, can_change, we_control = row
        facts = {"name": name, "side": side, "can_change": can_change, "we_control": we_control, "parent": parent}
        facts["meaning"] = MEANINGS.get(key, "")
        return reasons.get_or_create(key=key, defaults=facts)[0]

    for top, details in CLASSES.items():
        parent = keep(top)
        for detail in details:
            keep(detail, parent)


def unship(apps, schema_editor):
    apps.get_model("losses", "Reason").objects.filter(losses=None, causes=None).delete()


class Migration(migrations.Migration):
    replaces = [
        ("losses", "0001_initial"),
        ("losses", "0002_ship_reasons"),
        ("losses", "0003_learn_from_attempts"),
        ("losses", "0004_interviews_move_out"),
        ("losses", "0005_say_what_a_reason_stands_on"),
        ("losses", "0006_say_what_a_class_means"),
        ("losses", "0007_a_condition_says_what_it_needs"),
        ("losses", "0008_remember_the_words_of_other_programs"),
        ("losses", "0009_say_whether_it_was_in_our_hands"),
        ("losses", "0010_find_who_waits_for_what_we_could_not_do"),
        ("losses", "0011_fold_what_we_could_not_do"),
    ]
    dependencies = [("losses", "0001_tables")]
    operations = [migrations.RunPython(ship, unship)]
