"""Who works here, in which role and team, and what each may do."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError

from wonback.team.models import NotAllowed, Team, User
from wonback.team.policy import ROLES, Right

pytestmark = pytest.mark.django_db

# The specification, spelled out once more: a role that grows must be meant to.
MAY = {
    "rep": {"work"},
    "interviewer": {"interview"},
    "lead": {"work", "interview", "lead", "import"},
    "admin": {"work", "interview", "lead", "import", "administer"},
}


class TestRoles:
    def test_are_the_ones_a_person_can_have(self):
        assert set(ROLES) == set(User.Role.values) == set(MAY)

    @pytest.mark.parametrize("role", MAY)
    def test_may_do_what_the_policy_says_and_nothing_else(self, role):
        person = User(name="Somebody", role=role)

        assert {right.value for right in Right if person.may(right)} == MAY[role]

    def test_refuse_with_whom_to_ask(self, rosa):
        with pytest.raises(NotAllowed, match="Ask a lead or an admin to do this"):
            rosa.must(Right.LEAD)

    def test_let_pass_what_is_theirs(self, ines):
        assert ines.must(Right.LEAD) is None

    def test_begin_at_the_smallest(self):
        assert User.objects.create_user("new@example.com", "New").role == "rep"


class TestAPerson:
    def test_is_found_by_their_address_in_any_case(self, rosa):
        assert User.objects.get_by_natural_key("ROSA@Example.com") == rosa

    def test_shares_no_address_with_another_not_even_in_capitals(self, rosa):
        with pytest.raises(IntegrityError):
            User.objects.create(email="Rosa@Example.COM", name="Another Rosa")

    def test_without_an_address_may_be_one_of_many(self, db):
        for name in ("From a file", "From the same file"):
            User.objects.create_user(None, name)

        assert User.objects.filter(email=None).count() == 2

    def test_without_a_password_cannot_sign_in(self, rf, settings):
        person = User.objects.create_user("file@example.com", "From a file")

        assert not person.has_usable_password()
        assert authenticate(rf.post("/"), email="file@example.com", password="") is None
        assert authenticate(rf.post("/"), email="file@example.com", password=None) is None

    def test_keeps_no_password_in_the_clear(self, rosa):
        assert "correct horse" not in str(User.objects.values_list().get(pk=rosa.pk))

    def test_is_shortened_to_two_letters(self, rosa):
        assert (rosa.initials, User(name="Åsa").initials, User(name="").initials) == ("RL", "Å", "")


class TestColleagues:
    def names(self, person):
        return set(User.objects.colleagues_of(person).values_list("name", flat=True))

    def test_are_ones_team(self, ines, rosa, sam):
        assert self.names(ines) == {"Ines Okafor", "Rosa Lindqvist"}

    def test_of_an_admin_are_everybody(self, adam, ines, rosa, sam):
        assert self.names(adam) == {"Adam Reyes", "Ines Okafor", "Rosa Lindqvist", "Sam Oduya"}

    def test_are_active(self, ines, rosa):
        User.objects.filter(pk=rosa.pk).update(is_active=False)

        assert self.names(ines) == {"Ines Okafor"}

    def test_of_somebody_without_a_team_are_nobody_else(self, vera, rosa):
        """Two people who are in no team do not share one."""
        User.objects.create_user("alone@example.com", "Another without a team")

        assert self.names(vera) == {"Vera Castellanos"}


class TestHands:
    def names(self, person):
        return list(User.objects.hands_of(person).values_list("name", flat=True))

    def test_of_a_lead_are_those_of_their_team_who_work_with_clients_by_name(self, ines, rosa, sam, north):
        User.objects.create_user("asks@example.com", "Asks only", role=User.Role.INTERVIEWER, team=north)

        assert self.names(ines) == ["Ines Okafor", "Rosa Lindqvist"]

    def test_of_an_admin_are_all_who_work_with_clients(self, adam, ines, rosa, sam, vera):
        assert self.names(adam) == ["Adam Reyes", "Ines Okafor", "Rosa Lindqvist", "Sam Oduya"]

    def test_of_whoever_leads_nobody_are_nobody(self, rosa, vera):
        assert self.names(rosa) == self.names(vera) == []


class TestATeam:
    def test_has_a_name_of_its_own(self, north):
        with pytest.raises(IntegrityError):
            Team.objects.create(name="North")

    def test_that_goes_leaves_its_people(self, north, rosa):
        north.delete()
        rosa.refresh_from_db()

        assert rosa.team is None
