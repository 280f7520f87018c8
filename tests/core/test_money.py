from decimal import Decimal

import pytest

from wonback.core.money import Money


def euros(amount):
    return Money(Decimal(amount), "EUR")


class TestMoney:
    def test_adds_to_the_cent(self):
        assert euros("0.10") + euros("0.20") == euros("0.30")

    def test_subtracts_below_nothing(self):
        assert euros("5") - euros("7.50") == euros("-2.50")

    def test_is_sorted_by_amount(self):
        assert sorted([euros("9"), euros("-1"), euros("3")]) == [euros("-1"), euros("3"), euros("9")]

    @pytest.mark.parametrize("together", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b])
    def test_of_two_currencies_is_never_put_together(self, together):
        with pytest.raises(ValueError, match="EUR and USD"):
            together(euros("1"), Money(Decimal(1), "USD"))
