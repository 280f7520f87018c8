"""Competitors as our own losses show them, and what clients lost themselves."""

import pytest

from wonback.care.models import Competitor, Sighting
from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, Reason, TheirLoss, WordsMissing
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def halden(northwind_loss, contoso, rosa, noon):
    rival = Competitor.called("Halden")
    Loss.objects.filter(pk=northwind_loss.pk).update(competitor=rival)
    Sighting.note(contoso, rival, by=rosa, at=noon, how_known="Their van in the yard")
    Sighting.note(northwind_loss.client, rival, by=rosa, at=noon)
    return rival


class TestACompetitor:
    def test_shows_what_went_there_what_stayed_and_why(self, client, halden, rosa):
        client.force_login(rosa)
        page = client.get(f"/competitors/{halden.pk}/").content.decode()

        assert "1 loss went to them" in page
        assert "Seen near 2 clients;" in page
        assert "1 is still ours." in page
        assert "We failed: delivery" in page
        assert "Their van in the yard" in page

    def test_counts_who_came_back(self, client, halden, northwind_loss, rosa, today):
        Loss.objects.filter(pk=northwind_loss.pk).update(recovered_on=today)
        client.force_login(rosa)

        assert "1 lost to them, 1 came back, seen near 2" in client.get("/competitors/").content.decode()

    def test_shows_nobody_what_is_not_theirs(self, client, halden, sam):
        client.force_login(sam)

        assert "Halden" not in client.get("/competitors/").content.decode()
        assert client.get(f"/competitors/{halden.pk}/").status_code == 404

    def test_is_led_to_from_the_loss(self, client, halden, northwind_loss, rosa):
        client.force_login(rosa)
        assert f'href="/competitors/{halden.pk}/"' in client.get(northwind_loss.get_absolute_url()).content.decode()


class TestWhatTheyLost:
    def test_is_told_and_helped_with(self, contoso, rosa, noon):
        one = TheirLoss.note(contoso, "Their largest shop.", by=rosa, at=noon, how_we_help="Vera knows a buyer")
        one.help(by=rosa, at=noon)
        told = [str(entry) for entry in contoso.timeline.order_by("pk")][-2:]

        assert told == [
            "Rosa Lindqvist heard what Contoso lost: Their largest shop.",
            "Rosa Lindqvist helped Contoso with what they lost: Their largest shop.",
        ]
        with pytest.raises(AlreadyDone):
            one.help(by=rosa, at=noon)

    def test_is_made_of_words_and_for_those_who_work_with_them(self, contoso, rosa, vera, noon):
        with pytest.raises(WordsMissing):
            TheirLoss.note(contoso, " ", by=rosa, at=noon)
        with pytest.raises(NotAllowed):
            TheirLoss.note(contoso, "A shop", by=vera, at=noon)

    def test_stands_on_the_page_of_the_client(self, client, contoso, rosa):
        client.force_login(rosa)
        page = client.post(f"/losses/of/{contoso.pk}/theirs/", {"what": "Their largest shop"}, follow=True)
        assert "Their largest shop" in page.content.decode()

        one = contoso.their_losses.get()
        client.post(f"/losses/theirs/{one.pk}/help/")
        assert contoso.their_losses.get().helped_at


class TestBeyondControl:
    def test_counts_what_will_not_change_and_is_not_in_our_hands(self, fabrikam_loss, northwind_loss, vera, noon):
        fabrikam_loss.hear(Reason.objects.get(key="merged-or-closed"), voice="confirmed", by=vera, at=noon)
        assert list(Loss.objects.beyond_control()) == [fabrikam_loss]

    def test_is_said_where_they_are_let_go(self, client, fabrikam_loss, ines, vera, noon):
        fabrikam_loss.hear(Reason.objects.get(key="merged-or-closed"), voice="confirmed", by=vera, at=noon)
        client.force_login(ines)

        assert "beyond our control" in client.get(fabrikam_loss.get_absolute_url()).content.decode()
