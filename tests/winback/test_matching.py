"""Which facts of ours make which reasons void: for one pair in words, and for all losses at once exactly the same."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wonback.care.models import Competitor
from wonback.clients.models import Client
from wonback.losses.models import Cause, Loss, Reason
from wonback.losses.models.condition import missing_key
from wonback.winback.matching import Holds, Stands, void_by
from wonback.winback.models import Fact, Trigger

DAY = date(2026, 11, 23)


def price(number, amount, since, currency="EUR"):
    return Holds(number=number, condition="price", key=currency, price=Decimal(amount), since=since)


class TestOnePair:
    def test_a_price_at_or_below_theirs_makes_it_void(self):
        reason = Stands(condition="price", currency="EUR", above=Decimal(8000))

        assert void_by(reason, [price(1, 8000, DAY)], as_of=DAY)
        assert not void_by(reason, [price(1, 8001, DAY)], as_of=DAY)

    def test_a_price_in_another_currency_says_nothing(self):
        assert not void_by(
            Stands(condition="price", currency="USD", above=Decimal(8000)), [price(1, 1, DAY)], as_of=DAY
        )

    def test_the_newest_price_list_counts_also_when_it_is_dearer(self):
        reason = Stands(condition="price", currency="EUR", above=Decimal(8000))
        lists = [price(1, 7000, DAY - timedelta(days=9)), price(2, 9000, DAY)]

        assert not void_by(reason, lists, as_of=DAY)

    def test_what_begins_tomorrow_is_not_true_today(self):
        able = Holds(number=1, condition="capability", key="sso", since=DAY + timedelta(days=1))

        assert not void_by(Stands(condition="capability", missing="sso"), [able], as_of=DAY)

    def test_a_reason_that_names_nothing_is_ended_by_nothing(self):
        gone = Holds(number=1, condition="contract", key="", since=DAY)

        assert not void_by(Stands(condition="contract"), [gone], as_of=DAY)


conditions = st.sampled_from(["price", "capability", "colleague", "territory", "contract", ""])
days = st.integers(-3, 2).map(lambda n: DAY + timedelta(days=n))
amounts = st.integers(1, 4).map(Decimal)
currencies, skills, lands = (
    st.sampled_from(["EUR", "USD"]),
    st.sampled_from(["sso", "rent", "scale"]),
    st.sampled_from(["", "DE", "AT"]),
)
few = st.integers(0, 2)


@st.composite
def facts(draw):
    about = draw(conditions.filter(bool))
    key = {
        "price": currencies, "capability": skills, "territory": lands.filter(bool), "colleague": few, "contract": few,
    }[about]  # fmt: skip
    return about, draw(key), draw(amounts), draw(days)


@st.composite
def reasons(draw):
    """A condition with all that it could need, the land and the rival of the loss, and whether it is still pursued."""
    return (
        draw(conditions),
        draw(currencies),
        draw(amounts),
        draw(skills),
        draw(few),
        draw(lands),
        draw(few),
        draw(st.booleans()),
    )


@pytest.fixture
def world(rosa, ines, vera, noon):
    return {
        "people": [rosa, ines, vera],
        "rivals": [Competitor.called(name) for name in ("Halden", "Lagermann", "Norte")],
        "reason": Reason.objects.get(key="price"),
        "at": noon,
    }


def write_loss(world, told):
    condition, currency, above, missing, person, land, rival, pursued = told
    client = Client.objects.create(name="Somebody", country=land)
    loss = Loss.objects.create(
        client=client, kind="client", lost_on=DAY, recorded_at=world["at"], reason=world["reason"], currency="EUR",
        competitor=world["rivals"][rival] if rival else None, let_go_at=None if pursued else world["at"],
    )  # fmt: skip
    columns = {
        "price": {"above": above, "currency": currency},
        "capability": {"missing": missing, "missing_key": missing_key(missing)},
        "colleague": {"colleague": world["people"][person]},
        "contract": {"until": date(2031, 1, 1)},
    }.get(condition, {})
    cause = Cause.objects.create(
        loss=loss, reason=world["reason"], voice="confirmed", noted_at=world["at"], condition=condition, **columns
    )
    return cause, Stands(
        condition=condition, currency=currency, above=above, missing=missing, country=land,
        colleague=world["people"][person].pk, competitor=world["rivals"][rival].pk if rival else None,
    )  # fmt: skip


def write_fact(world, told):
    about, key, amount, since = told
    named = {"colleague": world["people"], "contract": world["rivals"]}
    spelled = str(named[about][key].pk) if about in named else str(key)
    priced = amount if about == "price" else None
    fact = Fact.objects.create(
        condition=about, key=spelled, what="It is so.", price=priced, holds_from=since,
        said_by=world["people"][0], said_at=world["at"],
    )  # fmt: skip
    return Holds(number=fact.pk, condition=about, key=spelled, price=priced, since=since)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(reasons(), max_size=7), said=st.lists(facts(), max_size=7))
def test_all_losses_at_once_are_matched_as_one_pair_after_the_other(told, said, world):
    with transaction.atomic():
        written = [(*write_loss(world, one), one[-1]) for one in told]
        facts = [write_fact(world, one) for one in said]
        expected = {
            (f"cause:{cause.pk}", fact.number)
            for cause, reason, pursued in written
            if pursued and (fact := void_by(reason, facts, as_of=DAY))
        }

        assert Trigger.objects.notice_void(at=world["at"]) == len(expected)
        assert set(Trigger.objects.values_list("mark", "fact")) == expected
        assert Trigger.objects.notice_void(at=world["at"]) == 0
        transaction.set_rollback(True)
