"""What people see of pairs and merges, and do with them, on the pages and through the API."""

from datetime import timedelta

import pytest
from django.urls import reverse

from wonback.clients.models import Client, Contact
from wonback.duplicates.models import Merge, Pair
from wonback.duplicates.tasks import find_pairs, merge_identical

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(contoso, twin, today):
    find_pairs(as_of=today)
    return Pair.objects.get()


def text(client, name, *args, **data):
    return client.get(reverse(f"duplicates:{name}", args=args), data).content.decode()


class TestTheNight:
    def test_finds_them_and_says_why(self, pair):
        assert pair.why.startswith("the same name; same domain contoso.com")

    def test_finds_them_once(self, pair, today):
        assert find_pairs(as_of=today) == 1
        assert Pair.objects.get() == pair

    def test_proposes_nobody_of_whom_somebody_said_they_are_two(self, pair, rosa, noon, today):
        pair.keep_apart(by=rosa, at=noon)

        assert find_pairs(as_of=today + timedelta(days=1)) == 0
        assert Pair.objects.get().apart_by == rosa

    def test_forgets_a_pair_that_no_longer_looks_alike(self, pair, twin, ines, noon, today):
        twin.correct(by=ines, at=noon, name="Somebody else")

        assert find_pairs(as_of=today + timedelta(days=1)) == 0
        assert not Pair.objects.exists()

    def test_joins_nobody_by_an_address_of_ours(self, contoso, northwind, rosa, today):
        for client in (contoso, northwind):
            Contact.objects.create(client=client, name="Rosa", email=rosa.email)

        assert find_pairs(as_of=today) == 0

    def test_leaves_a_parent_and_its_part_alone(self, contoso, twin, today):
        Client.objects.filter(pk=twin.pk).update(parent=contoso)

        assert find_pairs(as_of=today) == 0


class TestTheList:
    def test_shows_a_rep_their_own(self, client, pair, rosa, sam):
        client.force_login(rosa)
        assert "Contoso AB" in text(client, "pairs")
        client.force_login(sam)
        assert "Contoso" not in text(client, "pairs")

    def test_says_that_there_is_nobody(self, client, rosa):
        client.force_login(rosa)
        assert "Nobody seems to be written down twice." in text(client, "pairs")

    def test_goes_on_below_and_asks_no_more_for_more(self, client, ines, rosa, today, django_assert_max_num_queries):
        one = Client.objects.create(name="Acme", name_key="acme", owner=rosa)
        others = Client.objects.bulk_create(
            Client(name=f"Acme {n}", name_key=f"acme{n}", owner=rosa) for n in range(60)
        )
        Pair.objects.bulk_create(
            Pair(one=one, other=other, score=0.9 - n / 1000, found_on=today) for n, other in enumerate(others)
        )
        client.force_login(ines)

        with django_assert_max_num_queries(10):
            page = text(client, "pairs")

        assert page.count("They are two</button>") == 25
        assert "Further" in page


class TestOnePair:
    def test_is_put_together_as_chosen_and_taken_back_at_the_foot(self, client, pair, contoso, twin, ines):
        client.force_login(ines)
        assert "+46 40 123 456" in text(client, "pair", pair.pk)

        said = {"stays": contoso.pk, "name": twin.pk, "phone": twin.pk}
        page = client.post(reverse("duplicates:merge", args=[pair.pk]), said, follow=True).content.decode()

        contoso.refresh_from_db()
        assert contoso.name == "Contoso AB"
        assert "Contoso AB is part of Contoso AB now." in page
        merge = Merge.objects.get()
        page = client.post(reverse("duplicates:take_back", args=[merge.pk]), follow=True).content.decode()
        assert "They are two again" in page
        assert Client.objects.filter(pk=twin.pk).exists()

    def test_leaves_its_old_address_to_the_one_that_stays(self, client, pair, contoso, twin, sam, ines, noon):
        Merge.of(contoso, [twin], by=ines, at=noon)
        client.force_login(ines)
        assert client.get(twin.get_absolute_url()).url == contoso.get_absolute_url()

        client.force_login(sam)
        assert client.get(twin.get_absolute_url()).status_code == 404

    def test_lets_the_other_stay(self, client, pair, contoso, twin, ines):
        client.force_login(ines)

        client.post(reverse("duplicates:merge", args=[pair.pk]), {"stays": twin.pk})

        assert Client.objects.filter(name__startswith="Contoso").get() == twin

    def test_asks_where_they_stand_and_takes_nothing_for_granted(self, client, pair, twin, ines):
        Client.objects.filter(pk=twin.pk).update(standing="lost")
        client.force_login(ines)
        page = text(client, "pair", pair.pk)

        assert page.count('name="standing"') == page.count("required>") == 2
        assert "checked" in page

    def test_shows_a_rep_no_choice(self, client, pair, rosa):
        client.force_login(rosa)
        page = text(client, "pair", pair.pk)

        assert "Put them together" not in page
        assert "They are two" in page

    def test_is_kept_apart_and_looked_at_again(self, client, pair, rosa):
        client.force_login(rosa)
        client.post(reverse("duplicates:keep_apart", args=[pair.pk]))
        assert "Rosa Lindqvist said that they are two." in text(client, "pairs", only="apart")

        client.post(reverse("duplicates:reconsider", args=[pair.pk]))
        assert Pair.objects.open().get() == pair


