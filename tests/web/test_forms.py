"""What comes in with an address or a form, before anything is looked up."""

import pytest

from wonback.web.forms import row_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("", 0),
        ("x", 0),
        ("-1", 0),
        ("1.5", 0),
        (" 7", 0),
        ("٣", 0),
        ("9" * 17, int("9" * 17)),
        ("9" * 18, 0),
    ],
)
def test_the_number_of_a_row_is_one_that_a_row_can_have(text, number):
    assert row_number(text) == number
