"""What our own attempts teach about who comes back."""

from datetime import date, timedelta

import numpy as np

from wonback.losses.models import Experience, Loss
from wonback.losses.returning import PERIODS, Kind, Past, counted, learn, table

KINDS = [Kind("price", "bought-away", True, True), Kind("moved", "moved-away", False, False)]


def lived(reason, *, times, back_after_a_call, back_alone):
    """So many who were called in their third period and so many who were not; shares of them came back in the fourth."""
    for called, share in ((2, back_after_a_call), (-1, back_alone)):
        returned = round(times * share)
        yield from [Past(reason, 4, called, returned=True)] * returned
        yield from [Past(reason, 8, called, returned=False)] * (times - returned)


class TestLearn:
    def test_says_nothing_below_thirty_attempts(self):
        base = learn(lived("price", times=29, back_after_a_call=0.5, back_alone=0.1), KINDS, attempts=29)

        assert not table(KINDS, base)["price", 3].ours

    def test_hears_that_calls_bring_some_back_and_which_reasons_do_not(self):
        past = [
            *lived("price", times=200, back_after_a_call=0.3, back_alone=0.05),
            *lived("moved", times=200, back_after_a_call=0.02, back_alone=0.02),
        ]
        odds = table(KINDS, learn(past, KINDS, attempts=400))

        assert odds["price", 2].called > 2 * odds["price", 2].alone
        assert odds["price", 2].called > 3 * odds["moved", 2].called
        assert odds["price", 2].attempts == 400
        assert odds["price", 2].called_low < odds["price", 2].called < odds["price", 2].called_high

    def test_believes_what_a_call_adds_only_of_attempts_that_lot_chose(self):
        past = list(lived("price", times=200, back_after_a_call=0.4, back_alone=0.05))
        assumed, measured = (
            table(KINDS, learn(past, KINDS, attempts=200, drawn=drawn))["price", 2] for drawn in (49, 50)
        )

        assert measured.called / measured.alone > 2 > assumed.called / assumed.alone > 1


class TestCounted:
    def test_lays_a_loss_out_period_by_period(self):
        counts = counted([Past("price", 4, 1, returned=True)], {"price": 0})

        # Not called, called and the next one still under its effect, then back without.
        assert [tuple(map(int, cell)) for cell in np.argwhere(counts)] == [
            (0, 0, 0, 0),
            (0, 1, 1, 0),
            (0, 2, 1, 0),
            (0, 3, 0, 1),
        ]

    def test_puts_whoever_is_gone_for_longer_into_the_last_period(self):
        assert counted([Past("price", 100, -1, returned=False)], {"price": 0})[0, PERIODS - 1, 0, 0] == 35


class TestTheNight:
    def test_learns_the_same_when_it_is_done_again(self, northwind_loss, today):
        counts = [Experience.learn(as_of=today) for _again in range(2)]

        assert counts == [Experience.objects.count()] * 2
        assert not Experience.objects.filter(ours=True).exists()

    def test_ranks_all_losses_with_a_handful_of_questions(self, northwind_loss, today, django_assert_max_num_queries):
        Experience.learn(as_of=today)
        Experience.objects.update(called=0.49, alone=0.1)
        with django_assert_max_num_queries(6):
            assert Loss.objects.all().put_in_rank(as_of=today) == 1

        loss = Loss.objects.get()
        by_night = loss.rank
        assert by_night > northwind_loss.rank
        loss.put_in_rank(as_of=today)
        assert loss.rank == by_night

    def test_takes_only_what_was_known_on_the_day(self, northwind_loss):
        earlier = northwind_loss.lost_on + timedelta(days=57)

        assert list(Loss.objects.past(as_of=earlier)) == [Past(northwind_loss.reason.key, 3, -1, returned=False)]
        assert list(Loss.objects.past(as_of=date(1990, 1, 1))) == []
