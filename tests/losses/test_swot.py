"""What a loss shows of us: prefilled without a word of what was said, seen from outside, and put together once a quarter."""

from datetime import date, timedelta

import pytest

from wonback.care.models import Competitor, Sighting
from wonback.core.errors import AlreadyDone
from wonback.core.quarter import Quarter
from wonback.interviews.models import Interview, Quote
from wonback.losses import swot
from wonback.losses.models import Grounds, Look, Reason, Swot, WordsMissing
from wonback.losses.models.swot import NotTheSame, on_file
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db

OURS = swot.Driver("We failed: delivery", "us", can_change=True)
THEIRS = swot.Driver("The decision maker changed", "them", can_change=True)
MARKET = swot.Driver("Price", "market", can_change=True)


class TestWhatIsOnFile:
    def test_puts_each_driver_where_it_belongs(self):
        assert swot.prefilled(swot.OnFile(drivers=(OURS, THEIRS, MARKET))) == [
            ("weakness", "We failed: delivery."),
            ("opportunity", "It may change on their side: The decision maker changed."),
            ("threat", "Price."),
        ]

    def test_counts_long_years_advocates_and_praise_as_strengths(self):
        told = swot.prefilled(swot.OnFile(years=5, advocates=1, praised=("Quality",)))
        assert [field for field, _text in told] == ["strength"] * 3
        assert swot.prefilled(swot.OnFile(years=2)) == []

    def test_hopes_for_what_may_fall(self):
        facts = {"holds": ("Until we can do this: a hotline.",), "may_follow_up": True, "not_before": date(2027, 3, 1)}
        assert [text for _field, text in swot.prefilled(swot.OnFile(**facts))] == [
            "Until we can do this: a hotline.",
            "They allowed us to ask again from March 1, 2027 on.",
        ]

    def test_fears_a_rival_who_is_seen_often(self):
        told = swot.prefilled(swot.OnFile(competitor="Halden", sightings=4))
        assert [text for _field, text in told] == [
            "Halden took over.",
            "Halden was seen near 4 of our clients in 12 months.",
        ]

    def test_of_nothing_says_nothing(self):
        assert swot.prefilled(swot.OnFile()) == []


class TestPrefill:
    def test_takes_tags_and_numbers_and_never_words(self, northwind_loss, contoso, rosa, vera, noon):
        words = {"words": "A GIRAFFE could have run it better.", "by": vera, "at": noon}
        grounds = Grounds(condition="capability", missing="A second carrier", evidence="A ZEBRA told us")
        northwind_loss.hear(Reason.objects.get(key="people"), voice="confirmed", grounds=grounds, **words)
        northwind_loss.competitor = Competitor.called("Halden")
        northwind_loss.save()
        for client in (contoso, northwind_loss.client):
            Sighting.note(client, northwind_loss.competitor, by=rosa, at=noon - timedelta(days=9))
        Swot.prefill(northwind_loss, by=rosa, at=noon)
        told = " ".join(northwind_loss.swot.values_list("text", flat=True))

        assert "Until we can do this: A second carrier." in told
        assert "Halden was seen near 2 of our clients" in told
        assert "They stayed with us for 5 years." in told
        assert "GIRAFFE" not in told
        assert "ZEBRA" not in told

    def test_believes_what_was_confirmed_and_until_then_every_voice(self, northwind_loss, rosa, vera, noon):
        assert [one.name for one in on_file(northwind_loss, as_of=noon.date()).drivers] == ["We failed: delivery"]
        northwind_loss.hear(Reason.objects.get(key="price"), voice="confirmed", by=vera, at=noon)

        assert [one.name for one in on_file(northwind_loss, as_of=noon.date()).drivers] == ["Price"]

    def test_praises_the_thing_and_not_its_failure(self, northwind_loss, rosa, noon):
        driver, talk = Reason.objects.get(key="people"), Interview.objects.get(loss=northwind_loss)
        said = {"interview": talk, "said_at": noon, "driver": driver, "feeling": 2}
        Quote.objects.create(words="Your trainer was the best.", confidence="attributable", **said)
        Swot.prefill(northwind_loss, by=rosa, at=noon)

        assert northwind_loss.swot.filter(field="strength", text="They spoke well of us: people.").exists()

    def test_done_again_adds_nothing(self, northwind_loss, rosa, noon):
        assert Swot.prefill(northwind_loss, by=rosa, at=noon) > 0
        assert Swot.prefill(northwind_loss, by=rosa, at=noon) == 0


@pytest.fixture
def note(northwind_loss, rosa, noon):
    return Swot.write(northwind_loss, "weakness", "One carrier for the north.", by=rosa, at=noon)


@pytest.fixture
def other(fabrikam_loss, rosa, noon):
    return Swot.write(fabrikam_loss, "weakness", "Only one carrier.", by=rosa, at=noon)


