"""What searches for rings of objects is left in peace for a while, and as it was afterwards."""

import gc

import pytest

from wonback.core.calm import SELDOM, calm, settle


def failing(seen):
    with calm():
        seen.append(gc.get_threshold())
        raise ZeroDivisionError


def test_is_over_when_the_work_is_over_however_it_ends():
    usual, meanwhile = gc.get_threshold(), []

    with pytest.raises(ZeroDivisionError):
        failing(meanwhile)

    assert meanwhile == [SELDOM]
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0


def test_what_stands_when_pages_are_first_served_is_not_searched_again():
    try:
        settle()

        assert gc.get_freeze_count() > 1_000
    finally:
        gc.unfreeze()
