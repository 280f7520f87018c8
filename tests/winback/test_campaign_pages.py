"""What leads see of a campaign, and what programs are told."""

from datetime import timedelta

import pytest

from tests.winback.test_campaign import lose
from wonback.winback.campaign_page import CampaignPage, noticed_in_words, of_100
from wonback.winback.models import Campaign, CampaignArm
from wonback.winback.models.campaign import Terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def losses(rosa, noon):
    return lose([f"Lost {n}" for n in range(20)], by=rosa, at=noon)


@pytest.fixture
def campaign(losses, ines, noon, today):
    return Campaign.start(Terms(name="Autumn", ends_on=today + timedelta(days=91), waiting=0.5), by=ines, at=noon)


@pytest.fixture
def lead(client, ines):
    client.force_login(ines)
    return client


def come_back(campaign, arm, number, *, on):
    for lot in campaign.lots.filter(arm=arm).select_related("loss")[:number]:
        lot.loss.recovered_on = on
        lot.loss.save()


def grown(campaign, *, called, back, waiting, alone):
    """So many in each arm, as if drawn; clients stand for one another."""
    model = campaign.lots.first().loss
    for arm, size, returned in (("contact", called, back), ("wait", waiting, alone)):
        more = []
        for number in range(size):
            model.pk, model.recovered_on = None, campaign.ends_on - timedelta(days=2) if number < returned else None
            model.save(force_insert=True)
            more.append(CampaignArm(campaign=campaign, loss_id=model.pk, arm=arm, drawn_at=campaign.started_at))
        CampaignArm.objects.bulk_create(more)


class TestBeforeTheStart:
    def test_is_told_what_it_could_show_and_may_then_start_it(self, lead, losses, today):
        terms = {"name": "Autumn", "ends_on": str(today + timedelta(days=182)), "waiting": "0.5"}
        page = lead.get("/campaigns/", terms).content.decode()

        assert "Lot would draw from 20 losses: 10 are called, 10 are left alone." in page
        assert "That is much to ask of a call" in page
        assert not Campaign.objects.exists()

        answer = lead.post("/campaigns/start/", terms)

        assert answer.url == Campaign.objects.get().get_absolute_url()
        assert CampaignArm.objects.count() == 20

    def test_asks_only_for_terms_until_they_are_given(self, lead, losses):
        page = lead.get("/campaigns/").content.decode()

        assert "What could it show?" in page
        assert "Let lot decide" not in page

    def test_refuses_a_day_too_near_with_a_sentence(self, lead, losses, today):
        answer = lead.get("/campaigns/", {"name": "x", "ends_on": str(today), "waiting": "0.2"})

        assert answer.status_code == 422
        assert "at least four weeks ahead" in answer.content.decode()

    def test_says_when_nothing_could_be_seen(self):
        assert noticed_in_words(None).startswith("So few cannot show any change")
        assert "much to ask" not in noticed_in_words(0.08)


