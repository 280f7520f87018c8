"""How often one person hears from us unasked, whoever of us writes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.post.frequency import USUAL, fits, next_day
from wonback.post.models import Approach, Letter, TooOften

MONDAY = date(2026, 11, 23)
SOME_DAYS = st.lists(st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n)), max_size=20)


class TestTheRule:
    @given(wishes=SOME_DAYS)
    def test_is_never_broken_in_whatever_order_people_ask(self, wishes):
        granted = []
        for day in wishes:
            granted.append(next_day(granted, on=day))

        assert len(set(granted)) == len(granted)
        for first in granted:
            assert sum(first <= day < first + timedelta(days=USUAL.days) for day in granted) <= USUAL.most

    @given(days=SOME_DAYS, on=st.integers(0, 60).map(lambda n: MONDAY + timedelta(days=n)))
    def test_gives_the_first_day_that_fits(self, days, on):
        free = next_day(days, on=on)

        assert fits(days, on=free)
        assert not [day for day in range((free - on).days) if fits(days, on=on + timedelta(days=day))]


@pytest.fixture
def write(contoso, noon):
    dana = contoso.contacts.get()
    dana.email = "dana@contoso.example"
    dana.save()

    def write(sender, key, day=0, **facts):
        told = {"client": contoso, "contact": dana, "sender": sender, "subject": "Hello", "text": "A word."}
        return Letter.write(key=key, at=noon + timedelta(days=day), **{"unasked": True, **told, **facts})

    return write


@pytest.mark.django_db
class TestLetters:
    def test_of_two_senders_never_reach_one_person_on_one_day(self, write, rosa, ines):
        write(rosa, "one")

        with pytest.raises(TooOften) as refusal:
            write(ines, "two")

        assert refusal.value.reasons == [
            "Wait until Tuesday, 24 November: Dana of Contoso hears from us at most 2 times in 7 days, whoever writes."
        ]

    def test_are_two_in_seven_days_and_no_more(self, write, rosa, ines, sam):
        write(rosa, "one")
        write(ines, "two", day=3)
        with pytest.raises(TooOften):
            write(sam, "three", day=6)

        assert write(sam, "three", day=7).state == Letter.State.WAITING

    def test_that_answer_them_do_not_count(self, write, rosa, ines):
        write(rosa, "one", unasked=False)

        assert write(ines, "two").unasked

    def test_that_were_stopped_do_not_count(self, write, rosa, ines, noon):
        write(rosa, "one").hold(by=rosa, at=noon)

        assert write(ines, "two").state == Letter.State.WAITING

    def test_wait_for_their_turn_when_somebody_called_meanwhile(self, write, rosa, ines, noon, today):
        letter = write(rosa, "one")
        Approach.objects.create(contact=letter.contact, on=today, by=ines, key="step:1")

        assert letter.take(at=noon) is False
        assert (letter.state, letter.not_before.date()) == (Letter.State.WAITING, today + timedelta(days=1))
        assert letter.take(at=noon + timedelta(days=1))
