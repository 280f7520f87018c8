"""Why clients left, in the words of other programs: nothing is lost, and what a wording means can be said later."""

import pytest

from wonback.intake.models import Batch
from wonback.losses.models import Cause, Loss, Reason, Wording

pytestmark = pytest.mark.django_db

EVENTS = """churn_event_id,account_id,churn_date,reason_code,feedback_text
C-1,A-1,14-03-2025,pricing,too expensive
C-2,A-1,20-09-2025,support,
C-3,A-2,02-02-2025,features,switched to competitor
C-4,A-3,15-01-2025,Mercury in retrograde,
C-5,A-4,30-06-2025,unknown,missing features
"""


@pytest.fixture
def left(brought):
    return brought(churn_csv=EVENTS)


class TestAListOfThoseWhoLeft:
    def test_makes_each_time_a_loss_in_the_clients_voice(self, left):
        told = Cause.objects.order_by("loss__external_id").values_list(
            "loss__external_id", "voice", "reason__key", "words"
        )
        assert list(told) == [
            ("C-1", "client", "price", "too expensive"),
            ("C-2", "client", "service", "support"),
            ("C-3", "client", "product-gap", "switched to competitor"),
            ("C-4", "client", "other", "Mercury in retrograde"),
            ("C-5", "client", "not-asked", "missing features"),
        ]

    def test_lets_an_earlier_loss_be_over_by_the_next(self, left):
        first, second = Loss.objects.filter(client__external_id="A-1").order_by("lost_on")

        assert first.recovered_on == second.lost_on
        assert second.recovered_on is None

    def test_ends_their_time_with_us(self, left):
        client = Loss.objects.get(external_id="C-2").client

        assert client.standing == "lost"
        assert str(client.spells.get().ended_on) == "2025-09-20"

    def test_leaves_whoever_leaves_later_a_client_until_that_day(self, brought, at):
        brought(churn_csv=EVENTS.replace("02-02-2025", "31-12-2026"))
        loss = Loss.objects.select_related("client").get(external_id="C-3")

        assert (str(loss.lost_on), loss.in_effect, loss.client.standing) == ("2026-12-31", False, "active")
        assert loss.client.spells.get().ended_on is None
        assert list(Loss.objects.taking_effect(as_of=loss.lost_on)) == [loss]

    def test_ends_later_for_a_client_who_was_there(self, brought):
        brought(clients_csv="Client id,Name,Client since\nA-2,Harlow,2020-01-01\n")
        brought(churn_csv=EVENTS.replace("02-02-2025", "31-12-2026"))
        client = Loss.objects.get(external_id="C-3").client

        assert (client.standing, client.spells.get().ended_on) == ("active", None)

    def test_brings_nothing_twice(self, left, brought):
        brought(churn_csv=EVENTS)
        assert Loss.objects.count() == 5

    def test_is_taken_back_whole_even_after_somebody_said_what_a_wording_means(self, left, at, adam):
        wording = Wording.objects.get(said="mercury in retrograde")
        wording.settle(Reason.objects.get(key="timing"), by=adam, at=at)
        Batch.objects.get(pk=left.pk).undo(by=None, at=at)

        assert not Loss.objects.exists()
        assert Wording.objects.filter(said="mercury in retrograde").exists()

    def test_ends_the_time_of_a_client_who_was_there(self, brought):
        brought(clients_csv="Client id,Name,Client since\nA-1,Harlow,2020-01-01\n")
        brought(churn_csv=EVENTS)
        client = Loss.objects.get(external_id="C-2").client

        assert (client.name, client.standing) == ("Harlow", "lost")
        assert [str(spell.ended_on) for spell in client.spells.all()] == ["2025-09-20"]


class TestAListOfClients:
    def test_tells_the_clients_reason_and_ours_apart(self, brought):
        brought(
            clients_csv="Client id,Name,Churned,Churn reason,Reason,Feedback\n"
            "1,Harlow,Yes,Attitude of support person,Price,You never called\n"
        )
        told = set(Cause.objects.values_list("voice", "reason__key", "words"))

        assert told == {("client", "people", "You never called"), ("rep", "price", "Price")}
        assert Loss.objects.get().voice == "client"


class TestAWording:
    def test_is_met_once_and_stays_open_if_nobody_knows_it(self, left):
        open_ones = Wording.objects.filter(reason=None).values_list("seen_as", flat=True)
        assert list(open_ones) == ["Mercury in retrograde"]

    def test_means_from_then_on_what_people_say(self, left, brought, at, adam):
        timing = Reason.objects.get(key="timing")
        wording = Wording.objects.get(said="mercury in retrograde")
        assert wording.settle(timing, by=adam, at=at) == 1
        brought(churn_csv=EVENTS.replace("C-", "D-").replace("A-", "B-"))

        assert set(Loss.objects.filter(causes__wording=wording).values_list("reason__key", flat=True)) == {"timing"}

    def test_leaves_alone_what_somebody_noted_by_hand(self, left, at, adam):
        loss = Loss.objects.get(external_id="C-4")
        loss.hear(Reason.objects.get(key="timing"), voice="client", words="We asked.", by=adam, at=at)
        Wording.objects.get(said="mercury in retrograde").settle(Reason.objects.get(key="timing"), by=adam, at=at)

        assert set(loss.causes.values_list("words", flat=True)) == {"We asked.", "Mercury in retrograde"}
