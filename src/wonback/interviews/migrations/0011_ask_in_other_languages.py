"""The five questions of the short form in the other languages that clients can read."""

from django.db import migrations

# key: German, French
QUESTIONS = {
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


def ship(apps, schema_editor):
    phrasings = apps.get_model("interviews", "Phrasing").objects
    for question in apps.get_model("interviews", "Question").objects.filter(key__in=QUESTIONS).exclude(in_writing=""):
        for language, text in zip(LANGUAGES, QUESTIONS[question.key], strict=True):
            phrasings.get_or_create(question=question, language=language, defaults={"text": text})


def unship(apps, schema_editor):
    apps.get_model("interviews", "Phrasing").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("interviews", "0010_answer_in_writing")]
    operations = [migrations.RunPython(ship, unship)]