class TestIdenticalOnes:
    @pytest.fixture
    def three(self, rosa, noon, today):
        facts = {"domain": "acme.com", "owner": rosa, "standing": "active"}
        found = [
            Client.add(by=rosa, at=noon, since=None, name=name, **facts) for name in ("Acme", "ACME Ltd", "Acme Inc")
        ]
        find_pairs(as_of=today)
        return found

    def test_are_counted_before_they_are_put_together(self, client, three, ines):
        client.force_login(ines)
        assert "Put all 2 together" in text(client, "identical")

    def test_become_one(self, three, ines, noon):
        assert merge_identical.call(user_id=ines.pk, at=noon.isoformat()) >= 1
        assert merge_identical.call(user_id=ines.pk, at=noon.isoformat()) == 0


class TestWhileSomebodyTypes:
    def test_is_asked_whether_it_is_one_of_these(self, client, contoso, rosa):
        client.force_login(rosa)
        page = client.get(reverse("clients:alike"), {"name": "Contosso AB"}).content.decode()

        assert "Is it one of these?" in page
        assert contoso.get_absolute_url() in page

    def test_is_not_told_of_clients_of_others(self, client, contoso, sam):
        client.force_login(sam)
        assert "Contoso" not in client.get(reverse("clients:alike"), {"name": "Contoso"}).content.decode()

    def test_without_javascript_is_asked_before_anything_is_written(self, client, contoso, rosa):
        client.force_login(rosa)
        said = {"name": "Contoso GmbH", "standing": "active", "tier": "C"}

        page = client.post(reverse("clients:new"), said)
        assert (page.status_code, "Is it one of these?" in page.content.decode()) == (422, True)
        assert Client.objects.count() == 1
        client.post(reverse("clients:new"), said | {"sure": "yes"})
        assert Client.objects.count() == 2


class TestThroughTheApi:
    @pytest.fixture
    def call(self, client, ines):
        client.force_login(ines)
        return lambda method, path, **said: getattr(client, method)(
            f"/api/v1{path}", **({"data": said, "content_type": "application/json"} if method == "post" else {})
        ).json()

    def test_pairs_are_listed_merged_and_taken_back(self, call, pair, contoso, twin):
        assert call("get", "/duplicates")["rows"][0]["why"].startswith("the same name; same domain")

        done = call("post", f"/clients/{contoso.pk}/merge", others=[twin.pk], choices={"name": twin.pk})
        again = call("post", f"/clients/{contoso.pk}/merge", others=[twin.pk])

        assert done["id"] == again["id"]
        assert (done["survivor"], done["gone"]) == ("Contoso AB", [{"pk": twin.pk, "name": "Contoso AB"}])
        assert call("get", "/merges")["rows"][0]["id"] == done["id"]
        assert call("post", f"/merges/{done['id']}/take-back")["outcome"]["reversed"] > 5

    def test_a_pair_is_kept_apart_and_looked_at_again(self, call, pair):
        assert call("post", f"/duplicates/{pair.pk}/keep-apart")["apart_at"]
        assert call("get", "/duplicates")["rows"] == []
        assert call("get", "/duplicates?only=apart")["rows"][0]["id"] == pair.pk

        assert call("post", f"/duplicates/{pair.pk}/reconsider")["apart_at"] is None

    def test_identical_ones_are_put_together_at_once(self, call, pair):
        assert call("post", "/duplicates/merge-identical") == {"pairs": 1}
        assert Merge.objects.get().survivor == pair.one

    def test_nobody_is_taken_out_of_another_book(self, call, contoso, sam, noon):
        other = Client.add(by=sam, at=noon, since=None, name="Contoso Ltd", owner=sam)

        assert call("post", f"/clients/{contoso.pk}/merge", others=[other.pk])["status"] == 404
        assert call("post", f"/clients/{contoso.pk}/merge", others=[2**40])["status"] == 404
        assert not Merge.objects.exists()

    def test_whose_standing_is_chosen_must_be_one_of_them(self, call, contoso, twin, northwind):
        Client.objects.filter(pk=twin.pk).update(standing="lost")

        choices = {"standing": northwind.pk}
        refused = call("post", f"/clients/{contoso.pk}/merge", others=[twin.pk], choices=choices)

        assert refused["reasons"] == ["Say where they stand: Contoso AB is lost, Contoso is a client."]

    def test_says_who_is_there_already(self, call, contoso):
        assert call("get", "/duplicates/alike?name=Contoso%20Ltd")[0]["client"]["name"] == "Contoso"
