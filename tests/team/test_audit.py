"""What was done about one of us is told: by whom, when, and what was different before."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from wonback.exports.models import Export
from wonback.team.inviting import invite
from wonback.team.models import AuditEntry, LastAdmin, Token, User
from wonback.team.second_factor import SecondFactor

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse"


def told(person):
    return [str(entry) for entry in person.audit.order_by("at", "pk")]


@pytest.fixture
def noor(adam, north, noon):
    return User.add("Noor Haddad", email="noor@example.com", role="rep", team="North", by=adam, at=noon)


class TestTelling:
    def test_of_one_who_comes_changes_and_leaves(self, noor, adam, ines, noon):
        invite(noor, by=adam, at=noon)
        noor.employ(role="lead", team="South", by=adam, at=noon)
        noor.place(ines, is_paid=False, by=adam, at=noon)
        noor.limit_work(3, by=ines, at=noon)
        SecondFactor(noor).forget(by=adam, at=noon)
        noor.leave(by=adam, at=noon)
        noor.return_to_work(by=adam, at=noon)

        assert told(noor) == [
            "Adam Reyes added Noor Haddad as Rep.",
            "Adam Reyes made a link with which Noor Haddad chooses a password.",
            "Adam Reyes changed the entry of Noor Haddad. Role: Rep → Lead; Team: North → South.",
            (
                "Adam Reyes changed the entry of Noor Haddad. "
                "Reports to: Nobody → Ines Okafor; Paid on what their people keep or lose: Yes → No."
            ),
            "Ines Okafor changed the entry of Noor Haddad. At most, at once: 5 → 3.",
            "Adam Reyes took the second factor of Noor Haddad away.",
            "Adam Reyes let Noor Haddad go.",
            "Adam Reyes brought Noor Haddad back.",
        ]

    def test_of_nothing_where_nothing_changed(self, noor, adam, noon):
        noor.employ(role="rep", team="north", by=adam, at=noon)
        noor.place(None, is_paid=True, by=adam, at=noon)

        assert told(noor) == ["Adam Reyes added Noor Haddad as Rep."]

    def test_of_nothing_that_was_refused(self, adam, noon):
        with pytest.raises(LastAdmin):
            adam.employ(role="rep", by=adam, at=noon)

        assert told(adam) == []

    def test_of_keys_without_the_keys(self, rosa, noon):
        token, key = Token.issue(rosa, name="Script", scope="write", at=noon)
        token.revoke(at=noon)

        assert told(rosa) == [
            "Rosa Lindqvist made the token “Script”: Read and write.",
            "Rosa Lindqvist revoked the token “Script”.",
        ]
        assert key not in str(list(AuditEntry.objects.values()))

    def test_of_everything_taken_along(self, adam, noon):
        Export.ask("csv", by=adam, at=noon)

        assert told(adam) == ["Adam Reyes took everything along, as CSV."]

    def test_of_what_people_do_at_the_door(self, client, rosa):
        client.post("/account/login/", {"login": rosa.email, "password": PASSWORD})
        new = {"oldpassword": PASSWORD, "password1": "a stapled battery", "password2": "a stapled battery"}
        client.post("/account/password/change/", new)

        assert told(rosa) == ["Rosa Lindqvist chose a new password."]

    def test_of_what_was_done_on_the_server(self, rosa, noon):
        SecondFactor(rosa).forget(by=None, at=noon)

        assert told(rosa) == ["Somebody on the server took the second factor of Rosa Lindqvist away."]


class TestReading:
    def test_of_everybody_or_of_one(self, client, noor, rosa, adam, noon):
        rosa.employ(team="South", by=adam, at=noon)
        client.force_login(adam)
        everybody = client.get(reverse("team:audit")).content.decode()
        of_noor = client.get(reverse("team:audit"), {"about": noor.pk}).content.decode()

        assert ("Noor Haddad as Rep" in everybody, "Team: North → South" in everybody) == (True, True)
        assert ("Noor Haddad as Rep" in of_noor, "Team: North → South" in of_noor) == (True, False)
        assert {client.get(reverse("team:audit"), {"about": whom}).status_code for whom in (10**6, "noor")} == {404}

    def test_asks_as_much_for_two_hundred_lines_as_for_two(
        self, client, noor, adam, noon, django_assert_max_num_queries
    ):
        noor.audit.bulk_create(
            AuditEntry(about=noor, by=adam, verb="person.let_go", at=noon, facts={}) for _ in range(200)
        )
        client.force_login(adam)
        with django_assert_max_num_queries(6):
            shown = client.get(reverse("team:audit"))

        assert len(shown.context["page"]) == 50
        assert shown.context["page"].next

    def test_by_a_program(self, noor, adam, noon):
        _token, key = Token.issue(adam, name="Script", scope="read", at=noon)
        program = Browser(headers={"Authorization": f"Bearer {key}"})
        rows = program.get("/api/v1/audit", {"about": noor.pk}).json()["rows"]

        assert [(row["about"], row["by"], row["verb"], row["sentence"]) for row in rows] == [
            (noor.pk, adam.pk, "person.added", "Adam Reyes added Noor Haddad as Rep.")
        ]
