"""A no survives every import: the same person brought in again, or written down at another client, stays left alone."""

import pytest

from wonback.clients.models import Client, Contact, Permission

pytestmark = pytest.mark.django_db

HEAD = "Company,Name,Email,Do not contact\n"


def may(contact, today):
    return contact.may_be_reached(channel="mail", as_of=today)


def test_a_no_in_a_file_binds_us_and_is_noted_once(brought, today):
    for _time in range(2):
        brought(people_csv=f"{HEAD}Acme,Dana,d@acme.example,yes\n")

    assert Permission.objects.count() == 1
    assert not may(Contact.objects.get(), today)


def test_a_later_file_that_knows_nothing_of_it_lifts_no_no(brought, today):
    brought(people_csv=f"{HEAD}Acme,Dana,d@acme.example,yes\n")
    brought(people_csv=f"{HEAD}Acme,Dana Vogt,d@acme.example,no\n")
    brought(people_csv="Company,Name,Email\nAcme,Dana Vogt,d@acme.example\n")

    assert not may(Contact.objects.get(), today)


def test_what_a_person_noted_survives_an_import_and_its_undoing(brought, rosa, noon, at, today):
    brought(people_csv="Company,Name,Email\nAcme,Dana,d@acme.example\n")
    dana = Contact.objects.get()
    Permission.note(by=rosa, at=noon, client=dana.client, contact=dana, answer="refused", words="Not me.")
    batch = brought(people_csv="Company,Name,Email,Title\nAcme,Dana,d@acme.example,Buyer\n")
    assert not may(Contact.objects.get(), today)
    batch.undo(by=None, at=at)

    assert not may(Contact.objects.get(), today)


def test_somebody_who_said_no_is_left_alone_at_the_next_client_too(brought, rosa, noon, today):
    brought(people_csv="Company,Name,Email\nAcme,Dana,d@acme.example\n")
    dana = Contact.objects.get()
    Permission.note(by=rosa, at=noon, client=dana.client, contact=dana, answer="refused", words="Not me.")
    brought(people_csv="Company,Name,Email\nAcme Holding,Dana,d@acme.example\nAcme Holding,Kim,k@acme.example\n")

    there = Contact.objects.filter(client=Client.objects.get(name="Acme Holding"))
    assert {one.name: may(one, today) for one in there} == {"Dana": False, "Kim": True} or not there.filter(
        name="Dana"
    ).exists()


def test_a_company_that_said_no_is_on_no_call_list_after_an_import(brought, rosa, noon, today):
    brought(list_csv="Record ID,Company name\n1,Acme\n")
    Permission.note(by=rosa, at=noon, client=Client.objects.get(), answer="refused", words="Stop.")
    brought(list_csv="Record ID,Company name,Industry\n1,Acme,Tools\n")

    assert not Client.objects.may_be_called(as_of=today).exists()
