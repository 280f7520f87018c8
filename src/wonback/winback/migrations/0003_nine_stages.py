"""Tell apart what “getting ready” meant: to listen, truth known, fixing and ready. What was let go says so itself."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q, Subquery

BEFORE = {"listening": "preparing", "known": "preparing", "fixing": "preparing", "ready": "preparing", "rung": "asking"}
STAGES = [
    ("listening", "To listen"),
    ("known", "Truth known"),
    ("fixing", "Fixing"),
    ("ready", "Ready"),
    ("asking", "Asking"),
    ("rung", "On a rung"),
    ("recovered", "Won back"),
    ("resting", "Resting"),
    ("let_go", "Let go"),
]


def tell_apart(apps, schema_editor):
    """By the same rule as `stages.place`, as far as tables show it; the night sees the rest."""
    Plan = apps.get_model("winback", "Plan")
    Plan.objects.filter(loss__let_go_at__isnull=False).exclude(stage="recovered").update(
        stage="let_go", next_look_on=None
    )
    preparing = Plan.objects.filter(stage="preparing")
    Plan.objects.filter(pk__in=open_gates(apps, preparing).values("pk")).update(stage="ready")
    asked = Q(loss__interview__asked_at__isnull=False)
    settled = Q(Exists(changes_of(apps))) | ~Q(no_change_why="") | Q(loss__reason__we_control=False)
    fixing, known = preparing.filter(asked & settled), preparing.filter(asked)
    Plan.objects.filter(pk__in=fixing.values("pk")).update(stage="fixing")
    Plan.objects.filter(pk__in=known.values("pk")).update(stage="known")
    preparing.update(stage="listening")


def changes_of(apps):
    return apps.get_model("winback", "Plan").changes.through.objects.filter(plan=OuterRef("pk"))


def open_gates(apps, preparing):
    """Plans with nothing left undone."""
    signatures = apps.get_model("winback", "Readiness").objects.filter(plan=OuterRef("pk")).order_by("-at", "-pk")
    newest = {
        side: Subquery(signatures.filter(side=side).values("answer")[:1]) for side in ("delivery", "lead")
    }
    refused = apps.get_model("clients", "Permission").objects.filter(
        client=OuterRef("loss__client"), answer="refused"
    )
    settled = Q(Exists(changes_of(apps))) | ~Q(no_change_why="") | Q(loss__reason__we_control=False)
    written = Q(pitch__isnull=False)
    for part in ("failure", "change", "proof", "why_now"):
        written &= ~Q(**{f"pitch__{part}": ""})
    signed = preparing.annotate(**{f"newest_{side}": answer for side, answer in newest.items()})
    return signed.filter(
        settled & written,
        ~Exists(changes_of(apps).filter(change__made_at=None)),
        ~Exists(refused),
        newest_delivery="ready",
        newest_lead="ready",
        loss__interview__asked_at__isnull=False,
    ).exclude(loss__ownership="")


def forget(apps, schema_editor):
    """Back to four stages. What was let go is getting ready, as it was said before, and waits in its loss."""
    Plan = apps.get_model("winback", "Plan")
    for stage, before in (BEFORE | {"let_go": "preparing"}).items():
        Plan.objects.filter(stage=stage).update(stage=before)


class Migration(migrations.Migration):

    dependencies = [
        ("clients", "0001_initial"),
        ("interviews", "0003_old_interviews_were_held"),
        ("losses", "0005_say_what_a_reason_stands_on"),
        ("winback", "0002_campaigns"),
    ]

    operations = [
        migrations.AlterField("plan", "stage", models.CharField(choices=STAGES, default="listening", max_length=9)),
        migrations.RunPython(tell_apart, forget),
    ]
