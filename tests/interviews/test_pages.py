"""The pages before the call, and the one of the client."""

import html
import re

import pytest
from django.urls import reverse

from wonback.clients.models import Permission
from wonback.interviews.models import Interview, Invitation
from wonback.losses.models import Conflict
from wonback.post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(noon, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)


def read(client, address, person=None, **headers):
    if person:
        client.force_login(person)
    answer = client.get(address, headers=headers)
    return answer.status_code, re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


class TestTheLanguageOfTheLetter:
    def test_is_chosen_before_it_is_drafted_and_kept_once_it_is_sent(self, client, accepted, dana, vera):
        client.force_login(vera)
        address = reverse("interviews:invite", args=[accepted.pk])
        page = client.get(f"{address}?contact={dana.pk}&language=de").content.decode()
        dana.refresh_from_db()
        assert ("Das ist kein Verkaufsgespräch." in page, dana.language) == (True, "")

        client.post(address, {"contact": dana.pk, "subject": "Darf ich?", "text": "Guten Tag", "language": "de"})
        dana.refresh_from_db()
        assert dana.language == "de"


class TestTheQueue:
    def test_shows_what_waits_with_its_clock_and_the_check(self, client, talk, vera):
        status, text = read(client, reverse("interviews:queue"), vera)

        assert status == 200
        assert "Waiting for your answer" in text
        assert "Fabrikam" in text
        assert "day 30 of 10" in text
        assert "Nothing ties you to them" in text
        assert "was never asked before" in text

    def test_forgets_whom_we_let_go(self, client, talk, vera, ines, noon):
        talk.loss.let_go("They closed.", by=ines, at=noon)

        assert "Fabrikam" not in read(client, reverse("interviews:queue"), vera)[1]

    def test_shows_a_booked_talk_where_the_interviewer_is(self, client, booked, vera):
        vera.time_zone = "Asia/Tokyo"
        vera.save()

        assert "24 Nov 2026, 18:00" in read(client, reverse("interviews:queue"), vera)[1]

    def test_of_somebody_with_nothing_teaches(self, client, vera):
        assert "Nobody waits for you." in read(client, reverse("interviews:queue"), vera)[1]

    def test_shows_a_tie_that_came_in_between(self, client, talk, vera, rosa):
        vera.reports_to = rosa
        vera.save()

        assert "Ask somebody who does not report to the owner." in read(client, reverse("interviews:queue"), vera)[1]

    def test_lets_a_lead_choose_only_among_neutral_people(self, client, fabrikam_loss, ines, adam, noon):
        Interview.open(fabrikam_loss, at=noon)
        client.force_login(ines)
        page = client.get(reverse("interviews:queue")).content.decode()

        assert f'<option value="{adam.pk}">' in page
        assert f'<option value="{ines.pk}">' not in page

    def test_asks_no_more_of_the_database_for_many(
        self, client, talk, northwind_loss, vera, noon, django_assert_max_num_queries
    ):
        client.force_login(vera)
        northwind_loss.interview.delete()
        Interview.open(northwind_loss, at=noon)
        with django_assert_max_num_queries(14):
            client.get(reverse("interviews:queue"))


