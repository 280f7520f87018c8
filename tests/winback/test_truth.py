"""After the call: the truth confirmed in one go, the rep's version opened, a neutral note, and the debrief."""

import pytest
from django.urls import reverse

from wonback.core.errors import AlreadyDone
from wonback.interviews.models import Answer, Interview, Question, Quote
from wonback.losses.models import Grounds, Reason, ReasonMissing, Swot, Voice, Why
from wonback.team.models import NotAllowed
from wonback.winback.models import Change
from wonback.winback.truth import Confirmed, Truth, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(northwind_loss):
    return Interview.objects.get(loss=northwind_loss)


@pytest.fixture
def reasons():
    return {one.key: one for one in Reason.objects.all()}


@pytest.fixture
def tagged(talk, reasons, noon):
    """Price twice, once aloud; people in confidence."""
    asked = {one.key: one for one in Question.objects.all()}
    facts = {"interview": talk, "saved_at": noon}
    aloud = Answer.objects.create(question=asked["cause"], text="Too dear", confidence="attributable", **facts)
    aloud.drivers.set([reasons["price"]])
    quiet = Answer.objects.create(question=asked["expectation"], text="A GIRAFFE", **facts)
    quiet.drivers.set([reasons["price"], reasons["people"]])
    said = {"driver": reasons["price"], "said_at": noon, "interview": talk}
    Quote.objects.create(words="You cost twice as much.", confidence="attributable", **said)
    Quote.objects.create(words="The ELEPHANT knew.", **said)
    return talk


class TestWhatItBeginsWith:
    def test_is_what_the_interviewer_tagged_with_its_weight(self, tagged, northwind_loss, vera):
        found = {reason.key: weight for reason, weight in proposed(northwind_loss, to=vera)}

        assert found == {"price": 80, "people": 20}

    def test_shows_others_nothing_that_was_tagged_in_confidence(self, tagged, northwind_loss, ines):
        assert [reason.key for reason, _weight in proposed(northwind_loss, to=ines)] == ["price"]

    def test_offers_no_note_of_what_our_rep_believes_or_what_was_tagged_in_confidence(
        self, tagged, northwind_loss, client, vera
    ):
        client.force_login(vera)
        page = client.get(reverse("winback:truth", args=[northwind_loss.pk])).content.decode()

        assert "Threat: Price." in page
        assert "Weakness: We failed: delivery." not in page
        assert "Weakness: We failed: people." not in page


class TestConfirming:
    @pytest.fixture
    def truth(self, reasons, rosa, northwind):
        grounds = Grounds(condition="capability", missing="deliver on Mondays", we_control=True)
        return Truth(
            causes=[
                Confirmed(reason=reasons["price"], weight=70, grounds=grounds),
                Confirmed(reason=reasons["people"], weight=30),
            ],
            decided_by=northwind.contacts.get(),
            competitor="Halden",
            whys=["Because nobody looked.", "Because nobody was asked to."],
            swot=[("weakness", "Nobody looks.")],
            changes=[("A weekly look at prices", rosa)],
        )

    def test_writes_all_of_it(self, truth, tagged, northwind_loss, vera, rosa, noon):
        truth.confirm(northwind_loss, by=vera, at=noon)

        northwind_loss.refresh_from_db()
        price = northwind_loss.causes.get(voice=Voice.CONFIRMED, reason__key="price")
        assert (price.weight, price.we_control, price.missing) == (70, True, "deliver on Mondays")
        assert (northwind_loss.reason.key, northwind_loss.voice) == ("price", "confirmed")
        assert northwind_loss.competitor.name == "Halden"
        assert Interview.objects.get(loss=northwind_loss).decided_by.name == "Dana of Northwind"
        assert Why.objects.filter(loss=northwind_loss).count() == 2
        assert Swot.objects.get(loss=northwind_loss).text == "Nobody looks."
        assert Change.objects.get().owner == rosa

    def test_puts_into_the_clients_mouth_only_what_was_said_aloud(self, truth, tagged, northwind_loss, vera, noon):
        truth.confirm(northwind_loss, by=vera, at=noon)

        said = northwind_loss.causes.filter(voice=Voice.CLIENT)
        assert [one.reason.key for one in said] == ["price"]

    def test_done_again_leaves_what_is_no_longer_true(self, truth, northwind_loss, reasons, vera, noon):
        truth.confirm(northwind_loss, by=vera, at=noon)
        Truth(causes=[Confirmed(reason=reasons["people"])]).confirm(northwind_loss, by=vera, at=noon)

        assert [one.reason.key for one in northwind_loss.causes.filter(voice=Voice.CONFIRMED)] == ["people"]

    def test_needs_a_reason_a_talk_and_somebody_who_may_ask(
        self, truth, northwind_loss, fabrikam_loss, vera, rosa, noon
    ):
        with pytest.raises(ReasonMissing):
            Truth(causes=[]).confirm(northwind_loss, by=vera, at=noon)
        with pytest.raises(AlreadyDone, match="Ask the client first"):
            truth.confirm(fabrikam_loss, by=vera, at=noon)
        with pytest.raises(NotAllowed):
            truth.confirm(northwind_loss, by=rosa, at=noon)


class TestThePages:
    def test_confirm_and_then_show_both_voices(self, tagged, northwind_loss, client, vera, rosa):
        client.force_login(vera)
        address = reverse("winback:truth", args=[northwind_loss.pk])
        page = client.get(address).content.decode()
        assert "Two voices" not in page
        assert "Three late deliveries." not in page
        told = {"reason_0": "price", "weight_0": 80, "hands_0": "yes", "condition": "capability", "missing": "Mondays"}
        told |= {"whys": "One.\nTwo.", "change_0": "A weekly look", "owner_0": rosa.pk, "competitor": "Halden"}

        page = client.post(address, told, follow=True).content.decode()

        assert "The stories differ." in page
        assert "Three late deliveries." in page
        client.post(reverse("winback:truth_note", args=[northwind_loss.pk]), {"note": "We see it, they paid it."})
        client.force_login(rosa)
        debrief = client.get(reverse("winback:debrief", args=[northwind_loss.pk])).content.decode()
        for words in ("We see it, they paid it.", "You cost twice as much.", "Too dear", "in our hands"):
            assert words in debrief
        for secret in ("GIRAFFE", "ELEPHANT", "could have run it better"):
            assert secret not in debrief

    def test_hold_nothing_said_in_confidence_for_whoever_prints_them(self, tagged, northwind_loss, client, vera):
        client.force_login(vera)
        debrief = client.get(reverse("winback:debrief", args=[northwind_loss.pk])).content.decode()

        assert "GIRAFFE" not in debrief
        assert "Dana" not in debrief

    def test_ask_who_answers_for_a_change(self, tagged, northwind_loss, client, vera):
        client.force_login(vera)
        told = {"reason_0": "price", "change_0": "A weekly look"}
        answer = client.post(reverse("winback:truth", args=[northwind_loss.pk]), told)

        assert answer.status_code == 422
        assert not Change.objects.exists()

    def test_are_the_same_for_programs(self, tagged, northwind_loss, client, vera, rosa):
        client.force_login(vera)
        cause = {"reason": "price", "weight": 100, "we_control": True}
        told = {"causes": [cause], "whys": ["Because."], "changes": [{"what": "A look", "owner": rosa.pk}]}
        address = f"/api/v1/losses/{northwind_loss.pk}/truth"
        answer = client.post(address, told, content_type="application/json")

        assert answer.json()["reason"] == "Price"
        assert Change.objects.get().what == "A look"
