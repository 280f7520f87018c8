"""A permission that runs out is asked about once, politely; and whatever they answer, everybody keeps to it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wonback.clients.models import Client, Contact, Permission
from wonback.core.days import start_of
from wonback.core.errors import AlreadyDone
from wonback.post import links
from wonback.post.asking_again import ask_about
from wonback.post.models import Extension, Letter, NoAddress
from wonback.post.models.extension import DayUnclear
from wonback.post.tasks import ask_again

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(noon, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)


@pytest.fixture
def dana(northwind):
    contact = northwind.contacts.get()
    contact.email = "dana@northwind.example"
    contact.save()
    return contact


@pytest.fixture
def allowed(dana, vera, noon, today):
    """Until Friday in a week; noted half a year ago."""
    return Permission.note(
        by=vera,
        at=noon - timedelta(days=180),
        client=dana.client,
        contact=dana,
        answer="allowed",
        scope="call",
        channel="call",
        words="Call me, this year.",
        until=today + timedelta(days=11),
    )


@pytest.fixture
def asked(allowed, today):
    ask_again(as_of=today)
    return Extension.objects.get()


class TestTheNight:
    def test_asks_two_weeks_before_in_the_name_of_whoever_noted_it(self, allowed, dana, vera, today):
        assert ask_again(as_of=today) == 1
        letter, extension = Letter.objects.get(), Extension.objects.get()

        assert (letter.sender, letter.to, letter.key) == (vera, dana.email, f"extension:{extension.pk}")
        assert "On 27 May 2026 you told us about hearing from us: “Call me, this year”." in letter.text
        assert "That holds until 4 December 2026." in letter.text
        assert "You need not do anything" in letter.text
        assert str(dana.client.timeline.order_by("pk").last()) == (
            "Vera Castellanos asked Dana of Northwind of Northwind whether we may go on."
        )

    def test_asks_once_ever(self, allowed, today):
        assert [ask_again(as_of=today + timedelta(days=day)) for day in range(40)].count(1) == 1
        assert Letter.objects.count() == 1

    def test_does_not_ask_early_or_late(self, allowed, today):
        assert ask_again(as_of=today - timedelta(days=4)) == 0
        assert ask_again(as_of=today + timedelta(days=11)) == 0

    def test_does_not_ask_at_a_weekend(self, allowed, today):
        assert ask_again(as_of=today + timedelta(days=5)) == 0

    @pytest.mark.parametrize("nobody", ["left", "no address", "refused", "said something since", "just written to"])
    def test_leaves_alone_whom_it_must(self, allowed, dana, rosa, vera, noon, today, nobody):
        facts = {"client": dana.client, "contact": dana}
        {
            "left": lambda: dana.leave(on=today, by=rosa, at=noon),
            "no address": lambda: Contact.objects.update(email=""),
            "refused": lambda: Permission.note(
                by=vera, at=noon - timedelta(days=400), client=dana.client, answer="refused", words="No."
            ),
            "said something since": lambda: Permission.note(
                by=vera, at=noon - timedelta(days=9), answer="allowed", words="Next year too.", **facts
            ),
            "just written to": lambda: Letter.write(
                key="rosas", at=noon - timedelta(days=2), sender=rosa, subject="Hello", text="Hello", **facts
            ),
        }[nobody]()

        assert ask_again(as_of=today) == 0
        assert not Extension.objects.exists()

    def test_waits_until_a_week_has_passed_since_any_letter_of_ours(self, allowed, dana, rosa, noon, today):
        facts = {"client": dana.client, "contact": dana, "subject": "Hello", "text": "Hello"}
        Letter.write(key="rosas", at=noon - timedelta(days=2), sender=rosa, **facts)

        assert [ask_again(as_of=today + timedelta(days=day)) for day in range(11)].index(1) == 7

    def test_asks_whoever_decides_about_what_the_company_allowed(self, allowed, dana, today):
        Permission.objects.update(contact=None)
        Contact.objects.create(client=dana.client, name="Kim", email="kim@northwind.example", role="user")
        ask_again(as_of=today)

        assert Letter.objects.get().to == dana.email

    def test_writes_in_the_name_of_the_owner_when_the_one_who_noted_it_is_gone(self, allowed, rosa, vera, today):
        vera.is_active = False
        vera.save()
        ask_again(as_of=today)

        assert Letter.objects.get().sender == rosa


class Letterbox:
    """Permissions of many companies that run out, and what a night made of them."""

    def __init__(self, vera, rosa, noon, today):
        self.by, self.owner, self.at, self.until = vera, rosa, noon - timedelta(days=180), today + timedelta(days=9)

    def person(self, name, **facts):
        client = Client.objects.create(name=name, owner=self.owner, country="Austria")
        facts = {"email": f"{name.lower()}@example.com", **facts}
        return Contact.objects.create(client=client, name=f"Kim of {name}", **facts)

    def allows(self, who, **facts):
        told = {"client": who.client, "contact": who, "answer": "allowed", "words": "Yes.", "until": self.until}
        return Permission.note(by=self.by, at=self.at, **(told | facts))

    def fill(self, noon):
        """One of every kind: free, of a company as a whole, gone, refused, just written to, and two with one address."""
        for name in ("Ada", "Bea", "Cyd"):
            self.allows(self.person(name))
        self.allows(self.person("Dov", role="decider"), contact=None)
        self.allows(self.person("Eli", email=""))
        for name, spelled in (("Fay", "fay@example.com"), ("Gus", "FAY@example.com")):
            self.allows(self.person(name, email=spelled))
        hal = self.person("Hal")
        self.allows(hal)
        Permission.note(
            by=self.by,
            at=self.at - timedelta(days=9),
            client=hal.client,
            answer="refused",
            channel="mail",
            words="No mail.",
        )
        ida = self.person("Ida")
        self.allows(ida)
        told = {"client": ida.client, "contact": ida, "subject": "Hello", "text": "Hello"}
        Letter.write(key="idas", at=noon - timedelta(days=2), sender=self.owner, **told)
        for name in ("Jan", "Jon"):
            self.allows(self.person(name, email="j@example.com"))
        jan = Contact.objects.get(name="Kim of Jan")
        Permission.note(
            by=self.by, at=self.at - timedelta(days=9), client=jan.client, answer="refused", words="Not here."
        )

    def seen(self):
        """All that somebody could see of it afterwards; links and numbers of letters are new each time."""
        asked = Extension.objects.order_by("permission").values_list("permission", "contact", "asked_by", "asked_at")
        letters = [
            (one.to, one.sender, one.client, one.contact, one.subject, one.text.split("here:")[0], one.written_at, one.not_before)
            for one in Letter.objects.order_by("to", "key")
        ]  # fmt: skip
        told = [(client.pk, [str(one) for one in client.timeline.order_by("pk")]) for client in Client.objects.all()]
        return list(asked), letters, told


@pytest.fixture
def letterbox(vera, rosa, noon, today):
    return Letterbox(vera, rosa, noon, today)


class TestManyAtOnce:
    def test_are_asked_as_they_are_one_by_one(self, letterbox, noon, today):
        letterbox.fill(noon)
        due = list(Permission.objects.filter(answer="allowed").order_by("until", "pk").values_list("pk", flat=True))
        with transaction.atomic():
            one_by_one = sum(ask_about([pk], at=start_of(today)) for pk in due), letterbox.seen()
            transaction.set_rollback(True)

        assert (ask_again(as_of=today), letterbox.seen()) == one_by_one
        assert one_by_one[0] == 6
        assert Letter.objects.filter(to__iexact="fay@example.com").count() == 1

    def test_go_on_where_a_night_was_stopped(self, letterbox, today):
        for name in ("Ada", "Bea", "Cyd", "Dov"):
            letterbox.allows(letterbox.person(name))
        due = list(Permission.objects.order_by("pk").values_list("pk", flat=True))
        ask_about(due[:3], at=start_of(today))

        assert [ask_about(due, at=start_of(today)), ask_again(as_of=today)] == [1, 0]
        assert Letter.objects.values("to").distinct().count() == Letter.objects.count() == 4

    def test_take_no_more_questions_than_few(self, letterbox, today):
        taken = []
        for names in (["Ada", "Bea"], [f"Firm{n}" for n in range(12)]):
            for name in names:
                letterbox.allows(letterbox.person(name))
            with CaptureQueriesContext(connection) as questions:
                assert ask_again(as_of=today) == len(names)
            taken.append(len(questions))

        assert taken[0] == taken[1] <= 16

    def test_make_one_who_may_not_be_written_to_no_question_of_ours(self, letterbox, rosa, noon):
        dov = letterbox.person("Dov", email="")
        said = letterbox.allows(dov)

        with pytest.raises(NoAddress, match="Write down the e-mail address of Kim of Dov first"):
            Extension.ask(said, dov, by=rosa, at=noon)
        assert not Extension.objects.exists()


class TestTheirAnswer:
    def test_yes_is_a_permission_on_the_same_terms_until_that_day(self, asked, noon, today):
        new = asked.allow(today + timedelta(days=400), at=noon)

        assert (new.answer, new.scope, new.channel, new.words) == ("allowed", "call", "call", "Call me, this year.")
        assert (new.until, new.contact) == (today + timedelta(days=400), asked.contact)
        assert new.proof == "Said yes again by the link of our letter, Dana of Northwind"
        assert ask_again(as_of=today + timedelta(days=1)) == 0

    def test_needs_a_day_that_lies_ahead(self, asked, noon, today):
        with pytest.raises(DayUnclear, match="Choose a day that lies ahead"):
            asked.allow(today, at=noon)

        assert Extension.objects.get().answer == ""

    def test_is_given_once(self, asked, noon):
        asked.decline(at=noon)
        with pytest.raises(AlreadyDone):
            asked.allow(None, at=noon)

        assert Permission.objects.count() == 1

    def test_no_lets_it_end_on_its_day(self, asked, dana, noon, today):
        asked.decline(at=noon)
        on_the_day = today + timedelta(days=11)

        assert dana.may_be_reached(channel="call", scope="call", as_of=on_the_day - timedelta(days=1))
        no = dana.objection(channel="call", scope="call", as_of=on_the_day)
        assert no.as_refusal(as_of=on_the_day).startswith("Ask them anew: it ended on ")
        assert "let what they allowed end on its day" in str(dana.client.timeline.order_by("pk").last())

    def test_no_more_contact_binds_every_sender(self, asked, dana, noon, today):
        asked.forbid("Leave it.", at=noon)

        assert not dana.may_be_reached(channel="mail", as_of=today)
        assert Letter.objects.get().state == "stopped"


class TestThePage:
    def at(self, extension, route="extension"):
        return reverse(f"strangers:{route}", args=[links.link("extension", extension.pk, extension.nonce)])

    def test_asks_and_takes_yes_until_a_day(self, asked, client, today):
        page = client.get(self.at(asked)).content.decode()
        answer = client.post(self.at(asked, "extension_allow"), {"until": "2028-02-01"}, follow=True)

        assert "That holds until 4 December 2026." in page
        assert 'value="2027-11-23"' in page
        assert "It goes on until 1 February 2028." in answer.content.decode()

    def test_takes_no(self, asked, client):
        answer = client.post(self.at(asked, "extension_decline"), follow=True)

        assert "It ends on 4 December 2026, and we will not ask again." in answer.content.decode()

    def test_takes_no_more_contact(self, asked, client):
        answer = client.post(self.at(asked, "extension_forbid"), {"words": "No."}, follow=True)

        assert "Nobody here will contact you." in answer.content.decode()
