"""Reasons in three voices, and what a confirmed one stands on."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from wonback.losses.confidence import may_read
from wonback.losses.models import Cause, Grounds, Reason
from wonback.losses.models.condition import ConditionIncomplete
from wonback.losses.shares import shares
from wonback.web.numerals import THIN

pytestmark = pytest.mark.django_db


@pytest.fixture
def price():
    return Reason.objects.get(key="price")


@pytest.fixture
def confirm(fabrikam_loss, price, vera, noon):
    """Confirms that it was the price, on some grounds."""

    def confirm(**grounds):
        return fabrikam_loss.hear(price, voice="confirmed", by=vera, at=noon, grounds=Grounds(**grounds))

    return confirm


class TestACondition:
    def test_is_told_as_a_sentence(self, confirm, rosa, fabrikam):
        dana = fabrikam.contacts.get()
        told = [
            confirm(condition="price", above=Decimal(8000), currency="EUR").holds,
            confirm(condition="capability", missing="Single sign-on.").holds,
            confirm(condition="colleague", colleague=rosa).holds,
            confirm(condition="decider", decider=dana).holds,
            confirm(condition="contract", until=date(2027, 3, 1)).holds,
            confirm(condition="territory").holds,
            confirm(condition="not before", until=date(2027, 3, 1)).holds,
            confirm().holds,
        ]
        assert told == [
            f"Until our price is 8{THIN}000 EUR or less.",
            "Until we can do this: Single sign-on.",
            "As long as Rosa Lindqvist works with them.",
            "As long as Dana of Fabrikam decides there.",
            "They are bound to the competitor until March 1, 2027.",
            "As long as they are outside our territory.",
            "They do not want to talk before March 1, 2027.",
            "",
        ]

    def test_keeps_only_what_it_needs(self, confirm, today):
        cause = confirm(condition="capability", missing="Single sign-on", above=Decimal(8000), until=today)

        assert (cause.missing, cause.above, cause.until) == ("Single sign-on", None, None)

    @pytest.mark.parametrize(
        ("condition", "missing"),
        [
            ("price", "above which price"),
            ("capability", "what we cannot do"),
            ("colleague", "person of ours"),
            ("decider", "person of theirs"),
            ("contract", "until which day"),
            ("not before", "until which day"),
        ],
    )
    def test_is_refused_unless_it_says_when_it_would_be_untrue(self, confirm, condition, missing):
        with pytest.raises(ConditionIncomplete, match=missing):
            confirm(condition=condition)
        assert not Cause.objects.filter(voice="confirmed").exists()

    def test_belongs_to_a_confirmed_reason(self, fabrikam_loss, price, vera, noon):
        with pytest.raises(ConditionIncomplete, match="Confirm the reason first"):
            fabrikam_loss.hear(price, voice="client", by=vera, at=noon, grounds=Grounds(condition="territory"))

    @pytest.mark.parametrize("facts", [{"voice": "rep", "condition": "territory"}, {"condition": "price"}])
    def test_is_kept_whole_by_the_database(self, confirm, facts):
        cause = confirm()

        with pytest.raises(IntegrityError), transaction.atomic():
            Cause.objects.filter(pk=cause.pk).update(**facts)

    def test_stays_when_the_person_has_left_the_file(self, confirm, fabrikam):
        cause = confirm(condition="decider", decider=fabrikam.contacts.get())
        fabrikam.contacts.get().delete()
        cause.refresh_from_db()

        assert "no longer on file" in cause.holds

    def test_stays_when_the_reason_is_confirmed_again_without_a_word_about_it(self, confirm, price, vera, noon):
        loss = confirm(condition="territory").loss
        loss.hear(price, voice="confirmed", by=vera, at=noon)

        assert loss.causes.get(voice="confirmed").condition == "territory"


class TestEvidence:
    def test_of_what_the_client_said_is_for_those_who_may_ask(self, confirm, rosa, vera):
        cause = confirm(evidence="Dana, on the phone")

        assert [cause.is_open(to_reader=may_read(person, cause.loss)) for person in (rosa, vera)] == [False, True]

    def test_may_put_it_on_another_side(self, confirm):
        assert (confirm(side="us").whose, confirm(side="market").whose) == ("Us", "")


class TestShares:
    @pytest.mark.parametrize("weights", [[50, 50, 50], [1, 1, 1, 1, 1, 1, 1], [99, 1], [100, 100], [3]])
    def test_make_up_a_whole(self, weights):
        assert sum(shares(weights)) == 100


class TestThePage:
    def test_notes_a_condition_and_shows_it(self, client, fabrikam_loss, vera):
        client.force_login(vera)
        told = {"reason": "price", "voice": "confirmed", "condition": "price", "above": "8000", "currency": "eur"}
        page = client.post(f"/losses/{fabrikam_loss.pk}/hear/", told, follow=True).content.decode()

        assert f"Until our price is 8{THIN}000 EUR or less." in page

    def test_says_what_is_missing(self, client, fabrikam_loss, vera):
        client.force_login(vera)
        told = {"reason": "price", "voice": "confirmed", "condition": "capability"}
        answer = client.post(f"/losses/{fabrikam_loss.pk}/hear/", told)

        assert answer.status_code == 422
        assert "Say what we cannot do for them" in answer.content.decode()

    def test_shows_weights_as_shares_of_a_whole(self, client, fabrikam_loss, vera, noon):
        for key in ("price", "quality", "delivery"):
            reason = Reason.objects.get(key=key)
            fabrikam_loss.hear(reason, voice="client", weight=50, by=vera, at=noon)
        client.force_login(vera)
        page = client.get(fabrikam_loss.get_absolute_url()).content.decode()

        assert (page.count(">34&nbsp;%<"), page.count(">33&nbsp;%<")) == (1, 2)
