"""The reason tree as it ships. On top the five classes of Stauss & Friege (1999); below them the details of the trade."""

from django.db import migrations

# key, name, side, can it change?, do we control it?   (None: it depends)
CLASSES = {
    ("pushed-away", "Pushed away without meaning to", "us", True, True): [
        ("service", "We failed: service", "us", True, True),
        ("quality", "We failed: quality", "us", True, True),
        ("delivery", "We failed: delivery", "us", True, True),
        ("people", "We failed: people", "us", True, True),
        ("product-gap", "Something was missing in our product", "us", True, True),
    ],
    ("released", "Released on purpose", "us", False, True): [
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


def ship(apps, schema_editor):
    reasons = apps.get_model("losses", "Reason").objects

    def keep(row, parent=None):
        key, name, side, can_change, we_control = row
        facts = {"name": name, "side": side, "can_change": can_change, "we_control": we_control, "parent": parent}
        return reasons.get_or_create(key=key, defaults=facts)[0]

    for top, details in CLASSES.items():
        parent = keep(top)
        for detail in details:
            keep(detail, parent)


def unship(apps, schema_editor):
    apps.get_model("losses", "Reason").objects.filter(losses=None, causes=None).delete()


class Migration(migrations.Migration):
    dependencies = [("losses", "0001_initial")]
    operations = [migrations.RunPython(ship, unship)]
