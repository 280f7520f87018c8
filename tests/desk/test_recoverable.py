"""What is recoverable: counts that say of how many they are known, and with whom to begin."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from wonback.clients.models import Client, Permission
from wonback.desk.recoverable import PROPOSED, Recoverable
from wonback.losses.models import Loss, Reason

pytestmark = pytest.mark.django_db

PRICE, UNKNOWN = "price", "not-asked"


@pytest.fixture
def lost(noon):
    """Write down a loss; what is not said is unknown."""

    def lose(name, *, reason=UNKNOWN, worth=None, kind="client", rank=1.0, holder=None):
        client = Client.objects.create(name=name, standing="lost")
        known = "unknown" if worth is None else "known"
        facts = {"kind": kind, "lost_on": date(2026, 5, 1), "recorded_at": noon, "rank": rank, "holder": holder}
        facts |= {"worth": worth, "worth_known": known, "currency": "EUR"}
        loss = Loss.objects.create(client=client, reason=Reason.objects.get(key=reason), **facts)
        loss.causes.create(reason=loss.reason, voice="rep", words="", noted_at=noon)
        return loss

    return lose


@pytest.fixture
def shown(client, adam):
    client.force_login(adam)
    return lambda: " ".join(client.get(reverse("desk:recoverable")).content.decode().split())


class TestWhatIsRecoverable:
    def test_counts_what_is_known_and_never_takes_the_unknown_for_nothing(self, lost, noon):
        lost("Acme", reason=PRICE, worth=Decimal(100))
        lost("Beta")
        refusing = lost("Gamma", reason=PRICE)
        facts = {"answer": "refused", "words": "No.", "given_at": noon, "client": refusing.client}
        Permission.objects.create(**facts)
        found = Recoverable.among(Loss.objects.all(), as_of=noon.date())

        assert (found.clients, found.sales, found.all) == (3, 0, 3)
        assert (found.worth.n, found.reason.n, found.permission.n, found.refused) == (1, 2, 1, 1)
        assert [(money.amount, money.currency) for money in found.sums] == [(Decimal(100), "EUR")]

    def test_says_so_on_its_page_and_where_to_go_from_there(self, lost, shown):
        lost("Acme", reason=PRICE, worth=Decimal(100))
        lost("Beta")
        page = shown()

        assert "Begin with these 2" in page
        assert "1</span> nobody asked" in page
        assert "nobody asked to be left alone" in page
        assert reverse("desk:hand_out") in page

    def test_proposes_the_first_of_the_ranking(self, lost, shown):
        for number in range(PROPOSED + 3):
            lost(f"Client {number:02}", rank=number)
        page = shown()

        assert f"Begin with these {PROPOSED}" in page
        assert "Client 27" in page
        assert "Client 02<" not in page

    def test_teaches_one_thing_where_nobody_is_lost(self, shown):
        assert "Drop your closed-lost export" in shown()

    def test_shows_a_rep_their_own(self, lost, client, rosa):
        lost("Acme")
        lost("Berg", holder=rosa)
        client.force_login(rosa)
        page = client.get(reverse("desk:recoverable")).content.decode()

        assert "Berg" in page
        assert "Acme" not in page

    @pytest.mark.parametrize("losses", [1, 20])
    def test_asks_the_database_as_often_for_many_as_for_one(
        self, lost, client, adam, losses, django_assert_max_num_queries
    ):
        for number in range(losses):
            lost(f"Client {number}")
        client.force_login(adam)

        with django_assert_max_num_queries(24):
            client.get(reverse("desk:recoverable"))
