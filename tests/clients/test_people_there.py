"""The people at a client, and what they allow us."""

from datetime import date, timedelta

import pytest

from wonback.clients.models import Client, Contact, Permission
from wonback.clients.models.permission import TheirWordsMissing
from wonback.core.errors import AlreadyDone

pytestmark = pytest.mark.django_db


def newest(client):
    return str(client.timeline.order_by("-at", "-pk").first())


@pytest.fixture
def dana(contoso):
    return contoso.contacts.get()


class TestMeeting:
    def test_writes_a_person_down_and_says_so(self, contoso, rosa, noon):
        kim = Contact.meet(by=rosa, at=noon, client=contoso, name="Kim Berg", role="champion")

        assert newest(contoso) == "Rosa Lindqvist wrote down Kim Berg at Contoso."
        assert (kim.stance, kim.since, kim.left_on) == (None, None, None)

    def test_keeps_an_address_as_the_search_asks_for_it(self, contoso, rosa, noon):
        Contact.meet(by=rosa, at=noon, client=contoso, name="Kim Berg", email="Kim.Berg@Contoso.Example")

        assert Contact.objects.filter(email__begins="kim.b").get().email == "kim.berg@contoso.example"


class TestKnowingBetter:
    def test_changes_what_is_new_and_says_so(self, contoso, dana, rosa, noon):
        dana.correct(by=rosa, at=noon, role="blocker", stance=-2, email="D@X.example")
        dana.refresh_from_db()

        assert (dana.role, dana.stance, dana.email) == ("blocker", -2, "d@x.example")
        assert newest(contoso) == "Rosa Lindqvist corrected what we know of Dana of Contoso at Contoso."

    def test_says_nothing_when_nothing_is_new(self, contoso, dana, rosa, noon):
        before = contoso.timeline.count()
        dana.correct(by=rosa, at=noon, role="decider")

        assert contoso.timeline.count() == before


class TestLeaving:
    def test_is_noted_once(self, contoso, dana, rosa, noon, today):
        stale = Contact.objects.get(pk=dana.pk)
        dana.leave(on=today, by=rosa, at=noon)

        assert newest(contoso) == "Dana of Contoso left Contoso, noted by Rosa Lindqvist."
        with pytest.raises(AlreadyDone, match="Look again"):
            stale.leave(on=today - timedelta(days=9), by=rosa, at=noon)
        assert Contact.objects.get(pk=dana.pk).left_on == today

    def test_puts_them_behind_those_still_there(self, contoso, dana, rosa, noon, today):
        Contact.meet(by=rosa, at=noon, client=contoso, name="Kim Berg", role="user")
        dana.leave(on=today, by=rosa, at=noon)

        assert [one.name for one in contoso.contacts.by_weight()] == ["Kim Berg", "Dana of Contoso"]

    def test_otherwise_those_who_decide_come_first(self, contoso, dana, rosa, noon):
        for name, role in (("A user", "user"), ("B champion", "champion"), ("C blocker", "blocker"), ("D unknown", "")):
            Contact.meet(by=rosa, at=noon, client=contoso, name=name, role=role)

        names = [one.name for one in contoso.contacts.by_weight()]
        assert names == ["Dana of Contoso", "C blocker", "B champion", "A user", "D unknown"]


class TestPermission:
    def note(self, client, by, at, answer="allowed", words="Call us in spring.", **facts):
        return Permission.note(by=by, at=at, client=client, answer=answer, words=words, **facts)

    def test_is_written_down_word_for_word(self, contoso, rosa, noon):
        self.note(contoso, rosa, noon)

        assert newest(contoso) == "Contoso allowed us to follow up: “Call us in spring.”."

    def test_refused_is_written_down_too(self, contoso, rosa, noon):
        self.note(contoso, rosa, noon, answer="refused", words="Never again.")

        assert newest(contoso) == "Contoso asked us not to contact them: “Never again.”."

    @pytest.mark.parametrize("words", ["", "  "])
    def test_without_words_is_none(self, contoso, rosa, noon, words):
        with pytest.raises(TheirWordsMissing, match="Write what they said, in their words."):
            self.note(contoso, rosa, noon, words=words)
        assert not Permission.objects.exists()

    @pytest.mark.parametrize(
        ("not_before", "until", "holds"),
        [
            (None, None, True),
            ("2026-11-23", None, True),
            ("2026-11-24", None, False),
            (None, "2026-11-23", False),
            (None, "2026-11-24", True),
            ("2026-11-23", "2026-11-24", True),
        ],
    )
    def test_holds_from_its_first_day_and_no_longer_on_its_last(self, today, not_before, until, holds):
        answer = Permission(
            answer="allowed",
            not_before=not_before and date.fromisoformat(not_before),
            until=until and date.fromisoformat(until),
        )

        assert answer.allows(as_of=today) is holds

    def test_refused_never_holds(self, today):
        assert Permission(answer="refused").allows(as_of=today) is False


class TestWhoMayBeCalled:
    def test_is_nobody_who_asked_us_to_stop_as_a_company(self, contoso, fabrikam, rosa, noon):
        Permission.note(by=rosa, at=noon, client=contoso, answer="refused", words="Stop.")

        assert list(Client.objects.may_be_called(as_of=noon.date())) == [fabrikam]

    def test_is_everybody_else_there_when_one_person_asked_us_to_stop(self, contoso, dana, rosa, noon):
        Permission.note(by=rosa, at=noon, client=contoso, contact=dana, answer="refused", words="Not me.")

        assert contoso in Client.objects.may_be_called(as_of=noon.date())


class TestStandingPermission:
    def test_of_one_refusal_and_a_later_yes_is_the_refusal(self, contoso, rosa, noon):
        Permission.note(by=rosa, at=noon - timedelta(days=9), client=contoso, answer="refused", words="Stop.")
        Permission.note(by=rosa, at=noon, client=contoso, answer="allowed", words="Well.")

        assert Permission.objects.standing().first().answer == "refused"
