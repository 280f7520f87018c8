"""Where our rep and the client tell different stories."""

import pytest

from wonback.figures.models import Figure
from wonback.losses.models import Loss, Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(vera, noon):
    def say(loss, voice, key, weight=100):
        return loss.hear(Reason.objects.get(key=key), voice=voice, weight=weight, by=vera, at=noon)

    return say


def differ():
    return set(Loss.objects.where_voices_differ())


class TestWhereVoicesDiffer:
    def test_needs_both_voices(self, fabrikam_loss, northwind_loss, say):
        assert differ() == set()
        say(fabrikam_loss, "client", "quality")
        say(northwind_loss, "client", "delivery")
        assert differ() == {fabrikam_loss}

    def test_looks_at_the_main_reason_of_each(self, fabrikam_loss, say):
        say(fabrikam_loss, "client", "decision-maker", weight=60)
        say(fabrikam_loss, "client", "quality", weight=40)

        assert differ() == set()

    def test_takes_what_was_confirmed_for_the_clients_word(self, fabrikam_loss, say):
        say(fabrikam_loss, "client", "quality")
        say(fabrikam_loss, "confirmed", "decision-maker")

        assert differ() == set()

    def test_counts_merged_reasons_as_one(self, fabrikam_loss, say, adam, noon):
        say(fabrikam_loss, "client", "quality")
        Reason.objects.get(key="decision-maker").merge(Reason.objects.get(key="quality"), by=adam, at=noon)

        assert differ() == set()


class TestThePage:
    def test_shows_both_stories_and_never_who_told_ours(self, client, fabrikam_loss, say, ines):
        say(fabrikam_loss, "client", "quality")
        client.force_login(ines)
        page = client.get("/losses/voices/").content.decode()

        assert "The decision maker changed" in page
        assert "We failed: quality" in page
        assert "Rosa" not in page

    def test_shows_the_rate_of_the_leads_team_with_its_band(self, client, ines, today):
        facts = {"metric": "agreement_of_voices", "as_of": today, "unit": "share", "n": 40}
        Figure.objects.create(subject="team", subject_id=ines.team_id, value=0.4, low=0.3, high=0.5, **facts)
        client.force_login(ines)
        page = client.get("/losses/voices/").content.decode()

        assert "40" in page
        assert "n 40" in page

    def test_says_why_there_is_no_rate(self, client, vera, today):
        why = "Fewer than five cases: a share would say more about chance than about us."
        facts = {"subject": "company", "as_of": today, "n": 3, "why_none": why}
        Figure.objects.create(metric="agreement_of_voices", **facts)
        client.force_login(vera)

        assert why in client.get("/losses/voices/").content.decode()
