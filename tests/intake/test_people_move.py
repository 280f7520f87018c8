"""A re-import that names another firm or another title: people move, and undoing the import brings them back."""

import pytest

from wonback.clients.models import Client, Contact, Permission
from wonback.winback.models import Gone, Move, Trigger

HEAD = "Contact ID,Company,Name,Title,Email\n"
DANA = HEAD + "7,Acme,Dana,Head of IT,dana@acme.example\n"
ELSEWHERE = HEAD + "7,Contoso,Dana,CIO,dana@contoso.example\n"

pytestmark = pytest.mark.django_db


def people():
    """Who works where, and who has left."""
    rows = Contact.objects.order_by("pk").values_list("client__name", "title", "left_on")
    return [(client, title, left is not None) for client, title, left in rows]


def doors():
    return sorted(Trigger.objects.values_list("client__name", "kind"))


def told(name):
    return [str(entry) for entry in Client.objects.get(name=name).timeline.order_by("pk")]


@pytest.fixture
def dana(brought, ines):
    """Somebody who spoke for us at Acme, and whom a file brought."""
    brought(by=ines, contacts_csv=DANA)
    Contact.objects.update(role="champion", stance=1)
    return Contact.objects.get()


@pytest.fixture
def elsewhere(dana, brought, ines):
    return brought(by=ines, contacts_csv=ELSEWHERE)


class TestAnotherFirm:
    def test_ends_one_row_and_begins_another(self, dana, elsewhere):
        assert people() == [("Acme", "Head of IT", True), ("Contoso", "CIO", False)]
        move = Move.objects.get()
        assert (move.contact, move.to.name, move.arrived.email) == (dana, "Contoso", "dana@contoso.example")
        assert move.arrived.stance == 1
        assert elsewhere.sheets.get().notes == [
            "One person works for somebody else than before: their old place ends, a new one begins."
        ]

    def test_is_told_at_both(self, elsewhere, ines):
        assert told("Acme")[-1] == f"Dana left Acme, noted by {ines}."
        assert f"{ines} wrote down Dana at Contoso." in told("Contoso")

    def test_opens_the_doors_of_both_plays_once(self, elsewhere, brought, ines):
        both = [("Acme", "advocate_gone"), ("Contoso", "advocate_moved")]
        assert doors() == both

        brought(by=ines, contacts_csv=ELSEWHERE)

        assert doors() == both
        assert Move.objects.count() == 1
        assert len(people()) == 2

    def test_is_followed_further(self, elsewhere, brought, ines):
        brought(by=ines, contacts_csv=HEAD + "7,Norra,Dana,CEO,dana@norra.example\n")

        assert people() == [("Acme", "Head of IT", True), ("Contoso", "CIO", True), ("Norra", "CEO", False)]
        assert Move.objects.get(to__name="Norra").contact.client.name == "Contoso"

    def test_is_taken_back_as_if_it_had_never_been(self, dana, examined, ines, at, rows_of_the_domain):
        before = rows_of_the_domain()
        batch = examined(by=ines, contacts_csv=ELSEWHERE)
        batch.commit(by=ines, at=at)

        batch.undo(by=ines, at=at)

        assert rows_of_the_domain() == before

    def test_keeps_a_door_somebody_went_through(self, elsewhere, ines, at):
        Trigger.objects.get(kind="advocate_moved").take(by=ines, at=at)

        elsewhere.undo(by=ines, at=at)

        assert elsewhere.outcome["edited"] == 1
        assert doors() == [("Contoso", "advocate_moved")]
        assert not Contact.objects.get(client__name="Acme").left_on

    def test_is_no_news_after_somebody_noted_it_by_hand(self, dana, brought, ines, noon, today):
        contoso = brought(by=ines, clients_csv="Company\nContoso\n") and Client.objects.get(name="Contoso")
        Move.note(dana, Gone(on=today, to=contoso), by=ines, at=noon)
        before = doors()

        brought(by=ines, contacts_csv=ELSEWHERE)

        assert doors() == before
        assert people() == [("Acme", "Head of IT", True), ("Contoso", "CIO", False)]

    def test_says_where_somebody_went_who_had_left(self, dana, brought, ines, noon, today):
        Move.note(dana, Gone(on=today), by=ines, at=noon)

        brought(by=ines, contacts_csv=ELSEWHERE)

        assert Move.objects.get().to.name == "Contoso"
        assert told("Acme").count(f"Dana left Acme, noted by {ines}.") == 1

    def test_of_a_file_that_is_behind_brings_nobody_back(self, dana, brought, ines, noon, today):
        Move.note(dana, Gone(on=today), by=ines, at=noon)

        brought(by=ines, contacts_csv=DANA.replace("Head of IT", "CTO"))

        assert people() == [("Acme", "Head of IT", True)]

    def test_finds_whom_somebody_wrote_down_there_already(self, dana, brought, ines, noon):
        brought(by=ines, clients_csv="Company\nContoso\n")
        there = Contact.meet(
            by=ines, at=noon, client=Client.objects.get(name="Contoso"), name="Dana", email="dana@contoso.example"
        )

        brought(by=ines, contacts_csv=ELSEWHERE)

        assert Move.objects.get().arrived == there

    def test_does_not_shake_off_a_refusal(self, dana, brought, ines, noon, today):
        Permission.note(by=ines, at=noon, client=dana.client, contact=dana, answer="refused", words="Not me.")

        brought(by=ines, contacts_csv=ELSEWHERE)

        arrived = Contact.objects.get(client__name="Contoso")
        assert not arrived.may_be_reached(channel="mail", as_of=today)

    def test_of_somebody_known_by_their_address_alone_is_another_spelling(self, brought, ines):
        brought(by=ines, contacts_csv="Company,Name,Email\nAcme,Dana,dana@acme.example\n")
        brought(by=ines, contacts_csv="Company,Name,Email\nAcme Holding,Dana,dana@acme.example\n")

        assert people() == [("Acme Holding", "", False)]
        assert not Move.objects.exists()


class TestAnotherTitle:
    @pytest.fixture
    def promoted(self, dana, examined, ines):
        Contact.objects.update(role="decider", verified_on="2026-11-20")
        return examined(by=ines, contacts_csv=DANA.replace("Head of IT", "CEO"))

    def test_is_told_and_asked_about(self, promoted, ines, at, today):
        promoted.commit(by=ines, at=at)

        assert told("Acme")[-1] == ("Dana of Acme is now “CEO”, no longer “Head of IT”, says “contacts.csv”.")
        assert Contact.objects.get().verified_on is None
        assert promoted.sheets.get().notes == ["One person has another title than before; their timeline tells."]

    def test_is_taken_back(self, promoted, ines, at, rows_of_the_domain):
        before = rows_of_the_domain()
        promoted.commit(by=ines, at=at)

        promoted.undo(by=ines, at=at)

        assert rows_of_the_domain() == before
