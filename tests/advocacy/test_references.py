"""A client vouches for us: agreed in their words, asked with manners, held, and credited once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.advocacy.conftest import told
from wonback.advocacy.models import Reference, Vouching
from wonback.advocacy.models.reference import Agreement, NotAgreed, NotNow
from wonback.advocacy.models.vouching import Need, NothingToCredit
from wonback.care.models import Concern, Risk
from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.clients.models import Contact, Deal, Permission, Purchase
from wonback.clients.models.permission import TheirWordsMissing
from wonback.core.errors import AlreadyDone
from wonback.core.money import Money
from wonback.duplicates.models import Merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(northwind, rosa, today):
    facts = {"currency": "EUR", "amount": Decimal(9_000), "opened_on": today - timedelta(days=20)}
    return Deal.objects.create(client=northwind, name="Racks", owner=rosa, **facts)


def win(deal, on):
    deal.outcome, deal.closed_on = Deal.Outcome.WON, on
    deal.save()
    return deal


def fitting(need, today):
    return [one.reference.client.name for one in Reference.objects.fitting(need, as_of=today)]


class TestAgreeing:
    def test_keeps_who_what_and_their_words(self, reference, dana, today):
        assert (reference.contact, reference.client, reference.agreed_on) == (dana, dana.client, today)
        assert reference.in_words == "a call, a written quote"
        assert told(dana.client)[-1] == (
            "Dana of Contoso at Contoso agreed to vouch for us (a call, a written quote), noted by Rosa Lindqvist: "
            "“Call me whenever it helps you”."
        )

    def test_anew_ends_what_was_agreed_before(self, reference, dana, rosa, noon, today):
        anew = Reference.agree(dana, Agreement(ways=["logo"], words="Only our logo."), by=rosa, at=noon)

        assert list(Reference.objects.standing(as_of=today)) == [anew]

    def test_needs_words_a_way_and_a_day_ahead(self, dana, rosa, noon, today):
        with pytest.raises(TheirWordsMissing):
            Reference.agree(dana, Agreement(ways=["call"], words=" "), by=rosa, at=noon)
        with pytest.raises(NotAgreed, match="willing"):
            Reference.agree(dana, Agreement(ways=[], words="Yes"), by=rosa, at=noon)
        with pytest.raises(DayWanted):
            Reference.agree(dana, Agreement(ways=["call"], words="Yes", until=today), by=rosa, at=noon)

    def test_is_no_word_of_whom_we_lost(self, northwind_loss, rosa, noon):
        with pytest.raises(NotNow, match="Northwind is not with us now"):
            Reference.agree(
                northwind_loss.client.contacts.get(), Agreement(ways=["call"], words="Yes"), by=rosa, at=noon
            )

    def test_ends_with_a_reason_once(self, reference, rosa, noon):
        with pytest.raises(WordsWanted):
            reference.end(" ", by=rosa, at=noon)
        reference.end("She has a new task.", by=rosa, at=noon)

        assert told(reference.client)[-1].endswith("noted by Rosa Lindqvist: She has a new task.")
        with pytest.raises(AlreadyDone):
            Reference.objects.get().end("Again.", by=rosa, at=noon)


class TestAsking:
    def test_is_told_to_the_client_who_gives(self, vouching, contoso):
        assert told(contoso)[-1] == (
            "Rosa Lindqvist asked that Dana of Contoso at Contoso vouch for us with Northwind: a call."
        )

    def test_keeps_to_what_they_agreed_to(self, reference, northwind, rosa, noon):
        with pytest.raises(NotAgreed, match="a call, a written quote"):
            Vouching.ask(reference, Need(way="visit", prospect=northwind), by=rosa, at=noon)

    def test_ends_with_the_agreement(self, reference, northwind, rosa, noon, today):
        Reference.objects.update(until=today)

        with pytest.raises(NotAgreed, match="has ended"):
            Vouching.ask(reference, Need(prospect=northwind), by=rosa, at=noon)

    def test_happens_once_for_each_who_wants_to_hear_it(self, vouching, northwind, rosa, noon):
        with pytest.raises(AlreadyDone):
            Vouching.ask(vouching.reference, Need(prospect=northwind), by=rosa, at=noon)

    def test_needs_somebody_who_wants_to_hear_it(self, reference, rosa, noon):
        with pytest.raises(WordsWanted):
            Vouching.ask(reference, Need(), by=rosa, at=noon)

    @pytest.mark.parametrize("what", ["concern", "risk", "refused", "refused by address", "gone", "lost"])
    def test_leaves_in_peace_whom_one_should_not_ask(
        self, what, reference, northwind, contoso, dana, rosa, noon, today
    ):
        spoil(what, contoso, dana, northwind, by=rosa, at=noon)

        with pytest.raises(NotNow):
            Vouching.ask(reference, Need(prospect=northwind), by=rosa, at=noon)
        assert fitting(Need(prospect=northwind), today) == []
        assert list(Reference.objects.weighed(as_of=today).spoiled()) == [reference]


def spoil(what, client, contact, other, *, by, at):
    day = at.date()
    if what == "concern":
        Concern.raise_(client, "Late", by=by, at=at, due_by=day)
    elif what == "risk":
        Risk.see(client, "They compare.", by=by, at=at)
    elif what == "refused":
        Permission.note(by=by, at=at, client=client, answer="refused", words="No calls.", channel="call")
    elif what == "refused by address":
        Contact.objects.filter(pk=contact.pk).update(email="dana@contoso.com")
        twin = Contact.objects.create(client=other, name="Dana", email="dana@contoso.com")
        Permission.note(by=by, at=at, client=other, contact=twin, answer="refused", words="Stop.")
    elif what == "gone":
        contact.leave(on=day, by=by, at=at)
    else:
        client.leave(on=day)


class TestTheGuard:
    @pytest.fixture
    def tired(self, reference, vouching, fabrikam, rosa, noon, today):
        """Northwind heard it yesterday a week ago, and Fabrikam is to hear it."""
        Vouching.objects.update(asked_at=noon - timedelta(days=30), on=today - timedelta(days=30))
        vouching.refresh_from_db()
        vouching.hold("helped", on=today - timedelta(days=20), by=rosa, at=noon)
        Vouching.ask(reference, Need(prospect=fabrikam), by=rosa, at=noon)
        return reference

    def test_refuses_a_third_call_with_the_day_and_who_else_would_fit(self, tired, litware, deal, rosa, noon):
        with pytest.raises(NotNow) as refusal:
            Vouching.ask(tired, Need(deal=deal), by=rosa, at=noon)

        assert refusal.value.reasons == [
            "Ask Contoso from Feb. 2, 2027 on: two calls within thirteen weeks are enough.",
            "Or ask another who fits: Litware.",
        ]

    def test_lets_them_be_asked_for_what_takes_no_time(self, tired, deal, rosa, noon):
        assert Vouching.ask(tired, Need(way="quote", deal=deal), by=rosa, at=noon).stage == "asked"

    def test_counts_all_people_of_a_client_together(self, tired, contoso, deal, rosa, noon):
        kim = Contact.objects.create(client=contoso, name="Kim")
        another = Reference.agree(kim, Agreement(ways=["call"], words="Me too."), by=rosa, at=noon)

        with pytest.raises(NotNow):
            Vouching.ask(another, Need(deal=deal), by=rosa, at=noon)

    def test_counts_no_call_that_did_not_come_about(self, tired, deal, rosa, noon):
        Vouching.objects.open().get().decline("They chose before.", by=rosa, at=noon)

        assert Vouching.ask(tired, Need(deal=deal), by=rosa, at=noon).stage == "asked"

    def test_counts_an_open_one_as_today_for_it_may_be_held_any_day(self, tired, today):
        Vouching.objects.open().update(on=today - timedelta(days=100))
        Vouching.objects.filter(stage="held").update(on=today - timedelta(days=10))

        assert list(Reference.objects.weighed(as_of=today).tired(as_of=today)) == [tired]

    def test_ends_by_itself(self, tired, today):
        Vouching.objects.open().update(stage="held", on=today)
        then = today + timedelta(days=71)

        assert list(Reference.objects.weighed(as_of=then).free(as_of=then)) == [tired]
        eve = then - timedelta(days=1)
        assert list(Reference.objects.weighed(as_of=eve).free(as_of=eve)) == []


class TestMatching:
    def test_puts_the_nearest_first_with_reasons(self, reference, litware, northwind, deal, today):
        for client in (northwind, litware):
            Purchase.objects.create(client=client, bought_on=today, amount=10, currency="EUR", product="Gloves")
        found = Reference.objects.fitting(Need(prospect=northwind), as_of=today)

        assert [(one.reference.client.name, one.fit.reasons) for one in found] == [
            ("Contoso", ("The same trade: Logistics", "As large as they are: size B")),
            ("Litware", ("They use it too: Gloves", "The same country: Germany")),
        ]

    def test_leaves_out_who_has_nothing_in_common_and_who_did_not_agree_to_it(
        self, reference, litware, fabrikam, today
    ):
        assert fitting(Need(prospect=fabrikam), today) == ["Litware", "Contoso"]
        assert fitting(Need(way="quote", prospect=fabrikam), today) == ["Contoso"]
        Reference.objects.filter(client=litware).update(until=today)
        assert fitting(Need(prospect=fabrikam), today) == ["Contoso"]

    def test_never_names_those_who_want_to_hear_it(self, reference, contoso, today):
        assert fitting(Need(prospect=contoso), today) == []

    def test_asks_the_same_number_of_questions_for_many(
        self, reference, northwind, contoso, rosa, noon, today, django_assert_num_queries
    ):
        Purchase.objects.create(client=northwind, bought_on=today, amount=10, currency="EUR", product="Gloves")
        for number in range(20):
            kim = Contact.objects.create(client=contoso, name=f"Kim {number}")
            Reference.agree(kim, Agreement(ways=["call"], words="Yes."), by=rosa, at=noon)

        with django_assert_num_queries(4):
            assert len(Reference.objects.fitting(Need(prospect=northwind), as_of=today, most=20)) == 20


class TestWhatCameOfIt:
    def test_is_told_to_both(self, vouching, contoso, northwind, rosa, noon):
        vouching.agree(by=rosa, at=noon)
        vouching.hold("helped", "They asked about the winter.", by=rosa, at=noon)

        assert told(contoso)[-2:] == [
            "Dana of Contoso at Contoso will vouch for us with Northwind, noted by Rosa Lindqvist.",
            "Dana of Contoso at Contoso vouched for us with Northwind. It helped. They asked about the winter.",
        ]
        assert told(northwind)[-1] == "Contoso vouched for us with Northwind. It helped. They asked about the winter."

    def test_may_be_nothing_with_a_reason(self, vouching, rosa, noon):
        with pytest.raises(WordsWanted):
            vouching.decline("", by=rosa, at=noon)
        vouching.decline("On holiday.", by=rosa, at=noon)

        assert told(vouching.client)[-1].endswith("does not vouch for us with Northwind: On holiday.")
        with pytest.raises(AlreadyDone):
            Vouching.objects.get().hold("helped", by=rosa, at=noon)

    def test_lies_between_the_asking_and_today(self, vouching, rosa, noon, today):
        for day in (today - timedelta(days=1), today + timedelta(days=1)):
            with pytest.raises(DayWanted):
                vouching.hold("helped", on=day, by=rosa, at=noon)


class TestCredit:
    @pytest.fixture
    def helped(self, reference, deal, rosa, noon):
        asked = Vouching.ask(reference, Need(deal=deal), by=rosa, at=noon)
        asked.hold("helped", by=rosa, at=noon)
        return asked

    def test_is_for_a_sale_that_was_won_and_when(self, helped, deal, contoso, rosa, noon, today):
        win(deal, today + timedelta(days=9))
        helped = Vouching.objects.get()
        helped.credit(by=rosa, at=noon)

        assert (helped.credited_on, helped.credited_by) == (today + timedelta(days=9), rosa)
        assert [one.client for one in deal.vouchings.credited()] == [contoso]
        assert told(contoso)[-1] == "Contoso helped to close a sale, says Rosa Lindqvist: Racks."

    def test_is_given_once(self, helped, deal, rosa, noon, today):
        win(deal, today)
        Vouching.objects.get().credit(by=rosa, at=noon)

        with pytest.raises(AlreadyDone):
            Vouching.objects.get().credit(by=rosa, at=noon)

    def test_is_refused_for_a_sale_that_is_open_or_was_won_before(self, helped, deal, rosa, noon, today):
        with pytest.raises(NothingToCredit, match="won\\."):
            helped.credit(by=rosa, at=noon)
        win(deal, today - timedelta(days=1))
        with pytest.raises(NothingToCredit, match="after"):
            Vouching.objects.get().credit(by=rosa, at=noon)

    def test_is_refused_where_nobody_says_that_it_helped(self, vouching, deal, rosa, noon, today):
        with pytest.raises(NothingToCredit, match="first"):
            vouching.credit(win(deal, today), by=rosa, at=noon)

    def test_counts_a_sale_once_whoever_helped_and_says_of_how_many_the_amount_is_known(
        self, helped, litware, deal, northwind, rosa, noon, today
    ):
        kims = Vouching.ask(litware.references.get(), Need(deal=deal), by=rosa, at=noon)
        kims.hold("helped", by=rosa, at=noon)
        win(deal, today)
        facts = {"currency": "EUR", "outcome": "won", "closed_on": today, "owner": rosa}
        unknown = Deal.objects.create(client=northwind, name="Tape", **facts)
        Vouching.objects.create(
            reference=litware.references.get(), way="quote", deal=unknown, asked_by=rosa, asked_at=noon, on=today,
            stage="held", outcome="helped", credited_on=today,
        )  # fmt: skip
        for one in Vouching.objects.filter(deal=deal):
            one.credit(by=rosa, at=noon)
        found = Vouching.objects.visible_to(rosa).helped()

        assert (found.deals, found.known, found.worth) == (2, 1, (Money(Decimal(9_000), "EUR"),))

    def test_falls_away_with_a_sale_that_was_not_won_after_all(self, helped, deal, rosa, noon, today):
        win(deal, today)
        Vouching.objects.get().credit(by=rosa, at=noon)
        Deal.objects.update(outcome="lost")

        assert Vouching.objects.visible_to(rosa).helped().deals == 0


class TestTwoThatAreOne:
    def test_bring_along_what_they_give_and_are_taken_apart_with_it(
        self, vouching, contoso, fabrikam, ines, rosa, noon
    ):
        merge = Merge.of(fabrikam, [contoso], by=ines, at=noon)
        assert [one.client for one in Reference.objects.all()] == [fabrikam]

        merge.take_back(by=ines, at=noon)
        assert [one.client for one in Reference.objects.all()] == [contoso]


class TestWhoSees:
    def test_a_rep_elsewhere_may_ask_but_sees_neither_page_nor_words_of_others(self, vouching, sam, rosa, ines):
        assert list(Reference.objects.visible_to(sam)) == list(Vouching.objects.visible_to(sam)) == []
        assert list(Reference.objects.askable_by(sam)) == [vouching.reference]
        assert list(Vouching.objects.visible_to(ines)) == [vouching]

    def test_whoever_asked_follows_it_but_does_not_answer_for_them(self, reference, sam, litware, noon):
        asked = Vouching.ask(reference, Need(prospect=litware), by=sam, at=noon)

        assert list(Vouching.objects.visible_to(sam)) == [asked]
        assert list(Vouching.objects.answerable_by(sam)) == []

    def test_whoever_does_not_work_with_clients_asks_nobody(self, reference, vera):
        assert list(Reference.objects.askable_by(vera)) == []
