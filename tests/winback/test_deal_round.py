"""The deal round: a fair split that is only suggested, and a hand-out that happens once, all of it or nothing."""

import pytest
from django.conf import settings
from hypothesis import given as holds_for
from hypothesis import strategies as st

from tests.cast import person
from wonback.clients.models import Permission
from wonback.core.errors import AlreadyDone
from wonback.losses.models import Conflict, Loss
from wonback.post.models import Letter
from wonback.team.models import NotAllowed, TooMuchWork
from wonback.winback.deal_round import Card, Hand, suggest
from wonback.winback.deal_round_page import Round
from wonback.winback.models import DealRound, HandOut
from wonback.winback.models.deal_round import NobodyChosen
from wonback.winback.models.hand_out import HandsFull, KeepAway

PEOPLE = st.integers(1, 5)
cards = st.builds(
    Card,
    pk=st.integers(1, 99),
    worth=st.none() | st.floats(0, 1e6),
    known_by=st.dictionaries(PEOPLE, st.just("knows them"), max_size=3),
    barred=st.dictionaries(PEOPLE, st.just("has a stake"), max_size=4),
    put=st.none() | PEOPLE,
    stays=st.just("") | st.just("Stays in the pool: they asked us not to contact them."),
)
packs = st.lists(cards, max_size=14, unique_by=lambda card: card.pk)
hands = st.builds(
    Hand, pk=PEOPLE, name=st.just("Rosa"), room=st.integers(-2, 6), worth=st.floats(0, 1e6), dealt_to=st.booleans()
)
tables = st.lists(hands, max_size=5, unique_by=lambda hand: hand.pk)


def taken(deals, hand):
    return sum(deal.hand == hand.pk for deal in deals)


class TestAFairSplit:
    @holds_for(packs, tables)
    def test_says_of_every_card_once_where_it_goes_and_why(self, pack, table):
        deals = suggest(pack, table)

        assert [deal.card for deal in deals] == [card.pk for card in pack]
        assert all(deal.why.endswith(".") for deal in deals)

    @holds_for(packs, tables)
    def test_never_gives_more_than_there_is_room_for(self, pack, table):
        deals = suggest(pack, table)

        assert [hand for hand in table if taken(deals, hand) > max(0, hand.room)] == []

    @holds_for(packs, tables)
    def test_never_gives_a_card_to_whoever_should_keep_away_nor_one_that_stays(self, pack, table):
        barred = {card.pk: set(card.barred) | ({1, 2, 3, 4, 5} if card.stays else set()) for card in pack}

        assert [deal for deal in suggest(pack, table) if deal.hand in barred[deal.card]] == []

    @holds_for(packs, tables)
    def test_is_the_same_when_asked_again(self, pack, table):
        assert suggest(pack, table) == suggest(pack, table)

    @holds_for(packs, tables)
    def test_leaves_what_it_suggested_where_it_is(self, pack, table):
        first = {deal.card: deal.hand for deal in suggest(pack, table)}
        again = suggest([put(card, first[card.pk]) for card in pack], table)

        assert {deal.card: deal.hand for deal in again if first[deal.card]} == {k: v for k, v in first.items() if v}

    @holds_for(packs, tables)
    def test_moves_nothing_that_somebody_put_down_and_nothing_stands_against(self, pack, table):
        free = [put(card, None) for card in pack]
        room = {hand.pk: hand.room for hand in table}
        by_hand = next(
            (card for card in pack if card.put not in card.barred and room.get(card.put, 0) > 0 and not card.stays),
            None,
        )
        if by_hand:
            deals = suggest([put(card, by_hand.put if card.pk == by_hand.pk else None) for card in free], table)
            assert next(deal.hand for deal in deals if deal.card == by_hand.pk) == by_hand.put

    @holds_for(packs, tables)
    def test_leaves_nobody_in_the_pool_whom_somebody_with_room_may_take(self, pack, table):
        deals = suggest(pack, table)
        free = [hand.pk for hand in table if hand.dealt_to and hand.room - taken(deals, hand) > 0]
        left = {deal.card for deal in deals if deal.hand is None}

        assert [c for c in pack if c.pk in left and not c.stays and any(pk not in c.barred for pk in free)] == []

    def test_deals_about_as_much_worth_to_each_counting_what_they_hold(self):
        pack = [Card(pk=pk, worth=worth) for pk, worth in enumerate((90.0, 50.0, 40.0, 20.0), start=1)]
        table = [Hand(pk=1, name="Rosa", room=5, worth=0), Hand(pk=2, name="Sam", room=5, worth=60)]
        deals = suggest(pack, table)

        assert [deal.hand for deal in deals] == [1, 2, 1, 2]

    def test_gives_to_those_who_know_them_and_says_so(self):
        pack = [Card(pk=1, worth=10, known_by={2: "looked after them before"}), Card(pk=2, worth=10)]
        table = [Hand(pk=1, name="Rosa", room=5), Hand(pk=2, name="Sam", room=5)]

        assert suggest(pack, table)[0].why == "To Sam: looked after them before."

    def test_does_not_give_all_to_whoever_knows_all(self):
        pack = [Card(pk=pk, worth=10, known_by={2: "knows them"}) for pk in range(1, 5)]
        table = [Hand(pk=1, name="Rosa", room=5), Hand(pk=2, name="Sam", room=5)]
        deals = suggest(pack, table)

        assert (taken(deals, table[0]), taken(deals, table[1])) == (2, 2)

    def test_deals_nothing_to_a_lead_who_put_nothing_there(self):
        lead = Hand(pk=1, name="Ines", room=5, dealt_to=False)
        deals = suggest([Card(pk=1, put=1), Card(pk=2)], [lead])

        assert [deal.hand for deal in deals] == [1, None]
        assert deals[1].why == "Stays in the pool: nobody has room for one more."


