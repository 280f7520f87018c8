"""One question to ask, and a word about doing it another way."""

from datetime import date, timedelta

import pytest

from wonback.care.question import Known, another_way, to_ask

TODAY = date(2026, 11, 23)


def known(**facts):
    return Known(**{"as_of": TODAY, "decider": "Dana"} | facts)


class TestQuestion:
    def test_comes_back_to_what_they_are_unhappy_about(self):
        assert to_ask(known(concern="Late parcels.", competitor_seen=True)) == (
            "Is it settled for you, or still open: “Late parcels”?"
        )

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"competitor_seen": True}, "Who else are you talking to"),
            ({"contract_until": TODAY + timedelta(days=100)}, "Your contract runs until 3 March"),
            ({"wants_more": True}, "You wanted more"),
            ({"ever_spoken": False}, "What did you hope for"),
            ({"decider": None}, "Who decides about working with us"),
        ],
    )
    def test_asks_what_matters_most_now(self, facts, words):
        assert to_ask(known(**facts)).startswith(words)

    def test_is_not_about_a_contract_that_runs_for_years(self):
        assert "contract" not in to_ask(known(contract_until=TODAY + timedelta(days=400)))

    def test_is_another_one_next_week(self):
        assert to_ask(known()) != to_ask(known(as_of=TODAY + timedelta(days=7)))


class TestAnotherWay:
    def test_is_advised_after_three_of_one_kind(self):
        assert another_way(["mail", "mail", "mail"]) == "Three mails in a row. Call or visit this time."

    @pytest.mark.parametrize("channels", [[], ["mail", "mail"], ["mail", "call", "mail"]])
    def test_is_not_advised_before(self, channels):
        assert another_way(channels) == ""
