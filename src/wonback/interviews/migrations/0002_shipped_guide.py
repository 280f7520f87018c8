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
# The five of the short form in the other languages that clients can read. key: German, French
PHRASINGS = {
    "cause": (
        "Gab es einen bestimmten Anlass, uns zu verlassen?",
        "Y a-t-il une raison précise pour laquelle vous nous avez quittés ?",
    ),
    "expectation": (
        "Was haben Sie von uns erwartet und nicht bekommen?",
        "Qu’attendiez-vous de nous que vous n’avez pas reçu ?",
    ),
    "would-have-changed": (
        "Was hätte Sie umgestimmt?",
        "Qu’est-ce qui vous aurait fait changer d’avis ?",
    ),
    "consider": (
        "Wenn das in Ordnung gebracht wäre: Kämen wir für Sie wieder in Frage?",
        "Si cela était réglé, pourrions-nous de nouveau entrer en ligne de compte ?",
    ),
    "contact": (
        "Dürfen wir uns wieder bei Ihnen melden? Wenn ja: wann und wie?",
        "Pouvons-nous reprendre contact avec vous ? Si oui : quand et comment ?",
    ),
}
LANGUAGES = ("de", "fr")
STEP = 10


def ship(apps, schema_editor):
    questions = apps.get_model("interviews", "Question").objects
    for place, (key, text, hint, in_writing) in enumerate(QUESTIONS, 1):
        facts = {"text": text, "hint": hint, "in_writing": in_writing, "position": place * STEP}
        questions.get_or_create(key=key, defaults=facts)
    phrase(apps)


def phrase(apps):
    phrasings = apps.get_model("interviews", "Phrasing").objects
    for question in apps.get_model("interviews", "Question").objects.filter(key__in=PHRASINGS).exclude(in_writing=""):
        for language, text in zip(LANGUAGES, PHRASINGS[question.key], strict=True):
            phrasings.get_or_create(question=question, language=language, defaults={"text": text})


def unship(apps, schema_editor):
    apps.get_model("interviews", "Phrasing").objects.all().delete()
    apps.get_model("interviews", "Question").objects.filter(answers=None).delete()


class Migration(migrations.Migration):
    replaces = [
        ("interviews", "0001_take_over_the_interview"),
        ("interviews", "0002_listen_in_stages"),
        ("interviews", "0003_old_interviews_were_held"),
        ("interviews", "0004_ship_the_guide"),
        ("interviews", "0005_say_why_somebody_is_proposed"),
        ("interviews", "0006_keep_what_keys_catch"),
        ("interviews", "0007_hand_over_warmly"),
        ("interviews", "0008_keep_the_question_as_asked"),
        ("interviews", "0009_keep_a_note_for_the_debrief"),
        ("interviews", "0010_answer_in_writing"),
        ("interviews", "0011_ask_in_other_languages"),
    ]
    dependencies = [("interviews", "0001_tables")]
    operations = [migrations.RunPython(ship, unship)]
