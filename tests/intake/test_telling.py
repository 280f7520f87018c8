"""Sentences about an import: one thing is told in words, many by their number."""

import pytest

from wonback.intake import telling


@pytest.mark.parametrize("sentences", [telling.SENTENCES, telling.OUTCOMES])
def test_one_is_a_word_and_many_a_number(sentences):
    one, many = ([telling.spoken(sentences, {name: n})[0] for name in sentences] for n in (1, 12))

    assert [told for told in one if not told.startswith("One ")] == []
    assert [told for told in many if not told.startswith("12 ")] == []
    assert all(told.endswith(".") for told in (*one, *many))


def test_what_was_taken_back_is_told_with_what_stays_and_why():
    assert telling.taken_back({"reversed": 1, "edited": 1, "used": 2, "merged": 0, "gone": 0}) == [
        "One row was taken back.",
        "One stays, because a person changed it since.",
        "2 stay, because something else hangs on them now.",
    ]
    assert telling.taken_back({"reversed": 0, "gone": 1}) == ["Nothing was taken back.", "One was gone already."]
