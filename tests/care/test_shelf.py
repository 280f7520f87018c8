"""Something useful to share: what fits a client, and never the same twice to one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.care.models import Piece, Share, Touch
from wonback.care.models.piece import GivenBefore, Worth
from wonback.care.models.promise import WordsWanted
from wonback.care.models.touch import Note
from wonback.care.shelf import About, OnShelf, suggested
from wonback.care.useful import useful_to
from wonback.clients.models import Contact
from wonback.team.models import NotAllowed


class TestTheRule:
    def test_puts_what_they_are_unhappy_about_first(self):
        shelf = [OnShelf(1, []), OnShelf(2, ["logistics"]), OnShelf(3, ["late deliveries"])]
        found = suggested(shelf, About("Logistics", ["Parcels were delivered late."]), [7])

        assert [(one.key, one.why) for one in found] == [
            (3, "They are unhappy: “Parcels were delivered late”"),
            (2, "Logistics"),
            (1, "For everybody"),
        ]

    def test_leaves_out_what_is_for_others(self):
        assert suggested([OnShelf(1, ["retail"])], About("Logistics"), [7]) == []

    def test_leaves_out_what_all_of_them_have_had(self):
        assert suggested([OnShelf(1, [], frozenset({7, 8}))], About(), [7, 8]) == []
        assert suggested([OnShelf(1, [], frozenset({7}))], About(), [7, 8]) != []

    def test_leaves_out_what_somebody_there_has_had_nobody_knows_who(self):
        assert suggested([OnShelf(1, [], frozenset({None}))], About(), [7]) == []

    @given(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(["price", "late", "food"])), st.frozensets(st.sampled_from([None, 1, 2]))
            )
        ),
        st.lists(st.sampled_from(["The price", "Late again"])),
        st.sets(st.sampled_from([1, 2])),
    )
    def test_offers_at_most_three_and_nothing_twice(self, shelf, concerns, people):
        on_shelf = [OnShelf(key, tags, had) for key, (tags, had) in enumerate(shelf)]
        found = suggested(on_shelf, About("Food", concerns), people)

        assert len(found) == len({one.key for one in found}) <= 3
        assert all(None not in shelf[one.key][1] for one in found)
        assert all(not people or not people <= shelf[one.key][1] for one in found)
        assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
        assert all(one.why for one in found)


pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(rosa, noon):
    return Piece.put(
        Worth("note", "Ten ways to count stock", text="Count twice.", tags="Retail, stock"), by=rosa, at=noon
    )


@pytest.fixture
def shop(contoso):
    contoso.industry = "Retail"
    contoso.save()
    return contoso


class TestGiving:
    def test_is_noted_with_the_touch_and_told(self, shop, piece, rosa, noon):
        dana = shop.contacts.get()
        Touch.log(shop, Note(channel="article", piece=piece, contact=dana), by=rosa, at=noon)

        assert Share.objects.get().contact == dana
        told = [str(entry) for entry in shop.timeline.order_by("at", "pk")][-1]
        assert told == "Rosa Lindqvist gave Dana of Contoso at Contoso something useful: Ten ways to count stock."

    def test_takes_it_off_what_is_offered_to_that_person(self, shop, piece, rosa, noon):
        dana = shop.contacts.get()
        assert [one.piece for one in useful_to(shop)] == [piece]
        Touch.log(shop, Note(piece=piece, contact=dana), by=rosa, at=noon)
        assert useful_to(shop) == []

        Contact.objects.create(client=shop, name="Joost")
        assert [one.piece for one in useful_to(shop)] == [piece]

    def test_to_the_same_person_is_refused_and_nothing_is_written(self, shop, piece, rosa, noon):
        dana = shop.contacts.get()
        Touch.log(shop, Note(piece=piece, contact=dana), by=rosa, at=noon)
        before = shop.touches.count()

        with pytest.raises(GivenBefore, match="Dana of Contoso got this on 23 November 2026"):
            Touch.log(shop, Note(piece=piece, contact=dana), by=rosa, at=noon)
        assert shop.touches.count() == before

    def test_taken_back_may_be_given_again(self, shop, piece, rosa, noon):
        Touch.log(shop, Note(piece=piece), by=rosa, at=noon).take_back(by=rosa, at=noon)

        assert [one.piece for one in useful_to(shop)] == [piece]


class TestTheShelf:
    def test_wants_a_title_and_something_to_read(self, rosa, noon):
        for worth in (Worth("note", " ", text="x"), Worth("note", "Title")):
            with pytest.raises(WordsWanted):
                Piece.put(worth, by=rosa, at=noon)

    def test_is_changed_by_whoever_put_it_there_and_by_leads(self, piece, sam, ines):
        piece.edit(Worth("note", "Eleven ways", text="Thrice."), by=ines)
        assert piece.title == "Eleven ways"

        with pytest.raises(NotAllowed, match="Ask Rosa Lindqvist or a lead"):
            piece.edit(Worth("note", "None", text="-"), by=sam)

    def test_offers_nothing_that_was_taken_off(self, shop, piece, rosa, noon):
        piece.retire(by=rosa, at=noon)

        assert useful_to(shop) == []
        assert not Piece.objects.on_the_shelf().exists()


class TestThePages:
    @pytest.fixture
    def at_work(self, client, rosa):
        client.force_login(rosa)
        return client

    def test_a_call_sheet_offers_it_and_the_touch_gives_it(self, at_work, shop, piece):
        sheet = at_work.get(f"/today/{shop.pk}/")
        assert "Something useful to share" in sheet.text
        assert "Ten ways to count stock" in sheet.text
        at_work.post(f"/care/clients/{shop.pk}/touch/", {"channel": "article", "piece": piece.pk})

        assert Share.objects.get().client == shop
        assert "Ten ways to count stock" not in at_work.get(f"/today/{shop.pk}/").text.split("Last touches")[0]
        assert "given once" in at_work.get("/care/shelf/").text

    def test_put_edit_and_take_off(self, at_work):
        told = {"kind": "article", "title": "On price", "url": "https://example.com/price", "tags": "Price"}
        page = at_work.post("/care/shelf/", told, follow=True)
        assert "On the shelf: On price." in page.text
        piece = Piece.objects.get()
        at_work.post(f"/care/shelf/{piece.pk}/", told | {"title": "On prices"})
        assert "On prices" in at_work.get("/care/shelf/").text
        page = at_work.post(f"/care/shelf/{piece.pk}/retire/", follow=True)

        assert "The shelf is empty." in page.text

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "nowhere"])
    def test_an_address_is_one_of_the_web(self, at_work, url):
        told = {"kind": "article", "title": "On price", "url": url}

        assert at_work.post("/care/shelf/", told).status_code in {302, 422}
        assert not Piece.objects.filter(url__startswith="javascript").exists()

    def test_a_program_does_the_same(self, at_work, shop):
        def post(path, told):
            return at_work.post(f"/api/v1{path}", told, content_type="application/json").json()

        piece = post("/shelf", {"title": "On stock", "text": "Count.", "tags": "Retail"})
        assert piece["tags"] == ["retail"]
        assert at_work.get(f"/api/v1/clients/{shop.pk}/useful").json()[0]["why"] == "Retail"
        post(f"/clients/{shop.pk}/touches", {"channel": "article", "piece": piece["id"]})
        assert at_work.get(f"/api/v1/clients/{shop.pk}/useful").json() == []
        assert post(f"/shelf/{piece['id']}/retire", {})["retired_at"]
