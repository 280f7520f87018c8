"""Units of figures: how a number is written, and in which words its unit follows."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.web.numerals import grouped, percent

SMALL = 10
# How quiet a client is, by their own rhythm. A figure keeps the place in this list.
STATES = (gettext_lazy("active"), gettext_lazy("at risk"), gettext_lazy("lapsed"))


class Unit(models.TextChoices):
    MONEY = "money", gettext_lazy("money")
    MONEY_A_YEAR = "money_a_year", gettext_lazy("money a year")
    MONEY_A_PURCHASE = "money_a_purchase", gettext_lazy("money a purchase")
    PURCHASES_A_YEAR = "purchases_a_year", gettext_lazy("purchases a year")
    SHARE = "share", gettext_lazy("share, from 0 to 1")
    YEARS = "years", gettext_lazy("years")
    DAYS = "days", gettext_lazy("days")
    COUNT = "count", gettext_lazy("number")
    OF_100 = "of_100", gettext_lazy("points of 100")
    STATE = "state", gettext_lazy("active, at risk or lapsed")

    def write(self, value: float) -> str:
        r"""The number alone.

        >>> Unit.SHARE.write(0.184), Unit.DAYS.write(7.25), Unit.MONEY.write(84320.4)
        ('18\u2009%', '7.3', '84\u2009320')
        """
        if self is Unit.STATE:
            return str(STATES[int(value)])
        number = Decimal(repr(value))
        if self is Unit.SHARE:
            return percent(number)
        is_whole = abs(value) >= SMALL or number == number.to_integral_value() or self.value.startswith("money")
        return grouped(number, places=0 if is_whole else 1)

    def follow(self, currency: str) -> str:
        """The words behind the number; a share needs none.

        >>> Unit.MONEY_A_YEAR.follow("EUR")
        'EUR a year'
        """
        words = {
            Unit.MONEY: "%(currency)s",
            Unit.MONEY_A_YEAR: _("%(currency)s a year"),
            Unit.MONEY_A_PURCHASE: _("%(currency)s a purchase"),
            Unit.PURCHASES_A_YEAR: _("purchases a year"),
            Unit.YEARS: _("years"),
            Unit.DAYS: _("days"),
            Unit.OF_100: _("of 100, 100 is healthy"),
        }
        return words.get(self, "") % {"currency": currency}
