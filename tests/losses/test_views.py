"""The pages about one loss."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from wonback.care.models import Competitor
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Proposal, Reason

pytestmark = pytest.mark.django_db


def page_of(client, person, loss):
    client.force_login(person)
    return client.get(loss.get_absolute_url()).content.decode()


class TestTheLossPage:
    def test_says_what_happened_and_why_it_stands_where_it_stands(self, client, northwind_loss, rosa):
        page = page_of(client, rosa, northwind_loss)

        assert "48\u2009000" in page
        assert "a rule of thumb, not your data" in page
        assert "We missed three deliveries" in page

    def test_keeps_what_the_client_said_from_the_rep(self, client, northwind_loss, rosa):
        assert "nobody called us" not in page_of(client, rosa, northwind_loss)

    @pytest.mark.parametrize("reader", ["vera", "ines", "adam"])
    def test_shows_what_the_client_said_to_those_who_may_ask(self, client, northwind_loss, reader, request):
        assert "nobody called us" in page_of(client, request.getfixturevalue(reader), northwind_loss)

    def test_tells_the_owner_why_they_will_not_ask(self, client, fabrikam_loss, rosa):
        assert "Ask somebody who never owned this client or the sale." in page_of(client, rosa, fabrikam_loss)

    def test_folds_the_reps_version_for_the_one_who_will_ask(self, client, fabrikam_loss, vera):
        assert "better read after the call" in page_of(client, vera, fabrikam_loss)

    def test_hints_gently_at_an_excuse(self, client, fabrikam_loss, rosa, noon):
        fabrikam_loss.own("We were late, but so was everybody.", by=rosa, at=noon)

        assert "often begins an excuse" in page_of(client, rosa, fabrikam_loss)

    def test_hints_while_it_is_written_and_writes_nothing_down(self, client, fabrikam_loss, rosa):
        client.force_login(rosa)
        told = {"words": "Unfortunately the lorry broke down."}

        page = client.post(reverse("losses:own_hints", args=[fabrikam_loss.pk]), told).content.decode()
        here = f"/api/v1/losses/{fabrikam_loss.pk}/own/hints"
        hints = client.post(here, told, content_type="application/json").json()

        assert "“Unfortunately” blames fortune." in page
        assert hints == ["“Unfortunately” blames fortune. What could we have done earlier?"]
        fabrikam_loss.refresh_from_db()
        assert fabrikam_loss.ownership == ""

    def test_says_where_we_and_the_client_differ(self, client, fabrikam_loss, vera, ines, noon):
        fabrikam_loss.hear(Reason.objects.get(key="quality"), voice="client", by=vera, at=noon)

        assert "different reasons" in page_of(client, ines, fabrikam_loss)

    def test_takes_few_queries(self, client, northwind_loss, ines, django_assert_max_num_queries):
        client.force_login(ines)
        with django_assert_max_num_queries(20):
            client.get(northwind_loss.get_absolute_url())


class TestRecording:
    def test_begins_with_a_client(self, client, contoso, rosa):
        client.force_login(rosa)
        page = client.get(reverse("losses:record"), {"q": "conto"}).content.decode()

        assert f"?client={contoso.pk}" in page

    def test_writes_the_loss_down(self, client, contoso, rosa, today):
        client.force_login(rosa)
        told = {
            "kind": "client",
            "lost_on": today - timedelta(days=1),
            "worth": "1200.50",
            "currency": "eur",
            "reason": "price",
        }
        answer = client.post(
            f"{reverse('losses:record')}?client={contoso.pk}", told | {"rival": "Halden", "worth_known": "estimated"}
        )

        loss = Loss.objects.get()
        assert answer.url == loss.get_absolute_url()
        assert (loss.worth, loss.worth_known, loss.currency) == (Decimal("1200.50"), "estimated", "EUR")
        assert loss.competitor == Competitor.called("halden")

    def test_asks_again_for_a_reason_that_is_missing(self, client, contoso, rosa, today):
        client.force_login(rosa)
        answer = client.post(f"{reverse('losses:record')}?client={contoso.pk}", {"kind": "client", "lost_on": today})

        assert answer.status_code == 422
        assert "Choose why we lost them." in answer.content.decode()
        assert not Loss.objects.exists()

    def test_asks_which_sale(self, client, contoso, rosa, today):
        client.force_login(rosa)
        told = {"kind": "deal", "lost_on": today, "reason": "price"}
        answer = client.post(f"{reverse('losses:record')}?client={contoso.pk}", told)

        assert "Choose the sale that was lost." in answer.content.decode()

    def test_is_not_for_a_client_of_somebody_else(self, client, contoso, sam):
        client.force_login(sam)

        assert client.get(reverse("losses:record"), {"client": contoso.pk}).status_code == 404


class TestTheVerbs:
    def test_owning_goes_through_the_page(self, client, fabrikam_loss, rosa):
        client.force_login(rosa)
        client.post(reverse("losses:own", args=[fabrikam_loss.pk]), {"words": "We never met her."})

        fabrikam_loss.refresh_from_db()
        assert fabrikam_loss.ownership == "We never met her."

    def test_asking_is_refused_to_the_owner_also_by_a_hand_made_request(self, client, fabrikam_loss, rosa):
        client.force_login(rosa)
        answer = client.post(reverse("interviews:note", args=[fabrikam_loss.pk]), {"said": "They adore me."})

        assert answer.status_code == 422
        assert not Interview.objects.exists()

    def test_asking_is_noted_for_a_neutral_person(self, client, fabrikam_loss, vera):
        client.force_login(vera)
        client.post(reverse("interviews:note", args=[fabrikam_loss.pk]), {"declined": "on"})

        assert Interview.objects.get().declined

    def test_hearing_adds_a_voice(self, client, fabrikam_loss, vera):
        client.force_login(vera)
        client.post(
            reverse("losses:hear", args=[fabrikam_loss.pk]), {"voice": "client", "reason": "people", "weight": "60"}
        )

        assert fabrikam_loss.causes.get(voice="client").weight == 60

    def test_letting_go_and_taking_up(self, client, fabrikam_loss, ines):
        client.force_login(ines)
        client.post(reverse("losses:let_go", args=[fabrikam_loss.pk]), {"why": "They closed."})
        assert "Let go: They closed." in page_of(client, ines, fabrikam_loss)

        client.post(reverse("losses:take_up", args=[fabrikam_loss.pk]))
        assert Loss.objects.pursued().exists()

    def test_a_nul_sign_is_told_apart_from_words(self, client, fabrikam_loss, rosa):
        client.force_login(rosa)

        assert client.post(reverse("losses:own", args=[fabrikam_loss.pk]), {"words": "a\x00b"}).status_code == 422


class TestSilence:
    def test_lists_the_silent_and_settles_them(self, client, silence, rosa):
        client.force_login(rosa)
        assert "Bought every 21 days" in client.get(reverse("losses:silent")).content.decode()

        client.post(reverse("losses:confirm", args=[silence.pk]), {"reason": "price"})
        assert Loss.objects.get().client == silence.client

    def test_a_dismissed_silence_is_gone(self, client, silence, rosa):
        client.force_login(rosa)
        client.post(reverse("losses:dismiss", args=[silence.pk]), {"why": "They called yesterday."})

        assert not Proposal.objects.open().exists()
        assert "Nobody has gone silent." in client.get(reverse("losses:silent")).content.decode()


class TestReasons:
    def test_an_admin_adds_renames_retires_and_brings_back(self, client, adam):
        client.force_login(adam)
        client.post(
            reverse("losses:reasons"),
            {"name": "Went abroad", "side": "them", "can_change": "no", "we_control": ""},
        )
        reason = Reason.objects.get(key="went-abroad")
        client.post(reverse("losses:edit_reason", args=[reason.pk]), {"name": "Left the country", "can_change": "no"})
        client.post(reverse("losses:retire", args=[reason.pk]))
        reason.refresh_from_db()
        assert (reason.name, reason.can_change, reason.we_control) == ("Left the country", False, None)
        assert reason.retired_at

        client.post(reverse("losses:bring_back", args=[reason.pk]))
        assert Reason.chosen("went-abroad") == reason
