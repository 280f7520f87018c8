"""Words that make excuses get a gentle hint."""

import pytest

from wonback.losses.excuses import hints


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("We were late, but the weather was bad.", "but"),
        ("Unfortunately the lorry broke down.", "Unfortunately"),
        ("They should have told us.", "They should have"),
        ("It was not really our fault.", "not really our fault"),
        ("Mistakes were made.", "Mistakes were made"),
        ("There was a misunderstanding.", "misunderstanding"),
        ("We were late, like everybody else.", "everybody else"),
        ("We only followed the contract.", "We only followed"),
        ("Nobody could have known.", "Nobody could have"),
        ("The carrier let us down.", "The carrier let"),
        ("If only they had called.", "If only"),
    ],
)
def test_an_excuse_is_quoted_back(words, sign):
    assert any(f"“{sign}”" in hint for hint in hints(words))


@pytest.mark.parametrize(
    "words",
    ["We missed three deliveries and told them too late.", "We butted in and gave them the wrong button.", ""],
)
def test_plain_words_get_no_hint(words):
    assert hints(words) == []


def test_the_same_kind_of_excuse_is_named_once():
    assert len(hints("Late, but rarely, but never twice, however.")) == 1
