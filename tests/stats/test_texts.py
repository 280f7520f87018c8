"""Which label a short text is most like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.stats.errors import CannotTell
from wonback.stats.texts import Likeness, distinct, held_out

KNOWN = [("too expensive for us", "price"), ("the price went up", "price"), ("nobody called back", "service")]


class TestLikeness:
    def test_tells_by_shared_words(self):
        assert Likeness.of(KNOWN).best("Prices are rising")[0] == "price"
        assert Likeness.of(KNOWN).best("I called twice")[0] == "service"

    def test_tells_nothing_without_a_shared_word(self):
        assert Likeness.of(KNOWN).best("Mercury in retrograde") == ("", 0.0)
        assert Likeness.of(KNOWN).best("") == ("", 0.0)

    def test_of_its_own_texts_is_certain(self):
        assert Likeness.of(KNOWN[2:]).best("nobody called back")[1] == pytest.approx(1)

    def test_needs_an_example(self):
        with pytest.raises(CannotTell):
            Likeness.of([])

    @given(
        st.lists(st.tuples(st.text(max_size=30), st.sampled_from("abc")), min_size=1, max_size=12), st.text(max_size=30)
    )
    def test_never_leaves_its_labels_nor_its_range(self, examples, text):
        label, cosine = Likeness.of(examples).best(text)
        assert label in {"", *(known for _text, known in examples)}
        assert 0 <= cosine <= 1 + 1e-9


class TestHeldOut:
    def test_never_asks_for_a_text_it_was_taught(self):
        assert held_out([("same words", "a")] * 50) == (0, 0, 1)

    def test_counts_what_the_others_teach(self):
        examples = [(f"the price of {what}", "price") for what in ("rope", "tape", "glue")]
        examples += [(f"support about {what}", "service") for what in ("rope", "tape", "glue")]
        assert held_out(examples, folds=6) == (6, 6, 6)

    def test_takes_the_most_frequent_label_of_a_text(self):
        assert distinct([("A  b", "x"), ("a b", "y"), ("a B", "y")]) == [("a b", "y")]