def put(card, where):
    return Card(pk=card.pk, worth=card.worth, known_by=card.known_by, barred=card.barred, put=where, stays=card.stays)


@pytest.fixture
def tom(north, ines):
    return person("Tom Becker", "rep", team=north, reports_to=ines)


@pytest.fixture
def pool(fabrikam_loss, northwind_loss):
    """Two lost clients nobody works on."""
    Loss.objects.update(holder=None)
    return list(Loss.objects.order_by("pk"))


@pytest.fixture
def by_name(pool):
    return {loss.client.name: loss for loss in pool}


@pytest.fixture
def dealt(pool, tom, ines, noon):
    return DealRound.deal({tom: pool}, key="page-1", by=ines, at=noon)


@pytest.mark.django_db
class TestDeal:
    def test_hands_out_all_of_it_and_writes_one_letter_to_each(self, pool, tom, rosa, ines, noon):
        DealRound.deal({tom: pool[:1], rosa: pool[1:]}, key="page-1", by=ines, at=noon)

        assert HandOut.objects.unanswered().count() == 2
        assert sorted(Letter.objects.values_list("to", flat=True)) == ["rosa@example.com", "tom@example.com"]

    def test_is_one_letter_however_many_clients(self, dealt, pool):
        letter = Letter.objects.get()

        assert letter.subject == "Ines Okafor asks you to bring 2 clients back"
        assert all(str(loss.client) in letter.text for loss in pool)
        assert letter.text.count(f"{settings.WONBACK_URL}/h/") == 4

    def test_happens_once_when_the_page_is_sent_twice(self, dealt, pool, tom, ines, noon):
        again = DealRound.deal({tom: pool}, key="page-1", by=ines, at=noon)

        assert again == dealt
        assert (HandOut.objects.count(), Letter.objects.count()) == (2, 1)

    def test_hands_out_nothing_when_one_is_refused(self, pool, tom, ines, noon):
        tom.open_work_limit = 1
        with pytest.raises(HandsFull):
            DealRound.deal({tom: pool}, key="page-1", by=ines, at=noon)

        assert (HandOut.objects.count(), DealRound.objects.count(), Letter.objects.count()) == (0, 0, 0)

    def test_is_refused_for_whoever_has_a_stake(self, pool, tom, ines, noon):
        Conflict.declare(tom, pool[0].client, "My brother works there.", by=tom, at=noon)

        with pytest.raises(KeepAway) as refusal:
            DealRound.deal({tom: pool}, key="page-1", by=ines, at=noon)
        assert "Tom Becker has a stake in it (My brother works there)." in refusal.value.reasons[0]

    def test_is_refused_for_what_somebody_else_dealt_meanwhile(self, dealt, pool, rosa, ines, noon):
        with pytest.raises(AlreadyDone):
            DealRound.deal({rosa: pool}, key="page-2", by=ines, at=noon)

    def test_needs_somebody_in_hand(self, ines, noon):
        with pytest.raises(NobodyChosen):
            DealRound.deal({}, key="page-1", by=ines, at=noon)

    def test_is_for_leads(self, pool, tom, rosa, noon):
        with pytest.raises(NotAllowed):
            DealRound.deal({tom: pool}, key="page-1", by=rosa, at=noon)

    def test_what_a_lead_takes_themselves_is_taken_on_and_told_so(self, pool, ines, noon):
        DealRound.deal({ines: pool[:1]}, key="page-1", by=ines, at=noon)

        assert HandOut.objects.get().accepted_at == noon
        assert not Letter.objects.exists()
        last = str(pool[0].client.timeline.order_by("-pk")[0])
        assert last == f"Ines Okafor will bring {pool[0].client} back themselves."


