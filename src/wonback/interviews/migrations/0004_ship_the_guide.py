"""The guide as it ships: what experienced people ask whom they lost, in the order in which it is easiest to answer."""

from django.db import migrations

# key, as it is asked, what helps the one who asks, as the short form asks it (empty: it leaves it out)
QUESTIONS = [
    (
        "cause",
        "Was there something specific that made you leave?",
        "Listen. Let the silence work; the second answer is often the true one.",
        "Was there something specific that made you leave us?",
    ),
    (
        "expectation",
        "Which expectation of yours did we not meet?",
        "Listen; apologise if it is warranted; do not explain.",
        "What did you expect of us that you did not get?",
    ),
    (
        "decided",
        "Who decided, and who was asked before?",
        "Roles are enough. Nobody has to name a colleague.",
        "",
    ),
    (
        "first-thought",
        "When did you first think of leaving?",
        "Ask what happened that week. Do not defend it.",
        "",
    ),
    (
        "would-have-changed",
        "What would have changed your mind?",
        "Write it down as they say it. Promise nothing on this call.",
        "What would have changed your mind?",
    ),
    (
        "person",
        "Would a different person looking after you have made a difference?",
        "Ask it plainly, and thank them for a plain answer. It goes to the lead alone.",
        "",
    ),
    (
        "where-now",
        "Where did you go, and how is it there?",
        "Be glad for them if it is going well. Do not compare.",
        "",
    ),
    (
        "new-pains",
        "What is hard for you today that was not a year ago?",
        "Listen for a new pain. It is theirs; offer no cure yet.",
        "",
    ),
    (
        "consider",
        "If that were put right, would you consider us again?",
        "“No” is a good answer too. Do not ask twice.",
        "If that were put right, would you consider us again?",
    ),
    (
        "contact",
        "May we contact you again; when, and how?",
        "Repeat their words back to them, and note them exactly.",
        "May we contact you again? If so: when, and how?",
    ),
]
STEP = 10


def ship(apps, schema_editor):
    questions = apps.get_model("interviews", "Question").objects
    for place, (key, text, hint, in_writing) in enumerate(QUESTIONS, 1):
        facts = {"text": text, "hint": hint, "in_writing": in_writing, "position": place * STEP}
        questions.get_or_create(key=key, defaults=facts)


def unship(apps, schema_editor):
    apps.get_model("interviews", "Question").objects.filter(answers=None).delete()


class Migration(migrations.Migration):
    dependencies = [("interviews", "0003_old_interviews_were_held")]
    operations = [migrations.RunPython(ship, unship)]