class TestWrite:
    def test_knows_whose_eyes_saw_it(self, note, northwind_loss, vera, noon):
        from_outside = Swot.write(northwind_loss, "threat", "Others deliver by night.", by=vera, at=noon)

        assert (note.view, from_outside.view) == ("inside", "outside")

    def test_refuses_twice_and_nothing(self, note, northwind_loss, rosa, noon):
        with pytest.raises(AlreadyDone):
            Swot.write(northwind_loss, note.field, note.text, by=rosa, at=noon)
        with pytest.raises(WordsMissing):
            Swot.write(northwind_loss, note.field, "", by=rosa, at=noon)

    def test_is_struck_by_its_writer_or_a_lead(self, note, vera, rosa):
        with pytest.raises(NotAllowed, match="Rosa"):
            note.strike(by=vera)
        note.strike(by=rosa)
        assert not Swot.objects.exists()


class TestTheBoard:
    def test_counts_votes_where_notes_were_put_together(self, note, other, rosa, ines, vera):
        note.vote(by=rosa)
        other.vote(by=vera)
        other.merge(note, by=ines)
        standing = Swot.objects.on_board(ines).get()

        assert (standing, standing.votes, standing.mine) == (note, 2, 0)

    def test_takes_a_vote_back(self, note, rosa):
        assert [note.vote(by=rosa), note.vote(by=rosa)] == [True, False]
        assert not note.voters.exists()

    def test_refuses_a_circle_another_field_and_a_rep(self, note, other, northwind_loss, rosa, ines, noon):
        threat = Swot.write(northwind_loss, "threat", "A new rival.", by=rosa, at=noon)
        with pytest.raises(NotTheSame, match="same field"):
            threat.merge(note, by=ines)
        with pytest.raises(NotAllowed):
            other.merge(note, by=rosa)
        other.merge(note, by=ines)
        with pytest.raises(NotTheSame):
            note.merge(other, by=ines)

    def test_shows_a_quarter(self, client, note, other, ines, northwind_loss):
        client.force_login(ines)
        of_northwind = client.get(f"/losses/swot/?quarter={Quarter.of(northwind_loss.lost_on)}").content.decode()

        assert note.text in of_northwind
        assert other.text not in of_northwind

    def test_hides_what_is_not_theirs(self, client, note, sam, northwind_loss):
        client.force_login(sam)
        page = client.get(f"/losses/swot/?quarter={Quarter.of(northwind_loss.lost_on)}").content.decode()

        assert note.text not in page

    def test_votes_merges_takes_apart_and_strikes(self, client, note, other, ines):
        client.force_login(ines)
        client.post(f"/losses/swot/{note.pk}/vote/")
        client.post(f"/losses/swot/{other.pk}/merge/", {"into": note.pk})
        other.refresh_from_db()
        assert (note.voters.get(), other.same_as) == (ines, note)

        client.post(f"/losses/swot/{other.pk}/merge/", {"from": "loss"})
        client.post(f"/losses/swot/{note.pk}/strike/")
        other.refresh_from_db()
        assert other.same_as is None
        assert list(Swot.objects.all()) == [other]


class TestALook:
    def test_has_a_day_and_is_replaced_by_a_newer_one(self, northwind_loss, rosa, today):
        Look.note(northwind_loss, "price", "Ours is 8 % above.", by=rosa, on=today - timedelta(days=30))
        Look.note(northwind_loss, "price", "Ours is 2 % above.", by=rosa, on=today)

        assert [(look.found, look.looked_on) for look in northwind_loss.looks.all()] == [("Ours is 2 % above.", today)]

    def test_says_what_was_found(self, northwind_loss, rosa, today):
        with pytest.raises(WordsMissing):
            Look.note(northwind_loss, "price", "", by=rosa, on=today)


class TestThePage:
    def test_says_that_nobody_has_looked_and_marks_a_view_from_outside(self, client, northwind_loss, vera):
        client.force_login(vera)
        client.post(f"/losses/{northwind_loss.pk}/swot/write/", {"field": "threat", "text": "Others deliver by night."})
        page = client.get(f"/losses/{northwind_loss.pk}/swot/").content.decode()

        assert page.count("Nobody has looked yet.") == 3
        assert 'data-view="outside"' in page

    def test_prefills_and_notes_a_look(self, client, northwind_loss, rosa):
        client.force_login(rosa)
        at = f"/losses/{northwind_loss.pk}/"
        client.post(f"{at}looks/", {"where": "market", "found": "Two new carriers.", "on": "2026-11-20"})
        page = client.post(f"{at}swot/prefill/", follow=True).content.decode()

        assert "Two new carriers." in page
        assert "We failed: delivery." in page


class TestAQuarter:
    @pytest.mark.parametrize("month", range(1, 13))
    def test_holds_its_days_and_no_others(self, month):
        day = date(2026, month, 15)
        quarter = Quarter.of(day)

        assert quarter.first <= day < quarter.until
        assert quarter.before.until == quarter.first
        assert Quarter.named(str(quarter)) == quarter
