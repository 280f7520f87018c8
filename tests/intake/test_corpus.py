"""Every file of the corpus through the same steps as on the page, each in a transaction that is rolled back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from tests.intake.corpus.table import TABLE
from wonback.clients.models import Client, Contact, Contract, Deal, Purchase
from wonback.core.errors import Refusal
from wonback.intake.models import Batch
from wonback.losses.models import Loss

CORPUS = Path(__file__).parent / "corpus"
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
# How a record of each kind is found by what the table calls it.
BY = {"client": (Client, "name"), "contact": (Contact, "name"), "deal": (Deal, "external_id"), "contract": (Contract, "external_id"), "loss": (Loss, "client__name")}  # fmt: skip


def brought_in(names):
    """The batch, brought in, and what its rows were refused for."""
    files = [(name, (CORPUS / name).open("rb")) for name in names]
    batch = Batch.drop(files, by=None, at=AT)
    batch.examine(at=AT)
    batch.commit(by=None, at=AT)
    for _name, file in files:
        file.close()
    return batch


def differences(case):
    """What these files give otherwise than the table says."""
    batch = brought_in(case.files)
    sheets = list(batch.sheets.order_by("place"))
    new = {kind: found["new"] for kind, found in batch.totals().items() if found["new"]}
    refused = [row["reason"] for sheet in sheets for row in sheet.first_refused]
    notes = " ".join(note for sheet in sheets for note in sheet.notes)
    yield from told("presets", tuple(sheet.preset for sheet in sheets), case.presets)
    yield from told("new", new, case.new)
    if len(refused) != len(case.refused) or not all(
        words in reason for words, reason in zip(case.refused, refused, strict=True)
    ):
        yield f"refused: {refused} instead of {case.refused}"
    yield from (f"not told: {words} in {notes}" for words in case.told if words not in notes)
    for fact in case.facts:
        yield from wrong(fact)


def told(what, found, expected):
    if found != expected:
        yield f"{what}: {found} instead of {expected}"


def wrong(fact):
    model, name = BY.get(fact.model, (Purchase, "reference"))
    found = model.objects.filter(**{name: fact.which}).first() or model.objects.filter(client__name=fact.which).first()
    if found is None:
        yield f"there is no {fact.model} {fact.which}"
        return
    for name, expected in fact.values.items():
        yield from told(f"{fact.which}.{name}", str(value_of(found, name)), expected)


def value_of(record, name):
    """A value of a record, or of what hangs on it."""
    if name == "began":
        return record.spells.get().started_on
    if name == "reason":
        return record.reason.key
    if name == "competitor":
        return (record.loss if isinstance(record, Deal) else record).competitor
    if name == "more":
        # One of the two databases keeps no order.
        return dict(sorted(record.more.items()))
    if name == "custom":
        return record.more["Custom 298"]
    return record.causes.get().words if name == "words" else getattr(record, name)


def test_every_file_gives_what_the_table_says(db, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    found = []
    for case in TABLE:
        with transaction.atomic():
            found += [f"{' '.join(case.files)}: {difference}" for difference in differences(case)]
            transaction.set_rollback(True)

    assert "\n".join(found) == ""


def test_the_table_has_every_file():
    files = {path.name for path in CORPUS.iterdir() if path.suffix not in {".py", ""}}

    assert {name for case in TABLE for name in case.files} == files
    assert len(files) >= 60


def test_days_that_nothing_tells_apart_are_asked_about(brought, examined):
    with pytest.raises(Refusal) as refusal:
        examined(list_csv="Client,Date,Amount\nAcme,03/04/2025,5\n")

    assert str(refusal.value) == (
        "Say how to read “Date” in “list.csv”: 03/04/2025 is 3 April 2025 if the day comes first, and 4 March 2025 if the month does."
    )


def test_a_list_that_names_clients_again_and_again_is_no_list_of_clients(examined):
    rows = "".join(f"T-{n},A-{n % 3},high\n" for n in range(20))
    with pytest.raises(Refusal, match="Say what “list.csv” is: what “account_id” holds comes again and again"):
        examined(list_csv="ticket_id,account_id,priority\n" + rows)
