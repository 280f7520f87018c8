"""Northbeam Supply keeps every rule of the house, or nothing that is tried on it proves anything."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.apps import apps
from django.db.models import Count, F, Max, Q

from wonback.care.models import Cadence, Concern, PlannedTouch, Promise, Touch
from wonback.clients.models import Client, Contact, Deal, Entry, Permission, Purchase, Spell, Word
from wonback.clients.names import name_key
from wonback.core.quarter import Quarter
from wonback.core.verbs import VERBS
from wonback.demo import cast, company, doubling
from wonback.interviews.models import Answer, Interview, IsItMe, Quote, Recap
from wonback.losses.models import Cause, Loss, Proposal, Swot, Wording
from wonback.post.models import Incoming, Letter
from wonback.team.models import Team, User
from wonback.winback.models import Change, HandOut, Move, Plan

# The mark asks for a database; the company stands in one transaction around the whole module.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("northbeam", "opened")]


@pytest.fixture
def opened(django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def rosa():
    return User.objects.get(email="rosa@northbeam.example")


class TestItsSize:
    def test_is_three_teams_and_twelve_people(self):
        assert (Team.objects.count(), User.objects.count()) == (3, 12)
        assert set(User.objects.values_list("role", flat=True)) == set(User.Role.values)

    def test_is_four_hundred_clients_with_five_years_of_purchases(self, day):
        years = {bought_on.year for bought_on in Purchase.objects.values_list("bought_on", flat=True)}

        assert Client.objects.count() == company.CLIENTS + len(doubling.TWINS)
        assert Purchase.objects.count() > 10_000
        assert years == set(range(day.year - 5, day.year + 1))

    def test_is_sixty_lost_clients_and_a_hundred_and_twenty_lost_sales(self):
        kinds = dict(Loss.objects.values_list("kind").annotate(Count("pk")))

        assert kinds["client"] == 60
        assert kinds["deal"] >= 120
        assert kinds["part"] >= 5

    def test_has_plans_in_every_stage(self):
        stages = dict(Plan.objects.values_list("stage").annotate(Count("pk")))
        assert [stage for stage in Plan.Stage.values if not stages.get(stage)] == []

    def test_holds_every_noun(self):
        nouns = [model for model in apps.get_models() if model.__module__.startswith("wonback.")]
        apps_told = {"team", "clients", "care", "losses", "winback", "advocacy"}
        # A token, an own rhythm, weights and a snooze are what people add; proposals, experience and health are the night's.
        left_out = {"Token", "Cadence", "Snooze", "Weighing", "Proposal", "Experience", "Health"}
        empty = {
            model.__name__
            for model in nouns
            if model._meta.app_label in apps_told and not model._default_manager.exists()
        }
        assert empty - left_out == set()


class TestItsLives:
    def test_no_client_has_two_lives_at_once(self):
        spells = {}
        for spell in Spell.objects.order_by("client", "started_on"):
            spells.setdefault(spell.client_id, []).append(spell)

        overlaps = [
            (before, after)
            for lives in spells.values()
            for before, after in pairwise(lives)
            if before.ended_on is None or before.ended_on > after.started_on
        ]
        assert overlaps == []
        assert sum(len(lives) == 2 for lives in spells.values()) >= 5

    def test_a_lost_client_has_ended_and_has_a_loss(self):
        lost = Client.objects.filter(standing="lost")

        assert lost.count() > 40
        assert not lost.filter(spells__ended_on=None).exists()
        assert not lost.exclude(losses__kind="client").exists()

    def test_an_active_client_lives(self):
        active = Client.objects.filter(standing="active")
        assert not active.exclude(spells__ended_on=None).exists()

    def test_nobody_buys_after_the_end(self):
        after = Purchase.objects.filter(client__standing="lost").annotate(end=Max("client__spells__ended_on"))
        assert not after.filter(bought_on__gt=F("end")).exists()

    def test_amounts_are_positive_save_for_credit_notes(self):
        assert set(Purchase.objects.filter(amount__lte=0).values_list("reference", flat=True).distinct()) == set(
            Purchase.objects.filter(reference__startswith="CN").values_list("reference", flat=True)
        )
        assert not Deal.objects.filter(amount__lte=0).exists()


class TestItsCare:
    def test_the_day_of_the_last_touch_is_that_of_the_newest_real_one(self):
        for client in Client.objects.annotate(newest=Max("touches__at", filter=Q(touches__reached=True))):
            assert client.last_touch_on == (client.newest.date() if client.newest else None)

    def test_the_next_touch_follows_from_the_last_or_from_the_calendar(self):
        planned = dict(PlannedTouch.objects.open().order_by("-day").values_list("client", "day"))
        touched = Client.objects.exclude(last_touch_on=None)
        elsewhere = [c for c in touched if c.pk in planned and c.touch_by != planned[c.pk]]
        assert len(planned) > 50
        assert elsewhere == []

        # Whom we lost is in no rhythm.
        touched = touched.exclude(pk__in=planned).filter(standing="active")
        wrong = [c for c in touched if c.touch_by != Cadence.objects.of(c).next_touch(c.last_touch_on)]
        assert wrong == []

    def test_nobody_is_touched_before_they_are_a_client_or_in_the_future(self, day):
        first = Client.objects.annotate(began=Max("spells__started_on", filter=~Q(spells__ended_on=None)))
        lives = {c.pk: c.began for c in first if c.began}
        early = [t for t in Touch.objects.filter(client__in=lives).select_related("client") if t.day.year < 2019]

        assert early == []
        assert not Touch.objects.filter(at__date__gt=day).exists()
        assert not Touch.objects.filter(at__iso_week_day__gte=6).exists()

    def test_each_touch_is_told(self):
        assert Entry.objects.filter(verb__in=["client.touched", "client.missed"]).count() == Touch.objects.count()

    def test_each_concern_and_sighting_names_the_touch_that_opened_it(self):
        assert Touch.objects.filter(gripe=True).count() > 100
        assert Concern.objects.exclude(touch=None).count() == Touch.objects.filter(gripe=True).count()

    def test_every_sentence_can_be_said(self):
        entries = Entry.objects.select_related("client", "actor")
        assert set(entries.values_list("verb", flat=True)) <= set(VERBS)
        assert [str(entry) for entry in entries if "{" in str(entry) or "None" in str(entry)] == []


class TestItsLosses:
    def test_each_has_a_reason_in_at_least_one_voice(self):
        assert not Loss.objects.filter(causes=None).exists()
        assert set(Cause.objects.values_list("voice", flat=True)) == {"rep", "client", "confirmed"}

    def test_rep_and_client_differ_sometimes(self):
        heard = Loss.objects.filter(causes__voice="confirmed").prefetch_related("causes")
        differ = [loss for loss in heard if len({cause.reason_id for cause in loss.causes.all()}) > 1]
        assert 0.2 < len(differ) / len(heard) < 0.8

    def test_some_worths_are_estimates_and_some_unknown(self):
        known = dict(Loss.objects.values_list("worth_known").annotate(Count("pk")))
        assert known["known"] > known["estimated"] > 0 < known["unknown"]

    def test_all_are_in_rank(self, day):
        assert Loss.objects.pursued().put_in_rank(as_of=day) == 0

    def test_those_who_asked_were_neutral(self):
        for interview in Interview.objects.select_related("loss__client", "loss__deal", "interviewer"):
            people = {interview.loss.owner_then_id, interview.loss.client.owner_id}
            assert interview.interviewer_id not in people

    def test_a_refusal_is_on_file(self):
        assert set(Permission.objects.values_list("answer", flat=True)) == {"allowed", "refused"}

    def test_money_is_blocked_by_changes_still_to_be_made(self):
        blocked = [change.blocked for change in Change.objects.by_blocked_money() if change.made_at is None]
        assert max(filter(None, blocked)) > Decimal(10_000)

    def test_a_hand_out_waits_for_rosas_answer(self, rosa):
        waiting = HandOut.objects.open().filter(to=rosa, accepted_at=None)
        assert [len(given.loss.client.name) for given in waiting] == [60]


class TestWhatWasTold:
    def test_a_call_was_tagged_and_quoted_for_every_reader(self, rosa):
        said = Quote.objects.filter(interview__loss__client__name="Northwind")

        assert set(said.values_list("confidence", flat=True)) == {"attributable", "unattributed", "interviewer"}
        assert set(said.readable_by(rosa).values_list("confidence", flat=True)) == {"attributable"}
        assert said.filter(driver__key="delivery").exists()
        assert Answer.objects.exclude(drivers=None).exists()

    def test_a_debrief_is_ready_where_two_stories_differ(self):
        talk = Interview.objects.get(loss__client__name="Northwind")
        first = {
            cause.voice: cause.reason.key for cause in talk.loss.causes.select_related("reason").order_by("weight")
        }

        assert talk.debrief
        assert (first["rep"], first["confirmed"]) == ("price", "delivery")

    def test_a_client_put_right_what_we_heard(self):
        assert set(Recap.objects.values_list("verdict", flat=True)) == {"right", "not quite"}

    def test_of_the_person_only_the_lead_reads(self, rosa):
        people = User.objects.exclude(role="rep")
        readers = {one.name for one in people if IsItMe.objects.readable_by(one).filter(about=rosa).exists()}

        assert readers == {"Ines Okafor"}
        assert IsItMe.objects.filter(raised_by_rep=True, deed="", about=rosa).exists()

    def test_programs_wrote_back_that_one_has_left_one_is_away_and_a_mailbox_is_full(self):
        assert sorted(Incoming.objects.values_list("says", flat=True)) == ["away", "later", "left"]
        gone = Move.objects.get(source=Move.Source.REPLY)
        assert gone.contact.left_on
        assert gone.contact.client.contacts.filter(name="Ruth Amery", left_on=None).exists()

    def test_a_client_is_handed_over_warmly_and_half_done(self):
        going = IsItMe.objects.get(deed="hand over")

        assert (going.done, going.handed_at) == (["told", "read"], None)
        assert Letter.objects.get(key=f"handover:{going.pk}:old").state == "sent"

    def test_the_board_has_votes_and_notes_that_say_the_same(self):
        assert Swot.objects.exclude(voters=None).exists()
        assert Swot.objects.exclude(same_as=None).exists()


class TestWhatWasUnderstood:
    def test_confirmed_reasons_stand_on_something_in_many_ways(self):
        conditions = set(Cause.objects.exclude(condition="").values_list("condition", flat=True))
        assert {"price", "capability", "contract"} <= conditions

    def test_the_board_of_the_quarter_has_notes_in_every_field(self, day):
        recent = Swot.objects.filter(loss__lost_on__gte=Quarter.of(day).before.first)
        assert set(recent.values_list("field", flat=True)) == set(Swot.Field.values)
        assert recent.filter(view="outside").exists()

    def test_a_wording_waits_to_be_settled(self):
        assert Wording.objects.filter(reason=None).exists()


class TestRosasToday:
    def test_has_promises_due_and_overdue(self, rosa, day):
        due = Promise.objects.due(as_of=day).filter(
            owner=rosa, client__name__in=["Berrick & Sons", "Müller & Söhne Feinkost GmbH"]
        )
        assert [(day - promise.due_by).days for promise in due] == [3, 0]

    def test_has_a_large_client_who_has_waited_too_long(self, day):
        harlow = Client.objects.get(name="Harlow Foods")
        assert (day - harlow.last_touch_on).days in {61, 62, 63}

    def test_has_a_door_that_opened(self, day):
        tarn = Plan.objects.get(loss__client__name="Tarn Logistics")

        assert tarn.undone(as_of=day) == []
        assert tarn.changes.get().made_at.date() == day - timedelta(days=1)

    def test_has_a_client_who_is_well(self):
        assert Client.objects.get(name="Contoso").touches.newest().first().works

    def test_knows_the_cast(self, rosa):
        names = {"Northwind", "Fabrikam", "Contoso", "Harlow Foods", "Berrick & Sons", "Tarn Logistics"}
        assert set(Client.objects.filter(name__in=names, owner=rosa).values_list("name", flat=True)) == names


class TestItsNames:
    def test_are_all_different_and_in_many_letters(self):
        names = list(Client.objects.values_list("name", flat=True))
        letters = set("".join(names).lower())

        assert len(set(names)) == len(names)
        assert set("äöüßøåé") <= letters
        assert {min(map(len, names)), max(map(len, names))} == {4, 60}

    def test_belong_to_nobody(self):
        assert not User.objects.exclude(email__endswith=f"@{cast.MAIL}").exists()
        assert not Contact.objects.exclude(email__endswith=".example").exists()

    def test_are_found_by_the_search(self):
        assert Client.objects.search("müller feinkost").exists()
        assert not Client.objects.filter(words=None).exists()
        assert Word.objects.filter(word=name_key("Harlow Foods")).exists()


class TestItsMaking:
    def test_proposes_nothing_by_itself(self):
        assert not Proposal.objects.exists()
