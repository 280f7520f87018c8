"""Who reports to whom, and who is paid on what: an admin says so, and who may ask whom follows from it."""

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from wonback.losses.involvement import Involvement
from wonback.team.models import GoesRound, NotAllowed, User
from wonback.team.reporting import above, tree

# Anything a file may have said: rings, somebody below themselves, and bosses who do not exist.
CHARTS = st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 10), max_size=8)


class TestTheChart:
    @given(CHARTS)
    @example({4: 2, 2: 2, 1: 4})
    def test_shows_everybody_once_and_below_whom_they_report_to(self, boss_of):
        drawn = list(tree(sorted(boss_of), boss_of))
        depth_of, seen = dict(drawn), []

        assert sorted(one for one, _depth in drawn) == sorted(boss_of)
        for one, depth in drawn:
            if depth:
                assert depth_of[boss_of[one]] == depth - 1
                assert boss_of[one] in seen
            else:
                boss = boss_of[one]
                assert boss is None or boss not in boss_of or one in above(one, boss_of)
            seen.append(one)

    @given(CHARTS, st.integers(1, 8))
    def test_knows_everybody_above_also_in_a_ring(self, boss_of, person):
        found, boss = set(), boss_of.get(person)
        for _step in range(20):
            if boss is not None:
                found.add(boss)
                boss = boss_of.get(boss)

        assert above(person, boss_of) == found


@pytest.mark.django_db
class TestReporting:
    def test_decides_who_may_ask(self, vera, rosa, adam, fabrikam_loss):
        vera.report_to(rosa, by=adam)

        told = Involvement.of([fabrikam_loss]).objections(fabrikam_loss, User.objects.get(pk=vera.pk))
        assert told == ["Ask somebody who does not report to the owner."]

    def test_is_for_an_admin_to_say(self, rosa, ines, vera):
        for verb in (lambda: vera.report_to(rosa, by=ines), lambda: ines.pay_on_team(is_paid=False, by=ines)):
            with pytest.raises(NotAllowed):
                verb()

    def test_goes_up_and_never_round(self, rosa, ines, vera, adam):
        ines.report_to(vera, by=adam)

        with pytest.raises(GoesRound, match="Choose somebody else: nobody reports to themselves."):
            ines.report_to(ines, by=adam)
        with pytest.raises(GoesRound, match="or move Rosa Lindqvist first: they report to Vera Castellanos."):
            vera.report_to(rosa, by=adam)
        vera.refresh_from_db()
        assert vera.reports_to is None

    def test_is_to_somebody_who_works_here_or_to_nobody(self, rosa, vera, adam):
        vera.is_active = False
        vera.save()

        with pytest.raises(GoesRound, match="still works here"):
            rosa.report_to(vera, by=adam)
        rosa.report_to(None, by=adam)
        assert User.objects.get(pk=rosa.pk).reports_to is None


@pytest.mark.django_db
class TestThePages:
    def test_let_an_admin_say_it_and_show_what_follows(self, client, ines, rosa, vera, adam, fabrikam_loss):
        client.force_login(adam)
        told = {"reports_to": vera.pk, "paid_on_team": "on"}
        page = client.post(reverse("team:person", args=[ines.pk]), told, follow=True).content.decode()

        assert "reports to Vera Castellanos" in page
        tried = client.get(reverse("interviews:test_box"), {"person": vera.pk, "q": "Fabrikam"}).content.decode()
        assert "Ask somebody who is not paid on what the owner keeps or loses." in tried
        client.post(reverse("team:person", args=[vera.pk]), {"reports_to": ""})
        tried = client.get(reverse("interviews:test_box"), {"person": vera.pk, "q": "Fabrikam"}).content.decode()
        assert "Yes, they may" in tried

    def test_refuse_in_a_sentence(self, client, ines, rosa, adam):
        client.force_login(adam)
        answer = client.post(reverse("team:person", args=[ines.pk]), {"reports_to": rosa.pk})

        assert answer.status_code == 422
        assert "move Rosa Lindqvist first: they report to Ines Okafor." in answer.content.decode()

    def test_say_who_reports_to_somebody_who_has_left(self, client, ines, rosa, adam):
        User.objects.filter(pk=ines.pk).update(is_active=False)
        client.force_login(adam)
        page = client.get(reverse("team:chart")).content.decode()

        assert "reports to Ines Okafor, who has left" in page
        assert "has left" in client.get(reverse("team:person", args=[ines.pk])).text

    def test_ask_few_questions_however_many_people(self, client, adam, ines, django_assert_max_num_queries):
        client.force_login(adam)
        for number in range(30):
            User.objects.create_user(f"n{number}@example.com", f"Rep {number}", reports_to=ines)
        with django_assert_max_num_queries(6):
            client.get(reverse("team:chart"))

    def test_are_the_same_for_programs(self, client, ines, rosa, vera, adam):
        client.force_login(adam)
        json = {"content_type": "application/json"}
        told = {one["name"]: one for one in client.get("/api/v1/people").json()}
        assert told["Rosa Lindqvist"]["reports_to"] == ines.pk

        here = f"/api/v1/people/{ines.pk}/reporting"
        changed = client.post(here, {"reports_to": vera.pk, "paid_on_team": False}, **json).json()
        assert (changed["reports_to"], changed["paid_on_team"]) == (vera.pk, False)
        refused = client.post(here, {"reports_to": rosa.pk, "paid_on_team": False}, **json)
        assert refused.status_code == 422
        assert "they report to Ines Okafor" in refused.json()["reasons"][0]
