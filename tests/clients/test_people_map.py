"""The people at a client drawn as a map: a rule without a database; and the page that shows it with its history."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Contact
from wonback.clients.models.contact import Ring
from wonback.clients.people_map import GAP_X, HEIGHT, WIDTH, Person, drawn
from wonback.desk.people import People

ROLES = st.sampled_from(["decider", "champion", "user", "blocker", ""])


@st.composite
def company(draw):
    """Up to forty people; anybody may report to anybody, also in a ring."""
    size = draw(st.integers(0, 40))
    pks = range(1, size + 1)
    chief = st.integers(1, size + 1) | st.none()
    return [Person(pk, draw(st.text(min_size=1, max_size=80)), "", draw(ROLES), None, draw(chief)) for pk in pks]


class TestMap:
    @settings(max_examples=50)
    @given(company())
    def test_shows_everybody_once_and_nobody_on_another(self, people):
        it = drawn(people)
        corners = [(box.x, box.y) for box in it.boxes]

        assert sorted(box.person.pk for box in it.boxes) == sorted(one.pk for one in people)
        assert len(set(corners)) == len(corners)
        for n, (x, y) in enumerate(corners):
            assert all(abs(x - a) >= WIDTH + GAP_X or abs(y - b) > HEIGHT for a, b in corners[n + 1 :])
            assert 0 <= x <= it.width - WIDTH
            assert 0 <= y <= it.height - HEIGHT

    @settings(max_examples=25)
    @given(company(), st.randoms())
    def test_is_the_same_however_people_are_asked_for(self, people, dice):
        shuffled = list(people)
        dice.shuffle(shuffled)

        assert drawn(shuffled) == drawn(people)

    def test_puts_a_chief_above_and_draws_a_line(self):
        it = drawn([Person(1, "Ida", reports_to=2), Person(2, "Zoe", role="decider"), Person(3, "Kim")])
        places = {box.person.name: box.y for box in it.boxes}

        assert places["Zoe"] < places["Ida"] < places["Kim"]
        assert len(it.lines) == 1

    def test_breaks_long_names_into_lines_that_fit(self):
        [box] = drawn([Person(1, "Maximiliane Freifrau von Hohenstein-Wittgensteinfels zu Berleburg")]).boxes

        assert len(box.lines) == 2
        assert all(len(line) <= 26 for line in box.lines)


@pytest.mark.django_db
class TestBearings:
    def test_are_kept_with_their_days(self, contoso, rosa, noon, today):
        kim = Contact.meet(by=rosa, at=noon, client=contoso, name="Kim", role="user")
        kim.correct(by=rosa, at=noon + timedelta(days=9), role="champion", stance=1, held_since=today)
        kim.correct(by=rosa, at=noon + timedelta(days=12), phone="1")
        told = [(str(one), one.held_from) for one in kim.bearings.order_by("pk")]

        assert told == [("Uses what we sell, ?", today), ("Speaks for us, Warm", today)]

    def test_begin_with_what_a_file_had_brought(self, contoso, rosa, noon):
        dana = contoso.contacts.get()
        dana.correct(by=rosa, at=noon, stance=-1)

        assert [(str(one), one.noted_on) for one in dana.bearings.order_by("pk")] == [
            ("Decides, ?", None),
            ("Decides, Cool", noon.date()),
        ]

    def test_let_nobody_report_in_a_ring(self, contoso, northwind, rosa, noon):
        dana, elsewhere = contoso.contacts.get(), northwind.contacts.get()
        kim = Contact.meet(by=rosa, at=noon, client=contoso, name="Kim", reports_to=dana)
        for chief in (kim, dana, elsewhere):
            with pytest.raises(Ring):
                dana.correct(by=rosa, at=noon, reports_to=chief)


@pytest.mark.django_db
class TestPage:
    def test_counts_threads_and_warns_of_one(self, client, contoso, rosa, noon, today):
        dana = contoso.contacts.get()
        kim = Contact.meet(by=rosa, at=noon, client=contoso, name="Kim", reports_to=dana)
        Touch.log(contoso, Note(contact=dana), by=rosa, at=noon)
        client.force_login(rosa)
        page = client.get(reverse("desk:people", args=[contoso.pk])).text
        assert "One thread holds them" in page
        assert "One thread holds them" in client.get(contoso.get_absolute_url()).text
        assert "One thread holds them" in client.get(reverse("desk:sheet", args=[contoso.pk])).text

        Touch.log(contoso, Note(contact=kim, reached=False), by=rosa, at=noon)
        assert People(contoso, rosa, today).threads == 1
        Touch.log(contoso, Note(contact=kim), by=rosa, at=noon)
        assert People(contoso, rosa, today).threads == 2
        assert "One thread holds them" not in client.get(contoso.get_absolute_url()).text

    def test_tells_a_broken_thread_from_one_nobody_wrote_down(self, client, contoso, rosa, noon):
        dana = contoso.contacts.get()
        Touch.log(contoso, Note(), by=rosa, at=noon)
        client.force_login(rosa)
        assert "thread holds them" not in client.get(contoso.get_absolute_url()).text

        Contact.meet(by=rosa, at=noon, client=contoso, name="Kim")
        Touch.log(contoso, Note(contact=dana), by=rosa, at=noon)
        dana.leave(on=noon.date(), by=rosa, at=noon)
        assert "No thread holds them" in client.get(contoso.get_absolute_url()).text

    def test_keeps_how_they_stand_and_how_they_stood(self, client, contoso, rosa):
        dana = contoso.contacts.get()
        client.force_login(rosa)
        there = reverse("desk:people", args=[contoso.pk])
        told = {"role": "decider", "stance": "-1", "held_since": "2026-09-01", "next": there}
        assert client.post(reverse("clients:stand", args=[dana.pk]), told).url == there
        page = client.get(there).text

        assert "Decides · Cool" in page
        assert "1 Sep" in page
        assert "Before:" in page

    def test_asks_no_more_for_many(self, client, contoso, rosa, noon, django_assert_max_num_queries):
        for n in range(12):
            Contact.meet(by=rosa, at=noon, client=contoso, name=f"Person {n}", role="user")
        client.force_login(rosa)
        with django_assert_max_num_queries(8):
            page = client.get(reverse("desk:people", args=[contoso.pk])).text

        assert page.count('class="map-box"') == 13

    def test_says_to_a_program_how_they_stand_and_stood(self, client, contoso, rosa):
        dana = contoso.contacts.get()
        client.force_login(rosa)
        told = {"stance": 2, "since": "2026-10-01"}
        stood = client.post(f"/api/v1/contacts/{dana.pk}/stand", told, content_type="application/json").json()
        assert [one["stance"] for one in stood] == [2, None]

        found = client.get(f"/api/v1/clients/{contoso.pk}/people").json()
        assert (found["threads"], found["people"][0]["since"]) == (0, "2026-10-01")
        assert found["thinly_held"].startswith("No thread holds them")
