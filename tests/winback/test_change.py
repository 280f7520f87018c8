"""What our company changes, and what that holds up."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, WordsMissing
from wonback.winback.models import Change, Outsider, Plan
from wonback.winback.models.change import EvidenceMissing, NotYourChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_change(vera, rosa, noon, today):
    """Owned by somebody outside sales."""
    return Change.name("Weigh every pallet", owner=vera, due_by=today, by=rosa, at=noon)


class TestName:
    def test_needs_words(self, rosa, noon):
        with pytest.raises(WordsMissing):
            Change.name(" ", owner=rosa, by=rosa, at=noon)

    @pytest.mark.parametrize("half", [{"name": "Tilda Brandt"}, {"email": "tilda@it.example"}])
    def test_of_an_outsider_needs_a_name_and_an_address(self, half, rosa, noon):
        with pytest.raises(WordsMissing, match="Give both the name and the e-mail"):
            Change.name("Single sign-on", owner=rosa, by=rosa, at=noon, outsider=Outsider(**half))

    def test_of_an_outsider_needs_an_address_that_is_one(self, rosa, noon):
        with pytest.raises(WordsMissing, match="Give an e-mail address"):
            Change.name("SSO", owner=rosa, by=rosa, at=noon, outsider=Outsider(name="Tilda", email="next door"))


class TestReopen:
    def test_keeps_what_was_said_before(self, open_change, vera, ines, noon):
        open_change.make("A scale at gate 4.", by=vera, at=noon)
        open_change.reopen("The scale is broken.", by=ines, at=noon + timedelta(days=3))

        kept = open_change.reopenings.get()
        assert (open_change.made_at, open_change.evidence) == (None, "")
        assert (kept.who_made, kept.evidence, kept.made_at) == ("Vera Castellanos", "A scale at gate 4.", noon)

    def test_is_told_to_every_client_who_waited(self, open_change, fabrikam_loss, rosa, vera, noon):
        Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon).require(open_change, by=rosa, at=noon)
        open_change.make("A scale at gate 4.", by=vera, at=noon)
        open_change.reopen("The scale is broken.", by=vera, at=noon)

        assert str(fabrikam_loss.client.timeline.order_by("-pk")[0]) == (
            "Vera Castellanos says that a change Fabrikam was told of is not made after all: Weigh every pallet."
        )

    def test_needs_a_reason_and_something_made(self, open_change, vera, noon):
        with pytest.raises(WordsMissing):
            open_change.reopen("", by=vera, at=noon)
        with pytest.raises(AlreadyDone):
            open_change.reopen("The scale is broken.", by=vera, at=noon)

    def test_is_the_word_of_who_answers_for_it_or_of_a_lead(self, open_change, vera, sam, noon):
        open_change.make("A scale at gate 4.", by=vera, at=noon)

        with pytest.raises(NotYourChange):
            open_change.reopen("The scale is broken.", by=sam, at=noon)


class TestMake:
    def test_tells_every_client_who_waited(self, open_change, fabrikam_loss, rosa, vera, noon):
        Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon).require(open_change, by=rosa, at=noon)
        open_change.make("A scale at gate 4.", by=vera, at=noon)

        last = str(fabrikam_loss.client.timeline.order_by("-pk")[0])
        assert last == "Vera Castellanos made a change Fabrikam was waiting for: Weigh every pallet."

    def test_needs_evidence(self, open_change, vera, noon):
        with pytest.raises(EvidenceMissing):
            open_change.make("", by=vera, at=noon)

    def test_happens_once(self, open_change, vera, noon):
        hers = Change.objects.get()
        open_change.make("A scale at gate 4.", by=vera, at=noon)

        with pytest.raises(AlreadyDone):
            hers.make("Done.", by=vera, at=noon)

    def test_is_the_word_of_who_answers_for_it_or_of_a_lead(self, open_change, sam, ines, noon):
        with pytest.raises(NotYourChange, match="Ask Vera Castellanos"):
            open_change.make("A scale at gate 4.", by=sam, at=noon)
        open_change.make("A scale at gate 4.", by=ines, at=noon)

        assert open_change.made_by == ines


class TestTheRegister:
    def test_stands_in_the_order_of_the_money_held_up(self, open_change, northwind_loss, fabrikam_loss, rosa, noon):
        dear = Change.name("A second carrier", owner=rosa, by=rosa, at=noon)
        idle = Change.name("New chairs", owner=rosa, by=rosa, at=noon)
        Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon).require(open_change, by=rosa, at=noon)
        Plan.start(northwind_loss, owner=rosa, by=rosa, at=noon).require(dear, by=rosa, at=noon)

        found = list(Change.objects.by_blocked_money())

        assert found == [dear, open_change, idle]
        assert [change.blocked for change in found] == [Decimal(48_000), Decimal(12_500), None]

    def test_never_adds_two_currencies(self, open_change, northwind_loss, fabrikam_loss, rosa, noon):
        for loss in (northwind_loss, fabrikam_loss):
            Plan.start(loss, owner=rosa, by=rosa, at=noon).require(open_change, by=rosa, at=noon)
        Loss.objects.filter(pk=fabrikam_loss.pk).update(currency="USD")

        rows = Change.objects.blocked_by_currency()

        assert [(row["currency"], row["amount"]) for row in rows] == [("EUR", 48_000), ("USD", 12_500)]
        assert Change.objects.by_blocked_money()[0].blocked == 48_000

    def test_holds_up_nothing_once_the_plan_is_resting(self, open_change, fabrikam_loss, rosa, noon, today):
        plan = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)
        plan.require(open_change, by=rosa, at=noon)
        plan.rest("Spring.", by=rosa, at=noon, until=today + timedelta(days=9))

        assert Change.objects.by_blocked_money()[0].waiting == 0

    def test_a_change_is_late_from_the_day_after(self, open_change, today):
        assert not open_change.is_late(as_of=today)
        assert open_change.is_late(as_of=today + timedelta(days=1))


class TestPages:
    @pytest.fixture
    def page(self, client, ines):
        client.force_login(ines)
        return client

    def test_a_change_says_whom_it_waits_for_and_what_it_holds_up(self, page, fabrikam_loss, rosa, noon):
        tilda = Outsider(name="Tilda Brandt", email="tilda@it.example")
        change = Change.name("Single sign-on", owner=rosa, by=rosa, at=noon, outsider=tilda)
        Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon).require(change, by=rosa, at=noon)
        shown = page.get(change.get_absolute_url()).content.decode()

        assert "Waiting for Tilda Brandt (Rosa Lindqvist keeps an eye on it)" in " ".join(shown.split())
        assert "Holds up 1 plan" in shown

    def test_a_file_proves_it_and_is_taken_along_as_a_file(self, page, open_change, settings, tmp_path):
        settings.STORAGES = settings.STORAGES | {
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": tmp_path},
            }
        }
        file = SimpleUploadedFile("scale.html", b"<script>alert(1)</script>")
        page.post(f"/changes/{open_change.pk}/make/", {"evidence": "A picture of the scale.", "file": file})
        answer = page.get(f"/changes/{open_change.pk}/evidence/")

        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"

    def test_it_opens_again(self, page, open_change, vera, noon):
        open_change.make("A scale at gate 4.", by=vera, at=noon)
        page.post(f"/changes/{open_change.pk}/reopen/", {"why": "The scale is broken."})

        assert (
            "Open again, says Ines Okafor: The scale is broken."
            in page.get(open_change.get_absolute_url()).content.decode()
        )
