"""What somebody at a client reads, in their language: gather it from the source, and compile the catalogues.

    .venv/bin/python bin/translations.py          # gather, keep what is translated, say what is not
    .venv/bin/python bin/translations.py compile  # write the .mo beside each .po

People who work here read English, so only the pages, letters and refusals that a stranger meets are gathered.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src/wonback"
LOCALES = SOURCE / "locale"
HEAD = (
    "# What a client reads, in their language: pages, letters, refusals. bin/translations.py gathers and compiles it."
)
DAY = datetime(2026, 11, 26, tzinfo=UTC)
# Without the dates that would change with every run.
ABOUT = {
    "project": "Wonback",
    "version": "2026",
    "creation_date": DAY,
    "revision_date": DAY,
    "last_translator": "Wonback",
}
FAMILY = '{% extends "post/stranger.html" %}'
# Others use the frame for one of us, in the language of the house.
ROOMS = ("interviews", "post")
# Parts that those pages are made of.
PARTS = (
    "post/templates/post/stranger.html",
    "web/templates/components/field.html",
    "winback/templates/winback/ledger.html",
    "winback/templates/winback/nudge.html",
)
MODULES = (
    "post/doors.py",
    "post/tongues.py",
    "post/extension_views.py",
    "post/templatetags/stranger.py",
    "interviews/inviting.py",
    "interviews/recap.py",
    "interviews/writing.py",
    "interviews/written_forms.py",
    "interviews/written_views.py",
    "interviews/booking_forms.py",
    "interviews/booking_views.py",
    "interviews/recap_views.py",
)
# Of these only what a stranger sets off; the rest of the file speaks to people here.
VERBS = {
    "post/models/extension.py": ("_letter", "allow", "decline", "forbid", "_answer"),
    "interviews/models/form.py": ("_keep", "must_be_open", "finish", "refuse"),
    "interviews/models/interview.py": ("advance", "_must_be_free"),
    "interviews/models/invitation.py": ("refuse",),
    "interviews/models/recap.py": ("draft", "answer", "forbid"),
    "interviews/live_forms.py": ("VerdictForm", "ForbidForm"),
    "winback/aftercare_forms.py": ("JudgeForm",),
    "winback/models/aftercare.py": ("ask", "_words", "judge", "Colour"),
    "winback/models/nudge.py": ("not_certain", "_answer"),
    "winback/models/change.py": ("_declare",),
}
# What a stranger's deed writes down for people here stays in the language of the house.
FOR_US = re.compile(r"^(Written |Confirmed under|Put right under|Said yes again|They would rather not$)")

Message = tuple[str | None, str | tuple[str, str]]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "gettext_noop"}


def texts(call: ast.Call) -> list[str]:
    return [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def message(call: ast.Call) -> Message | None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    said = texts(call)
    if name not in CALLS or not said:
        return None
    if name == "pgettext":
        return (said[0], said[1])
    return (None, (said[0], said[1])) if name == "ngettext" else (None, said[0])


def said_in(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (found := message(node)):
            yield found


def of_module(path: Path, names: tuple[str, ...] = ()) -> Iterator[Message]:
    tree = ast.parse(path.read_text())
    if not names:
        yield from said_in(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
            yield from said_in(node)


def of_template(path: Path) -> Iterator[Message]:
    """Django writes a template as calls of gettext; what is between them is filler."""
    python = templatize(path.read_text(), origin=str(path))
    for call in re.finditer(
        r"""\b(?:n?p?gettext|_)\s*\((?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+""", python
    ):
        tree = ast.parse(f"{call[0].rstrip().rstrip(',')})")
        yield from said_in(tree)


def templates() -> list[Path]:
    family = [
        path
        for room in ROOMS
        for path in sorted((SOURCE / room).rglob("*.html"))
        if path.read_text().startswith(FAMILY)
    ]
    return [*family, *(SOURCE / part for part in PARTS)]


def gathered() -> dict[Message, None]:
    """All that a stranger may read, each once, in the order in which it is found."""
    found: dict[Message, None] = {}
    for path in templates():
        found |= dict.fromkeys(of_template(path))
    for name in MODULES:
        found |= dict.fromkeys(of_module(SOURCE / name))
    for name, verbs in VERBS.items():
        found |= dict.fromkeys(of_module(SOURCE / name, verbs))
    return {one: None for one in found if not FOR_US.match(one[1] if isinstance(one[1], str) else one[1][0])}


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def po_of(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES/django.po"


def catalogue(language: str) -> Catalog:
    path = po_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def gather(language: str) -> list[Message]:
    """Bring one catalogue up to date; return what nobody has translated yet."""
    known, fresh = catalogue(language), Catalog(locale=language, header_comment=HEAD, fuzzy=False, **ABOUT)
    for context, said in gathered():
        before = known.get(said if isinstance(said, str) else said[0], context)
        fresh.add(said, before.string if before else None, context=context)
    written = BytesIO()
    write_po(written, fresh, width=0)
    po_of(language).write_bytes(written.getvalue())
    return [
        (one.context, one.id) for one in fresh if one.id and not all(one.string if one.pluralizable else [one.string])
    ]


def compile_to(language: str) -> Path:
    path = po_of(language).with_suffix(".mo")
    with path.open("wb") as file:
        write_mo(file, catalogue(language))
    return path


def main() -> None:
    for language in languages():
        if sys.argv[1:] == ["compile"]:
            print(compile_to(language))
            continue
        for context, said in gather(language):
            print(language, context or "", repr(said))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.path.insert(0, str(SOURCE.parents[1]))
    django.setup()
    main()