class TestTheOwner:
    """Refused as interviewer by page, by API, and by a request made by hand."""

    OWNED = "Ask somebody who never owned this client or the sale."

    def test_is_told_why_on_the_page(self, client, talk, rosa):
        text = read(client, talk.get_absolute_url(), rosa)[1]

        assert self.OWNED in text
        assert "Vera Castellanos is asked to talk with them." in text

    @pytest.mark.parametrize("step", ["accept", "hand_on", "invite"])
    def test_is_refused_a_request_made_by_hand(self, client, talk, rosa, step):
        client.force_login(rosa)
        answer = client.post(reverse(f"interviews:{step}", args=[talk.pk]), {"why": "I want it"})

        assert answer.status_code == 422
        assert self.OWNED in answer.content.decode()
        assert Interview.objects.get().stage == "proposed"

    @pytest.mark.parametrize("step", ["accept", "hand-on"])
    def test_is_refused_by_the_api(self, client, talk, rosa, step):
        client.force_login(rosa)
        answer = client.post(
            f"/api/v1/interviews/{talk.pk}/{step}", {"why": "I want it"}, content_type="application/json"
        )

        assert answer.status_code == 422
        assert self.OWNED in answer.json()["reasons"]

    def test_is_refused_even_if_a_lead_chooses_them(self, client, talk, rosa, ines):
        rosa.role = "lead"
        rosa.save()
        client.force_login(ines)
        answer = client.post(reverse("interviews:assign", args=[talk.pk]), {"to": rosa.pk})

        assert (answer.status_code, self.OWNED in answer.content.decode()) == (422, True)

    def test_is_refused_even_if_the_row_says_otherwise(self, client, talk, nomination, rosa):
        """Somebody with the database open wrote her name into it."""
        Interview.objects.update(interviewer=rosa)
        nomination.person = rosa
        nomination.save()
        client.force_login(rosa)

        assert client.post(reverse("interviews:accept", args=[talk.pk])).status_code == 422


class TestInviting:
    def test_takes_two_clicks(self, client, accepted, dana, vera, mailoutbox):
        client.force_login(vera)
        page = client.get(reverse("interviews:invite", args=[accepted.pk]))
        form = page.context["form"]
        sent = client.post(
            reverse("interviews:invite", args=[accepted.pk]), {**form.initial, "contact": form.initial["contact"].pk}
        )

        assert sent.status_code == 302
        assert "not a sales call" in Letter.objects.get().text

    def test_says_when_nobody_can_be_written_to(self, client, accepted, vera):
        assert (
            "Nobody there can be written to." in read(client, reverse("interviews:invite", args=[accepted.pk]), vera)[1]
        )


class TestHours:
    def test_are_kept_in_the_persons_own_zone(self, client, vera):
        client.force_login(vera)
        told = {"zone": "America/New_York", "a_month": 3, "d0_0_begins": "08:00", "d0_0_ends": "10:00"}
        client.post(reverse("interviews:hours"), told)
        vera.refresh_from_db()

        assert [str(one) for one in vera.hours.all()] == ["Vera Castellanos: 0 08:00 to 10:00"]
        assert (vera.time_zone, vera.interviews_a_month) == ("America/New_York", 3)

    @pytest.mark.parametrize(
        "told",
        [
            {},
            {"d0_0_begins": "10:00", "d0_0_ends": "09:00"},
            {"d0_0_begins": "10:00"},
            {"d0_0_begins": "10:00", "d0_0_ends": "12:00", "d0_1_begins": "11:00", "d0_1_ends": "13:00"},
            {"d0_0_begins": "9", "d0_0_ends": "12:00", "zone": "Mars/Olympus"},
        ],
    )
    def test_that_cannot_be_read_in_one_way_are_refused(self, client, vera, told):
        client.force_login(vera)
        answer = client.post(reverse("interviews:hours"), {"zone": "Europe/Berlin", "a_month": 3} | told)

        assert (answer.status_code, vera.hours.count()) == (422, 0)


