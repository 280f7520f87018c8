"""People who stand twice at one client: found at night, put together by a person, and taken apart again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Alias, Contact, Permission
from wonback.clients.same_person import Person, compare
from wonback.core.errors import Refusal
from wonback.duplicates.models import Merge, PersonPair
from wonback.duplicates.tasks import find_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(dana, rosa, noon):
    """Dana again, as she signs her letters: with a touch, and a wish to be left alone."""
    facts = {"title": "Head of Buying", "phone": "+46 40 123 456", "source": "zoho", "external_id": "z9"}
    second = Contact.objects.create(client=dana.client, name="D. Weiss", email="dana@contoso.se", **facts)
    Touch.log(dana.client, Note(line="They are happy.", contact=second), by=rosa, at=noon - timedelta(days=3))
    Permission.note(by=rosa, at=noon, client=dana.client, contact=second, answer="refused", words="Please stop.")
    return second


@pytest.fixture
def pair(second, today):
    find_people(as_of=today)
    return PersonPair.objects.get()


@pytest.fixture
def joined(dana, second, rosa, noon):
    return Merge.of_people(dana, second, by=rosa, at=noon)


ONE = (
    ("Jörg Müller", "Mueller, Joerg"),
    ("Dr. Dana Roe", "Dana Roe"),
    ("Dana Roe", "Dana Maria Roe"),
    ("Иван Петров", "Ivan Petrov"),
    ("Katharina Hoffmann", "Katarina Hofmann"),
)
TWO = (
    ("Anna Roe", "Hanna Roe"),
    ("Dana Roe", "Kim Roe"),
    ("Roe", "Dana Roe"),
    ("Dana", "Dana Roe"),
    ("Jan Berg", "Jan Borg"),
)


class TestLikeness:
    def test_sees_one_person_in_two_spellings(self):
        assert [names for names in ONE if not compare(Person(1, names[0]), Person(2, names[1]))] == []

    def test_takes_nobody_for_a_relative_or_a_namesake(self):
        assert [names for names in TWO if compare(Person(1, names[0]), Person(2, names[1]))] == []

    def test_joins_nobody_by_a_mailbox_or_a_telephone_alone(self):
        office = {"email": "info@acme.example", "phone": "+49 30 1234567"}

        assert compare(Person(1, "Dana Roe", **office), Person(2, "Kim Low", **office)) is None

    def test_is_surer_with_an_address(self):
        alone = compare(Person(1, "Dana Roe"), Person(2, "D. Roe"))
        known = compare(Person(1, "Dana Roe", "dana@acme.example"), Person(2, "D. Roe", "Dana@acme.example"))

        assert known.score > 0.9 > alone.score


class TestTheNight:
    def test_finds_them_and_says_why(self, pair, dana, second):
        assert (pair.one, pair.other) == (dana, second)
        assert pair.why == "one name stands in the other; addresses alike: dana@contoso.com / dana@contoso.se"

    def test_proposes_nobody_of_whom_somebody_said_they_are_two(self, pair, rosa, noon, today):
        pair.keep_apart(by=rosa, at=noon)

        assert find_people(as_of=today + timedelta(days=1)) == 0
        assert PersonPair.objects.get().apart_by == rosa

    def test_forgets_a_pair_that_no_longer_looks_alike(self, pair, second, today):
        Contact.objects.filter(pk=second.pk).update(name="Somebody Else", email="")

        assert find_people(as_of=today + timedelta(days=1)) == 0
        assert not PersonPair.objects.exists()

    def test_leaves_those_alone_who_have_both_gone(self, second, today):
        Contact.objects.update(left_on=today)

        assert find_people(as_of=today) == 0


class TestPuttingTogether:
    def test_leaves_one_with_all_that_both_had(self, dana, second, joined):
        dana.refresh_from_db()

        assert not Contact.objects.filter(pk=second.pk).exists()
        assert (dana.title, dana.phone, dana.email) == ("Head of Buying", "+46 40 123 456", "dana@contoso.com")
        assert dana.touches.get().line == "They are happy."

    def test_keeps_a_no_of_either(self, dana, joined, today):
        assert not dana.may_be_reached(channel="mail", as_of=today)

    def test_believes_whom_somebody_chose(self, dana, second, rosa, noon):
        Merge.of_people(dana, second, by=rosa, at=noon, choices={"email": second.pk, "name": second.pk})
        dana.refresh_from_db()

        assert (dana.name, dana.email) == ("D. Weiss", "dana@contoso.se")

    def test_tells_the_timeline(self, dana, joined):
        told = "Rosa Lindqvist put D. Weiss and Dana Weiss at Contoso together: they are one person."
        assert told in {str(entry) for entry in dana.client.timeline.all()}

    def test_lets_files_of_both_find_the_one_who_stays(self, dana, joined):
        alias = Alias.objects.get(contact=dana)
        assert (alias.source, alias.external_id) == ("zoho", "z9")

    def test_is_done_once(self, dana, second, joined, rosa, noon):
        assert Merge.of_people(dana, second, by=rosa, at=noon) == joined

    def test_is_refused_across_clients(self, dana, northwind, rosa, noon):
        with pytest.raises(Refusal, match="Choose two people at one client"):
            Merge.of_people(dana, northwind.contacts.get(), by=rosa, at=noon)

    def test_leaves_no_trace_when_taken_back(self, dana, second, pair, everything, rosa, noon):
        before = everything()
        merge = Merge.of_people(dana, second, by=rosa, at=noon, choices={"name": second.pk})
        assert everything() != before
        merge.take_back(by=rosa, at=noon)

        assert everything() == before
        assert PersonPair.objects.get() == pair


class TestThePages:
    def test_show_them_and_put_them_together_as_chosen(self, client, pair, dana, second, rosa):
        client.force_login(rosa)
        assert "D. Weiss" in client.get(reverse("duplicates:people")).content.decode()
        assert (
            "asked to be left alone" in client.get(reverse("duplicates:person_pair", args=[pair.pk])).content.decode()
        )

        said = {"stays": second.pk, "email": dana.pk}
        page = client.post(reverse("duplicates:merge_people", args=[pair.pk]), said, follow=True).content.decode()

        second.refresh_from_db()
        assert second.email == "dana@contoso.com"
        assert "Dana Weiss is D. Weiss now." in page
        merges = client.get(reverse("duplicates:merges")).content.decode()
        assert "Take D. Weiss apart again" in merges
        client.post(reverse("duplicates:take_back", args=[Merge.objects.get().pk]))
        assert Contact.objects.filter(pk=dana.pk).exists()

    def test_go_on_below_and_ask_no_more_for_more(self, client, dana, rosa, today, django_assert_max_num_queries):
        others = Contact.objects.bulk_create(Contact(client=dana.client, name=f"Dana {n}") for n in range(60))
        PersonPair.objects.bulk_create(
            PersonPair(one=dana, other=other, score=0.9 - n / 1000, found_on=today) for n, other in enumerate(others)
        )
        client.force_login(rosa)

        with django_assert_max_num_queries(10):
            page = client.get(reverse("duplicates:people")).content.decode()

        assert page.count("They are two</button>") == 25

    def test_are_not_for_others(self, client, pair, sam):
        client.force_login(sam)

        assert "Weiss" not in client.get(reverse("duplicates:people")).content.decode()
        assert client.get(reverse("duplicates:person_pair", args=[pair.pk])).status_code == 404