@pytest.mark.django_db
class TestTheTable:
    """What a lead sees."""

    def seen(self, ines, noon, **facts):
        return Round(user=ines, now=noon, put={}, **facts)

    def test_shows_the_pool_and_the_people_of_the_team_the_lead_first(self, pool, tom, rosa, sam, ines, noon):
        shown = self.seen(ines, noon).context()

        assert {line.loss for line in shown["waiting"]} == set(pool)
        assert [seat.person for seat in shown["seats"]] == [ines, rosa, tom]

    def test_suggests_whoever_knows_them(self, by_name, tom, rosa, ines, noon):
        deals = self.seen(ines, noon).suggested()

        assert deals[by_name["Northwind"].pk].hand == rosa.pk
        assert deals[by_name["Northwind"].pk].why == "To Rosa Lindqvist: looked after them before."
        assert {deal.hand for deal in deals.values()} == {rosa.pk, tom.pk}

    def test_bars_whoever_gave_it_back_and_says_why(self, dealt, by_name, tom, ines, noon):
        loss = by_name["Fabrikam"]
        loss.hand_outs.get().give_back("I sold to their neighbour.", by=tom, at=noon)

        assert self.seen(ines, noon).barred[loss.pk] == {tom.pk: "gave it back: I sold to their neighbour"}

    def test_deals_nobody_who_asked_not_to_be_contacted(self, by_name, tom, vera, ines, noon):
        loss = by_name["Fabrikam"]
        Permission.note(by=vera, at=noon, client=loss.client, answer="refused", words="Leave us alone.")

        deal = self.seen(ines, noon).suggested()[loss.pk]
        assert (deal.hand, deal.why) == (None, "Stays in the pool: they asked us not to contact them.")

    def test_takes_as_many_queries_for_two_as_for_none(self, pool, tom, ines, noon, django_assert_max_num_queries):
        with django_assert_max_num_queries(14):
            self.seen(ines, noon).context(suggested=True)


@pytest.mark.django_db
class TestTheLimit:
    def test_is_set_by_a_lead(self, rosa, ines, noon):
        rosa.limit_work(3, by=ines, at=noon)
        rosa.refresh_from_db()

        assert rosa.open_work_limit == 3

    def test_is_not_set_by_a_rep(self, rosa, noon):
        with pytest.raises(NotAllowed):
            rosa.limit_work(30, by=rosa, at=noon)

    def test_has_an_end(self, rosa, ines, noon):
        with pytest.raises(TooMuchWork):
            rosa.limit_work(100, by=ines, at=noon)