class TestTheTestBox:
    def test_names_every_reason_why_not(self, client, fabrikam_loss, adam, rosa, vera):
        address = reverse("interviews:test_box")
        of_rosa = read(client, f"{address}?person={rosa.pk}&q=Fabri", adam)[1]
        of_vera = read(client, f"{address}?person={vera.pk}&q=Fabri", adam)[1]

        assert "Ask somebody who never owned this client or the sale." in of_rosa
        assert "Ask somebody who does not work on winning them back." in of_rosa
        assert "Yes, they may" in of_vera

    def test_lets_an_admin_note_a_stake_that_no_file_knows_and_take_it_back(self, client, fabrikam_loss, adam, vera):
        client.force_login(adam)
        told = {"person": vera.pk, "why": "Her brother works there"}
        page = client.post(reverse("interviews:declare", args=[fabrikam_loss.pk]), told, follow=True).content.decode()
        assert "Ask somebody without a stake in it: “Her brother works there”." in page

        stake = Conflict.objects.get(person=vera)
        page = client.post(reverse("interviews:withdraw", args=[stake.pk]), follow=True).content.decode()
        assert "Yes, they may" in page

    def test_leaves_it_to_others_to_speak_of_themselves(self, client, fabrikam_loss, ines, vera):
        client.force_login(ines)
        told = {"person": vera.pk, "why": "I would rather do it"}

        assert client.post(reverse("interviews:declare", args=[fabrikam_loss.pk]), told).status_code == 422
        assert not Conflict.objects.exists()

    def test_says_when_there_is_nothing_to_ask_about(self, client, adam, rosa):
        assert (
            "Nothing of a client with this name is lost."
            in read(client, f"{reverse('interviews:test_box')}?person={rosa.pk}&q=Fabri", adam)[1]
        )


class TestTheBookingPage:
    @pytest.fixture
    def link(self, invitation):
        return re.sub(r"^https?://[^/]+", "", invitation.link)

    def test_needs_no_sign_in_and_leaves_no_trace(self, client, link):
        answer = client.get(link)

        assert answer.status_code == 200
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Cache-Control"] == "no-store"
        assert "sessionid" not in answer.cookies

    def test_shows_times_where_the_reader_is(self, client, link):
        austrian = read(client, link, **{"Accept-Language": "de-AT"})[1]
        chosen = read(client, f"{link}?zone=Asia/Tokyo")[1]

        assert "Tuesday, 24 November 3 times" not in austrian
        assert " 10:00 " in austrian
        assert " 18:00 " in chosen

    def test_books_moves_and_cancels(self, client, link, free):
        client.post(f"{link}book/", {"slot": free[0].isoformat(), "zone": "Europe/Vienna"})
        booked = read(client, link)[1]
        client.post(f"{link}book/", {"slot": free[2].isoformat(), "zone": "Europe/Vienna"})
        moved = read(client, link)[1]
        client.post(f"{link}cancel/")

        assert "We talk on Tuesday, 24 November, 10:00" in booked
        assert "We talk on Tuesday, 24 November, 11:00" in moved
        assert Interview.objects.get().stage == "invited"
        assert Letter.objects.about("booking:").count() == 3

    def test_says_clearly_that_a_time_is_gone(self, client, link, free):
        answer = client.post(f"{link}book/", {"slot": free[0].replace(minute=7).isoformat(), "zone": "UTC"})

        assert answer.status_code == 422
        assert "Choose another time: this one has just been taken." in answer.content.decode()

    @pytest.mark.parametrize("slot", ["", "yesterday", "2026-11-24T09:00"])
    def test_takes_nothing_it_did_not_offer(self, client, link, slot):
        assert client.post(f"{link}book/", {"slot": slot, "zone": "UTC"}).status_code == 422
        assert Interview.objects.get().stage == "invited"

    def test_takes_a_no(self, client, link):
        client.post(f"{link}refuse/", {"what": "talk", "words": ""})

        assert "Thank you for telling us" in read(client, link)[1]
        assert not Permission.objects.exists()

    def test_takes_a_no_to_everything(self, client, link, vera):
        client.post(f"{link}refuse/", {"what": "contact", "words": "Never again, please."})

        assert Permission.objects.get().words == "Never again, please."

    def test_asks_which_no_it_is(self, client, link):
        assert client.post(f"{link}refuse/", {}).status_code == 422
        assert Interview.objects.get().stage == "invited"

    def test_is_closed_by_a_new_nonce(self, client, link):
        Invitation.objects.update(nonce="another")

        assert client.get(link).status_code == 404

    def test_shows_one_person_nothing_of_anothers_talk(self, client, link, booked):
        Interview.objects.update(contact=None)

        assert "There is nothing left to do here" in read(client, link)[1]
