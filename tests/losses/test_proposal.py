"""A silent client is proposed as lost; a person decides."""

from datetime import timedelta

import pytest

from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, Proposal, ReasonMissing, WordsMissing

pytestmark = pytest.mark.django_db


class TestConfirm:
    def test_records_the_loss_since_the_silence_with_its_worth_as_an_estimate(self, silence, rosa, noon):
        loss = silence.confirm(by=rosa, at=noon, reason="price")

        assert (loss.lost_on, loss.worth, loss.worth_known) == (silence.silent_since, silence.worth, "estimated")
        assert loss.client.standing == Client.Standing.LOST
        assert Proposal.objects.get().loss == loss

    def test_needs_a_reason_and_leaves_everything_as_it_was_without_one(self, silence, rosa, noon):
        with pytest.raises(ReasonMissing):
            silence.confirm(by=rosa, at=noon, reason="")

        assert Proposal.objects.open().exists()
        assert not Loss.objects.exists()

    def test_happens_once(self, silence, rosa, ines, noon):
        hers = Proposal.objects.get()
        silence.confirm(by=rosa, at=noon, reason="price")

        with pytest.raises(AlreadyDone):
            hers.dismiss(by=ines, at=noon, why="They called.")

    def test_keeps_an_unknown_worth_unknown(self, silence, rosa, noon):
        silence.worth = None

        assert silence.confirm(by=rosa, at=noon, reason="price").worth_known == "unknown"


class TestDismiss:
    def test_says_on_the_timeline_how_we_know(self, silence, rosa, noon):
        silence.dismiss(by=rosa, at=noon, why="They buy through a dealer")

        sentence = str(silence.client.timeline.order_by("-pk")[0])
        assert sentence == "Rosa Lindqvist says Contoso has not left: They buy through a dealer."
        assert not Proposal.objects.open().exists()

    def test_needs_words(self, silence, rosa, noon):
        with pytest.raises(WordsMissing):
            silence.dismiss(by=rosa, at=noon, why=" ")


class TestWhatItSays:
    def test_counts_how_far_they_are_over_their_own_rhythm(self, silence, today):
        assert silence.days_over(as_of=today + timedelta(days=1)) == 91 - 21

    def test_names_the_rhythm_in_whole_days(self, silence):
        assert silence.every_days == 21

    def test_is_shown_to_whoever_owns_the_client_and_their_lead(self, silence, rosa, ines, sam, adam):
        seen = {person.name: Proposal.objects.visible_to(person).exists() for person in (rosa, ines, sam, adam)}

        assert seen == {rosa.name: True, ines.name: True, sam.name: False, adam.name: True}
