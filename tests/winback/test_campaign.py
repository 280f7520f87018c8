"""Lot decides whom we call: the arms stay, those who wait are left alone, and the verdict comes at its day."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import add_client, person
from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, Story, WordsMissing
from wonback.team.models import NotAllowed
from wonback.winback import tasks
from wonback.winback.arms import Kind, counted
from wonback.winback.models import Campaign, CampaignArm, Plan
from wonback.winback.models.campaign import BadTerms, Terms, Waits

pytestmark = pytest.mark.django_db


def lose(names, *, by, at, worth=20_000, reason="price"):
    story = Story(reason=reason, lost_on=at.date() - timedelta(days=30), worth=Decimal(worth), currency="EUR")
    return [Loss.record(add_client(name, by=by, at=at), story, by=by, at=at) for name in names]


@pytest.fixture
def terms(today):
    return Terms(name="Autumn", ends_on=today + timedelta(days=91), waiting=0.3)


@pytest.fixture
def losses(rosa, noon):
    return lose([f"Lost {n}" for n in range(20)], by=rosa, at=noon)


@pytest.fixture
def campaign(losses, terms, ines, noon):
    return Campaign.start(terms, by=ines, at=noon)


@pytest.fixture
def waiting(campaign):
    return campaign.lots.filter(arm="wait").first()


def arms_of(campaign, day):
    return counted(campaign.drawn(as_of=day), on=day)


class TestStart:
    def test_draws_everybody_there_is_and_tells_each_what_lot_decided(self, campaign, losses):
        arms = dict(campaign.lots.values_list("loss", "arm"))
        waits = [loss for loss in losses if arms[loss.pk] == "wait"]

        assert len(arms) == 20
        assert len(waits) == 6
        assert str(waits[0].client.timeline.latest("pk")) == (
            f"By lot we leave {waits[0].client} alone until 22 February 2027: “Autumn”."
        )
        assert CampaignArm.objects.get(loss=losses[0]).stratum == "5/bought-away"

    def test_fixes_before_what_can_be_shown(self, campaign, terms, ines, today):
        told = Campaign.objects.get()

        assert 0.3 < told.smallest < 0.6
        assert told.planned > 0
        # one in ten within half a year is one in twenty within a quarter, a little more for what we can change
        assert 0.04 < told.rate_alone < 0.12

    def test_draws_from_no_other_team_and_not_whom_we_talk_to(self, terms, ines, sam, rosa, ready_plan, noon):
        lose(["Of the South"], by=sam, at=noon)
        ready_plan.launch(by=rosa, at=noon)
        [mine] = lose(["Of the North"], by=rosa, at=noon)

        campaign = Campaign.start(terms, by=ines, at=noon)

        assert [lot.loss for lot in campaign.lots.all()] == [mine]

    def test_of_an_admin_draws_from_the_whole_company(self, terms, adam, sam, rosa, noon):
        lose(["Of the South"], by=sam, at=noon)
        lose(["Of the North"], by=rosa, at=noon)

        assert Campaign.start(terms, by=adam, at=noon).lots.count() == 2

    def test_is_for_leads(self, losses, terms, rosa, noon):
        with pytest.raises(NotAllowed):
            Campaign.start(terms, by=rosa, at=noon)

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"name": " "}, "Give the campaign a name"),
            ({"waiting": 0.9}, "Let between 5 and 50 of 100 wait"),
            ({"ends_on": 27}, "at least four weeks ahead"),
        ],
    )
    def test_refuses_terms_with_which_nothing_could_be_shown(self, losses, terms, ines, noon, today, more, sentence):
        if "ends_on" in more:
            more = {"ends_on": today + timedelta(days=more["ends_on"])}
        bad = Terms(**(vars(terms) | more))

        with pytest.raises((BadTerms, WordsMissing), match=sentence):
            Campaign.start(bad, by=ines, at=noon)

    def test_refuses_where_there_is_nobody_to_draw(self, terms, ines, noon):
        with pytest.raises(BadTerms, match="Wait for more losses"):
            Campaign.start(terms, by=ines, at=noon)

    def test_refuses_a_lead_without_a_team(self, terms, noon):
        with pytest.raises(BadTerms, match="put you into a team"):
            Campaign.start(terms, by=person("Nora Falk", "lead"), at=noon)

    def test_refuses_a_second_one_at_the_same_time(self, campaign, terms, ines, adam, noon):
        for lead in (ines, adam):
            with pytest.raises(AlreadyDone, match="Wait until 22 February 2027, or close “Autumn” first"):
                Campaign.start(terms, by=lead, at=noon)


class TestEnrol:
    def test_draws_those_recorded_since_and_leaves_the_others_where_they_are(self, campaign, rosa, noon, today):
        before = dict(campaign.lots.values_list("loss", "arm"))
        lose([f"New {n}" for n in range(10)], by=rosa, at=noon + timedelta(days=1))

        assert tasks.draw_lots(as_of=today + timedelta(days=2)) == 10
        assert tasks.draw_lots(as_of=today + timedelta(days=2)) == 0

        after = dict(campaign.lots.values_list("loss", "arm"))
        assert after.items() >= before.items()
        assert sum(arm == "wait" for arm in after.values()) == 9

    def test_draws_a_loss_at_once_when_somebody_begins_to_work_on_it(self, campaign, rosa, noon):
        [new] = lose(["New"], by=rosa, at=noon)
        Plan.start(new, owner=rosa, by=rosa, at=noon)

        assert new.campaign_arm.campaign == campaign

    def test_is_balanced_in_every_stratum(self, losses, terms, ines, rosa, noon):
        lose([f"Large {n}" for n in range(10)], by=rosa, at=noon, worth=900_000)
        campaign = Campaign.start(terms, by=ines, at=noon)
        waits = campaign.lots.filter(arm="wait")

        assert (waits.filter(stratum="5/bought-away").count(), waits.filter(stratum="6/bought-away").count()) == (6, 3)

    def test_deals_alike_ones_of_whom_there_are_few_together_with_others(self, terms, ines, rosa, noon):
        for digits in range(1, 6):
            lose([f"{digits} {n}" for n in range(4)], by=rosa, at=noon, worth=10**digits)
        campaign = Campaign.start(terms, by=ines, at=noon)

        assert set(campaign.lots.values_list("stratum", flat=True)) == {"others"}
        assert campaign.lots.filter(arm="wait").count() == 6

    def test_draws_nobody_after_the_end(self, campaign, rosa, noon):
        lose(["Late"], by=rosa, at=noon)

        assert campaign.enrol(at=noon + timedelta(days=91)) == 0

    def test_closes_itself_on_the_day_of_the_verdict(self, campaign):
        tasks.draw_lots(as_of=campaign.ends_on)
        campaign.refresh_from_db()

        assert campaign.closed_at is not None
        assert campaign.closed_by is None
        assert not campaign.is_cut_short


class TestWaiting:
    @pytest.fixture
    def ready(self, ready_plan, northwind_loss, terms, ines, noon):
        """Everything is done for Northwind, and lot lets them wait."""
        campaign = Campaign.start(terms, by=ines, at=noon)
        campaign.lots.filter(loss=northwind_loss).update(arm="wait")
        return ready_plan

    def test_keeps_a_plan_from_being_launched_until_the_end(self, ready, rosa, noon):
        with pytest.raises(Waits, match="Wait until 22 February 2027: by lot we leave them alone in “Autumn”"):
            ready.launch(by=rosa, at=noon)

        ready.launch(by=rosa, at=noon + timedelta(days=91))
        assert ready.stage == Plan.Stage.ASKING

    def test_ends_when_the_campaign_is_closed(self, ready, rosa, ines, noon):
        Campaign.objects.get().close(by=ines, at=noon)
        ready.launch(by=rosa, at=noon)

        assert ready.stage == Plan.Stage.ASKING

    def test_does_not_keep_them_from_coming_back_by_themselves(self, ready, rosa, noon, today):
        ready.win(by=rosa, at=noon + timedelta(days=9), on=today + timedelta(days=8))
        campaign = Campaign.objects.get()

        assert [row.back_on for row in campaign.drawn(as_of=today + timedelta(days=9))] == [today + timedelta(days=8)]
        assert [row.back_on for row in campaign.drawn(as_of=today + timedelta(days=7))] == [None]

    def test_ends_when_a_lead_takes_them_out_and_says_why(self, ready, rosa, ines, noon):
        lot = CampaignArm.objects.get()
        with pytest.raises(NotAllowed):
            lot.take_out("They called us.", by=rosa, at=noon)
        with pytest.raises(WordsMissing, match="Say why they cannot wait"):
            lot.take_out(" ", by=ines, at=noon)

        lot.take_out("They called us.", by=ines, at=noon)
        ready.launch(by=rosa, at=noon)

        assert (lot.arm, ready.stage) == ("wait", Plan.Stage.ASKING)
        told = [str(entry) for entry in ready.loss.client.timeline.all()]
        assert "Ines Okafor lets us call Northwind in spite of the lot: They called us." in told
        with pytest.raises(AlreadyDone, match="nothing keeps you"):
            lot.take_out("Again.", by=ines, at=noon)


class TestClose:
    def test_before_the_end_leaves_no_verdict(self, campaign, ines, noon, today):
        campaign.close(by=ines, at=noon + timedelta(days=20))
        later = today + timedelta(days=200)
        told = campaign.verdict(arms_of(campaign, later), as_of=later)

        assert campaign.is_cut_short
        assert told.kind == Kind.SO_FAR
        assert campaign.last_day(as_of=later) == today + timedelta(days=20)

    def test_happens_once(self, campaign, ines, noon):
        campaign.close(by=ines, at=noon)
        with pytest.raises(AlreadyDone, match="has been closed"):
            Campaign.objects.get().close(by=ines, at=noon)

    def test_of_the_company_s_is_for_an_admin(self, losses, terms, adam, ines, noon):
        campaign = Campaign.start(terms, by=adam, at=noon)
        with pytest.raises(NotAllowed):
            campaign.close(by=ines, at=noon)


class TestVerdict:
    def test_of_a_small_one_is_what_a_sceptic_believes(self, campaign):
        day = campaign.ends_on

        assert campaign.verdict(arms_of(campaign, day), as_of=day).kind == Kind.TOO_FEW


class TestVisibleTo:
    def test_leads_see_their_team_s_and_the_company_s(self, campaign, ines, omar, adam, rosa, terms, noon, today):
        campaign.close(by=ines, at=noon)
        Loss.objects.update(rank=1)
        CampaignArm.objects.all().delete()
        whole = Campaign.start(terms, by=adam, at=noon)
        seen = {
            who: set(Campaign.objects.visible_to(person).values_list("pk", flat=True))
            for who, person in {"ines": ines, "omar": omar, "adam": adam, "rosa": rosa}.items()
        }

        assert seen == {
            "ines": {campaign.pk, whole.pk},
            "omar": {whole.pk},
            "adam": {campaign.pk, whole.pk},
            "rosa": set(),
        }
