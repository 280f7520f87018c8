"""Questions about many losses."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wonback.clients.models import Permission
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Story
from wonback.losses.tasks import put_into_effect, rank_losses, take_up_again

pytestmark = pytest.mark.django_db


class TestVisibleTo:
    def test_shows_each_person_what_is_theirs_to_work_on_or_to_ask_about(
        self, northwind_loss, rosa, ines, sam, vera, adam
    ):
        seen = {person.name: Loss.objects.visible_to(person).exists() for person in (rosa, ines, sam, vera, adam)}

        assert seen == {rosa.name: True, ines.name: True, sam.name: False, vera.name: True, adam.name: True}

    def test_shows_the_pool_to_leads(self, northwind_loss, rosa, ines):
        Loss.objects.update(holder=None)

        assert Loss.objects.visible_to(ines).exists()
        assert not Loss.objects.visible_to(rosa).exists()


class TestInterviews:
    def test_are_read_by_those_who_may_ask(self, northwind_loss, rosa, ines, sam, vera, adam):
        seen = {person.name: Interview.objects.readable_by(person).exists() for person in (rosa, ines, sam, vera, adam)}

        assert seen == {rosa.name: False, ines.name: True, sam.name: False, vera.name: True, adam.name: True}


class TestFilters:
    def test_tell_explained_losses_from_those_nobody_asked_about(self, northwind_loss, contoso, rosa, noon, today):
        unasked = Loss.record(contoso, Story(reason="not-asked", lost_on=today), by=rosa, at=noon)

        assert list(Loss.objects.explained(known=False)) == [unasked]
        assert list(Loss.objects.explained(known=True)) == [northwind_loss]

    def test_find_those_we_may_follow_up(self, northwind_loss, fabrikam_loss, today):
        assert list(Loss.objects.may_follow_up(as_of=today)) == [northwind_loss]

    def test_leave_out_those_where_anybody_refused(self, northwind_loss, vera, noon, today):
        Permission.note(by=vera, at=noon, client=northwind_loss.client, answer="refused", words="Never again.")

        assert not Loss.objects.may_follow_up(as_of=today).exists()

    def test_leave_out_those_who_said_not_before(self, northwind_loss, today):
        Permission.objects.update(not_before=today + timedelta(days=1))

        assert not Loss.objects.may_follow_up(as_of=today).exists()
        assert Loss.objects.may_follow_up(as_of=today + timedelta(days=1)).exists()

    def test_find_a_loss_by_the_beginning_of_any_word_of_the_name(self, northwind_loss, fabrikam_loss):
        assert list(Loss.objects.of_clients_called("north")) == [northwind_loss]
        assert Loss.objects.of_clients_called(" ").count() == 2


class TestTheNight:
    def test_ranks_anew_and_says_how_many_moved(self, northwind_loss, fabrikam_loss, today):
        Loss.objects.update(rank=0)

        assert rank_losses(as_of=today) == 2
        assert rank_losses(as_of=today) == 0
        assert [loss.client.name for loss in Loss.objects.ranked()] == ["Northwind", "Fabrikam"]

    def test_lowers_the_rank_as_time_passes(self, northwind_loss, today):
        before = Loss.objects.get().rank
        rank_losses(as_of=today + timedelta(days=800))

        assert Loss.objects.get().rank < before

    def test_lets_a_client_go_on_the_day_itself_and_once(self, contoso, rosa, noon, today):
        day = today + timedelta(days=10)
        Loss.record(contoso, Story(reason="price", lost_on=day, worth=Decimal(1)), by=rosa, at=noon)

        counts = [
            put_into_effect(as_of=day - timedelta(days=1)),
            put_into_effect(as_of=day),
            put_into_effect(as_of=day),
        ]

        contoso.refresh_from_db()
        assert counts == [0, 1, 0]
        assert contoso.standing == "lost"

    def test_takes_up_on_its_day_what_was_let_go_until_then(self, fabrikam_loss, ines, noon, today):
        day = today + timedelta(days=30)
        fabrikam_loss.let_go("They merge.", by=ines, at=noon, review_on=day)

        assert [take_up_again(as_of=day - timedelta(days=1)), take_up_again(as_of=day), take_up_again(as_of=day)] == [
            0,
            1,
            0,
        ]
        assert str(fabrikam_loss.client.timeline.order_by("-pk")[0]) == "Wonback took Fabrikam up again."

    def test_takes_nobody_up_again_who_has_come_back_meanwhile(self, fabrikam_loss, ines, noon, today):
        fabrikam_loss.let_go("They merge.", by=ines, at=noon, review_on=today)
        Loss.objects.update(recovered_on=today)

        assert take_up_again(as_of=today) == 0


class TestARefusal:
    """It binds us from its day to its end, in the list, in the rank, and for one loss alike."""

    ANSWERS = {
        "nothing": [],
        "a refusal": [("refused", None, None)],
        "a refusal that begins today": [("refused", 0, None)],
        "a refusal that begins tomorrow": [("refused", 1, None)],
        "a refusal that ended today": [("refused", None, 0)],
        "a refusal that ends tomorrow": [("refused", None, 1)],
        "a yes": [("allowed", None, None)],
        "a yes that is over": [("allowed", None, 0)],
        "a yes beside a refusal that is over": [("allowed", None, None), ("refused", None, -1)],
        "a yes beside a refusal that is ahead": [("allowed", None, None), ("refused", 5, None)],
        "a yes beside a refusal": [("allowed", None, None), ("refused", -5, 5)],
    }

    def test_stands_from_its_day_to_its_end(self, fabrikam_loss, rosa, noon, today):
        told, client = {}, fabrikam_loss.client
        day = lambda offset: None if offset is None else today + timedelta(days=offset)  # noqa: E731
        for name, answers in self.ANSWERS.items():
            client.permissions.all().delete()
            for answer, not_before, until in answers:
                facts = {"answer": answer, "not_before": day(not_before), "until": day(until), "words": "They said so."}
                Permission.note(by=rosa, at=noon, client=client, **facts)
            loss = Loss.objects.get(pk=fabrikam_loss.pk)
            [(_pk, _rank, standing)] = Loss.objects.all().standings(as_of=today)
            listed = Loss.objects.may_follow_up(as_of=today).exists()
            told[name] = (loss.may_follow_up(as_of=today), standing.may_follow_up, listed)

        no, yes, unknown = (False, False, False), (True, True, True), (None, None, False)
        assert told == {
            "nothing": unknown,
            "a refusal": no,
            "a refusal that begins today": no,
            "a refusal that begins tomorrow": unknown,
            "a refusal that ended today": unknown,
            "a refusal that ends tomorrow": no,
            "a yes": yes,
            "a yes that is over": no,
            "a yes beside a refusal that is over": yes,
            "a yes beside a refusal that is ahead": yes,
            "a yes beside a refusal": no,
        }