class TestThePage:
    def test_shows_both_arms_with_the_band_and_their_rows(self, lead, campaign, today, client):
        come_back(campaign, "contact", 3, on=today)
        page = lead.get(campaign.get_absolute_url()).content.decode()

        assert "3 of 10 are back" in page
        assert "0 of 10 are back" in page
        assert "No verdict before 22 February." in page
        assert "<svg" in page
        assert "The rows behind it" in page
        assert "3 of 10" in page.split("The rows behind it")[1]

    def said(self, campaign, person, day):
        return CampaignPage(Campaign.objects.get(), person, day).says()

    def test_gives_the_verdict_on_its_day(self, campaign, ines):
        grown(campaign, called=290, back=87, waiting=290, alone=29)
        page = CampaignPage(Campaign.objects.get(), ines, campaign.ends_on)

        assert page.says() == ("Calling brought back 19 of 100 who would not have come alone: between +13 and +26.")
        assert page.caused() == "0 of those called are won back; 58 of them because of it."
        assert page.context()["tone"] == "green"

    def test_says_that_calling_did_harm(self, campaign, ines):
        grown(campaign, called=290, back=29, waiting=290, alone=87)

        assert self.said(campaign, ines, campaign.ends_on).startswith("Calling did harm: 19 of 100 fewer came back")

    def test_says_that_nobody_can_tell(self, campaign, ines):
        grown(campaign, called=290, back=30, waiting=290, alone=29)

        assert self.said(campaign, ines, campaign.ends_on).startswith("Nobody can tell whether calling helps")

    def test_says_what_a_sceptic_believes_where_there_are_few(self, campaign, ines):
        assert self.said(campaign, ines, campaign.ends_on).startswith("Too few for a verdict: 20 losses.")

    def test_distrusts_arms_from_which_some_have_vanished(self, campaign, ines):
        grown(campaign, called=290, back=30, waiting=90, alone=29)

        assert self.said(campaign, ines, campaign.ends_on).startswith("Do not trust it: 300 to 100")

    def test_of_one_closed_early_gives_no_verdict(self, campaign, ines, noon):
        campaign.close(by=ines, at=noon + timedelta(days=30))

        assert self.said(campaign, ines, campaign.ends_on).startswith("Closed before its day, so there is no verdict")

    def test_may_be_told_that_chance_does_not_explain_it_before_the_end(self, campaign, ines):
        grown(campaign, called=290, back=200, waiting=290, alone=5)

        told = self.said(campaign, ines, campaign.ends_on - timedelta(days=1))
        assert told.startswith("Chance no longer explains it, even before the end")

    def test_is_closed_from_its_page(self, lead, campaign):
        lead.post(f"/campaigns/{campaign.pk}/close/")

        assert Campaign.objects.get().closed_at
        assert "Closed early" in lead.get("/campaigns/").content.decode()


class TestWhoWaits:
    @pytest.fixture
    def waiting(self, campaign):
        return campaign.lots.filter(arm="wait").select_related("loss").first().loss

    def test_is_told_on_the_page_of_the_loss_and_a_lead_may_take_them_out(self, lead, waiting, rosa):
        page = lead.get(waiting.get_absolute_url()).content.decode()
        assert "By lot we leave them alone in “Autumn” until" in page
        assert "They cannot wait" in page

        lead.post(f"/campaigns/of/{waiting.pk}/take-out/", {"why": "They called us"})
        assert "By lot we leave them alone" not in lead.get(waiting.get_absolute_url()).content.decode()

        lead.force_login(rosa)
        assert CampaignArm.objects.get(loss=waiting).taken_out_why == "They called us"

    def test_offers_a_rep_nothing_that_would_be_refused(self, client, waiting, rosa):
        client.force_login(rosa)
        page = client.get(waiting.get_absolute_url()).content.decode()

        assert "By lot we leave them alone" in page
        assert "They cannot wait" not in page


class TestForPrograms:
    def test_a_campaign_is_foreseen_started_read_and_closed(self, client, losses, ines, today):
        client.force_login(ines)
        told = {"name": "Autumn", "ends_on": str(today + timedelta(days=91)), "waiting": 0.5}

        def post(path, body=None):
            answer = client.post(f"/api/v1{path}", body or {}, content_type="application/json")
            assert answer.status_code == 200, answer.content
            return answer.json()

        assert post("/campaigns/ahead", told)["contacted"] == 10
        started = post("/campaigns", told)
        assert (started["is_running"], started["verdict"]["kind"]) == (True, "so far")
        assert started["arms"] == {"contacted": 10, "back": 0, "waiting": 10, "back_alone": 0}
        assert [row["name"] for row in client.get("/api/v1/campaigns").json()["rows"]] == ["Autumn"]

        loss = CampaignArm.objects.filter(arm="wait").first().loss_id
        assert post(f"/losses/{loss}/take-out", {"why": "They called us"})["taken_out_why"] == "They called us"
        assert post(f"/campaigns/{started['id']}/close")["closed_at"]


def test_a_difference_is_said_with_its_sign():
    assert [of_100(share) for share in (0.083, -0.03, 0.004, 0.0, None)] == ["+8", "−3", "+0.4", "+0", ""]
