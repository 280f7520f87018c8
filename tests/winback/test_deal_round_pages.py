"""The pages of a deal round: the table, the fair split, the hand-out, and the two links of the letter."""

import re

import pytest

from wonback.losses.models import Loss
from wonback.post import links
from wonback.post.models import Letter
from wonback.winback.deal_round_mail import ACCEPT, GIVE_BACK
from wonback.winback.models import DealRound, HandOut

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(fabrikam_loss, northwind_loss):
    Loss.objects.update(holder=None)
    return list(Loss.objects.order_by("pk"))


@pytest.fixture
def lead(client, ines):
    client.force_login(ines)
    return client


@pytest.fixture
def dealt(pool, rosa, ines, noon):
    return DealRound.deal({rosa: pool}, key="page-0001", by=ines, at=noon)


def on_the_table(pool, person):
    return {f"to-{loss.pk}": person.pk for loss in pool} | {"key": "page-0001"}


class TestTheTable:
    def test_shows_the_pool_and_the_hands(self, lead, pool, rosa):
        text = lead.get("/deal-round/").text

        assert "2 lost clients nobody works on." in text
        assert "works on 0 of 5" in text

    def test_teaches_one_thing_when_the_pool_is_empty(self, lead, rosa):
        assert "Nobody is in the pool." in lead.get("/deal-round/").text

    def test_lays_a_fair_split_and_hands_out_nothing(self, lead, pool, rosa):
        answer = lead.post("/deal-round/suggest/", {"key": "page-0001"})

        assert "To Rosa Lindqvist: looked after them before." in answer.text
        assert "Hand out 2" in answer.text
        assert not HandOut.objects.exists()

    def test_answers_htmx_with_the_table_alone(self, lead, pool, rosa):
        answer = lead.post("/deal-round/suggest/", {"key": "page-0001"}, headers={"hx-request": "true"})

        assert "<h1" not in answer.text
        assert "<deal-table" in answer.text

    def test_hands_out_all_that_lies_in_somebodys_hands_once(self, lead, pool, rosa):
        for _again in range(2):
            page = lead.post("/deal-round/deal/", on_the_table(pool, rosa), follow=True)

        assert "2 handed out." in page.text
        assert (HandOut.objects.count(), Letter.objects.count()) == (2, 1)

    def test_refuses_more_than_somebody_has_room_for_and_hands_out_nothing(self, lead, pool, rosa, ines, noon):
        rosa.limit_work(1, by=ines, at=noon)
        answer = lead.post("/deal-round/deal/", on_the_table(pool, rosa))

        assert answer.status_code == 422
        assert "Choose somebody else: Rosa Lindqvist already works on 1." in answer.text
        assert not HandOut.objects.exists()

    def test_hands_nothing_to_people_of_another_team(self, lead, pool, sam):
        answer = lead.post("/deal-round/deal/", on_the_table(pool, sam))

        assert answer.status_code == 422
        assert not HandOut.objects.exists()

    def test_lets_a_lead_lock_one_for_themselves_and_keeps_the_rest_on_the_table(self, lead, pool, rosa, ines):
        mine, other = pool
        told = {"key": "page-0001", f"to-{other.pk}": rosa.pk}
        for _again in range(2):
            page = lead.post(f"/deal-round/keep/{mine.pk}/", told)

        assert HandOut.objects.get().to == ines
        assert "Hand out 1" in page.text

    def test_lets_a_lead_set_how_many_somebody_works_on(self, lead, rosa):
        lead.post(f"/deal-round/limit/{rosa.pk}/", {"limit": 2})

        assert "works on 0 of 2" in lead.get("/deal-round/").text

    @pytest.mark.parametrize("limit", ["-1", "many", "100", ""])
    def test_refuses_a_limit_nobody_could_mean(self, lead, rosa, limit):
        assert lead.post(f"/deal-round/limit/{rosa.pk}/", {"limit": limit}).status_code == 422

    def test_takes_no_more_queries_for_many(self, lead, pool, rosa, django_assert_max_num_queries):
        lead.get("/deal-round/")
        with django_assert_max_num_queries(20):
            lead.get("/deal-round/")

    def test_passes_over_what_is_no_number(self, lead, pool, rosa):
        told = {"key": "page-0001", "to-x": "1", f"to-{pool[0].pk}": "²"}

        assert lead.post("/deal-round/suggest/", told).status_code == 200


class TestTheLinks:
    @pytest.fixture
    def given(self, dealt):
        return dealt.hand_outs.order_by("pk")[0]

    @pytest.fixture
    def addresses(self, dealt):
        """As they stand in the letter: take on, give back, for each client."""
        return [
            address.removeprefix("http://testserver")
            for address in re.findall(r"http\S+(/h/\S+)", Letter.objects.get().text)
        ]

    def test_show_a_page_and_do_nothing_by_being_looked_at(self, client, addresses):
        pages = [client.get(address) for address in addresses]

        assert [page.status_code for page in pages] == [200] * 4
        assert HandOut.objects.unanswered().count() == 2

    def test_take_on_without_a_sign_in(self, client, addresses, noon):
        page = client.post(addresses[0], follow=True)

        assert "You took" in page.text
        assert HandOut.objects.unanswered().count() == 1

    def test_give_back_with_a_reason(self, client, addresses, given):
        page = client.post(addresses[1], {"why": "My brother works there."}, follow=True)

        assert "is not yours any more" in page.text
        assert HandOut.objects.filter(why="My brother works there.").count() == 1

    def test_ask_for_the_reason(self, client, addresses):
        answer = client.post(addresses[1], {"why": ""})

        assert answer.status_code == 422
        assert HandOut.objects.unanswered().count() == 2

    def test_do_nothing_when_used_again(self, client, addresses):
        client.post(addresses[0])
        again = client.post(addresses[0])

        assert again.status_code == 422
        assert "no longer yours to answer" in again.text

    def test_say_calmly_that_it_went_back(self, client, addresses, given, rosa, noon):
        for one in HandOut.objects.all():
            one.give_back("Too far.", by=rosa, at=noon)

        assert {client.get(address).status_code for address in addresses} == {200}
        assert "It went back to the pool: Too far." in client.get(addresses[0]).text

    def test_of_one_kind_open_nothing_of_the_other(self, client, given):
        accept = links.link(ACCEPT, given.pk, given.nonce)

        assert client.post(f"/h/give-back/{accept}/", {"why": "Forged."}).status_code == 404
        assert client.get("/h/accept/made-up/").status_code == 404

    def test_open_nothing_for_somebody_who_does_not_work_here_any_more(self, client, given, rosa):
        rosa.is_active = False
        rosa.save()

        assert client.get(f"/h/accept/{links.link(ACCEPT, given.pk, given.nonce)}/").status_code == 404

    def test_of_old_hand_outs_without_a_secret_open_nothing(self, client, given):
        HandOut.objects.update(nonce="")

        assert (
            client.post(f"/h/give-back/{links.link(GIVE_BACK, given.pk, '')}/", {"why": "Guessed."}).status_code == 404
        )


class TestWhoDoesNotAnswer:
    def test_is_shown_to_the_lead_after_48_hours(self, lead, dealt, noon):
        HandOut.objects.update(answer_by=noon.replace(year=2020))

        assert "2 not answered in 48 hours" in lead.get("/deal-round/").text
        assert "late" in lead.get("/hand-outs/").text

    def test_is_not_before(self, dealt, noon):
        assert not HandOut.objects.unanswered_in_time(now=noon).exists()
