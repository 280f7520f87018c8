"""The way home by program alone, and what programs may not read."""

from datetime import timedelta

import pytest

from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Reason, Story

pytestmark = pytest.mark.django_db


def ok(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_client_comes_home_by_program(acting_for, contoso, rosa, ines, vera, today):
    rep, lead, neutral = acting_for(rosa), acting_for(ines), acting_for(vera)
    told = {"client": contoso.pk, "reason": "delivery", "lost_on": "2026-11-01", "worth": "48000.50", "currency": "EUR"}
    loss = ok(rep.post("/losses", told))
    assert (loss["worth"], loss["worth_known"], loss["may_follow_up"]) == (48000.5, "known", None)

    ok(rep.post(f"/losses/{loss['id']}/own", {"words": "We were late three times."}))
    ok(neutral.post(f"/losses/{loss['id']}/ask", {"said": "You were late."}))
    ok(neutral.post(f"/losses/{loss['id']}/hear", {"reason": "delivery", "voice": "confirmed"}))
    plan = ok(rep.post("/plans", {"loss": loss["id"], "goal": "One site"}))
    assert [duty["key"] for duty in plan["duties"] if not duty["done"]] == ["changes", "delivery", "lead", "pitch"]

    at = f"/plans/{plan['id']}"
    change = ok(rep.post(f"{at}/require", {"what": "A second carrier"}))["changes"][0]
    assert rep.post(f"{at}/launch").json()["reasons"][0] == "Make the change you named."
    ok(rep.post(f"/changes/{change['id']}/make", {"evidence": "Contract of 1 September."}))
    ok(lead.post(f"{at}/sign", {"side": "delivery", "answer": "ready"}))
    ok(lead.post(f"{at}/sign", {"side": "lead", "answer": "ready"}))
    ok(rep.post(f"{at}/pitch", {"failure": "Late.", "change": "A carrier.", "proof": "98 %.", "why_now": "Spring."}))
    assert ok(rep.post(f"{at}/launch"))["stage"] == "asking"
    assert ok(rep.post(f"{at}/win", {"on": "2026-11-22"}))["stage"] == "recovered"
    assert ok(rep.get("/losses"))["rows"] == []
    assert ok(rep.get(f"/losses/{loss['id']}"))["recovered_on"] == "2026-11-22"


class TestConfidence:
    @pytest.fixture
    def said(self, fabrikam_loss, vera, noon):
        Interview.note(fabrikam_loss, "ZEBRA in the meeting", by=vera, at=noon)
        fabrikam_loss.hear(
            Reason.objects.get(key="people"), voice="client", words="GIRAFFE at the door", by=vera, at=noon
        )
        return fabrikam_loss

    def test_what_a_client_said_reaches_no_rep_by_any_route(self, acting_for, said, rosa):
        rep = acting_for(rosa)
        paths = ["/losses", f"/losses/{said.pk}", f"/losses/{said.pk}/interview", f"/clients/{said.client_id}/timeline"]

        told = "".join(rep.get(path).content.decode() for path in [*paths, f"/clients/{said.client_id}"])

        assert "ZEBRA" not in told
        assert "GIRAFFE" not in told

    @pytest.mark.parametrize("reader", ["vera", "ines", "adam"])
    def test_what_a_client_said_reaches_those_who_may_ask(self, acting_for, said, reader, request):
        program = acting_for(request.getfixturevalue(reader))

        assert ok(program.get(f"/losses/{said.pk}/interview"))["said"] == "ZEBRA in the meeting"
        assert "GIRAFFE" in program.get(f"/losses/{said.pk}").content.decode()


class TestPages:
    def test_hold_every_loss_once(self, acting_for, northwind_loss, fabrikam_loss, contoso, rosa, noon, today):
        Loss.record(contoso, Story(reason="price", lost_on=today), by=rosa, at=noon)
        program, after, seen = acting_for(rosa), "", []
        while True:
            page = ok(program.get("/losses", limit=1, after=after))
            seen += [row["client"] for row in page["rows"]]
            after = page["next"]
            if not after:
                break

        assert seen == ["Northwind", "Fabrikam", "Contoso"]

    def test_refuse_a_mark_that_is_not_ours(self, acting_for, rosa):
        answer = acting_for(rosa).get("/losses", after="made-up")

        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/page_unknown/")

    def test_are_no_larger_than_two_hundred(self, acting_for, rosa):
        assert acting_for(rosa).get("/losses", limit=201).status_code == 422

    def test_answer_for_another_day(self, acting_for, northwind_loss, rosa, today):
        northwind_loss.client.permissions.update(until=today)
        program = acting_for(rosa)

        allowed = [
            ok(program.get("/losses", as_of=day))["rows"][0]["may_follow_up"]
            for day in (today - timedelta(days=1), today)
        ]
        assert allowed == [True, False]

    def test_of_the_list_take_few_queries(
        self, acting_for, northwind_loss, fabrikam_loss, rosa, django_assert_max_num_queries
    ):
        program = acting_for(rosa)
        with django_assert_max_num_queries(6):
            ok(program.get("/losses"))


class TestHandOuts:
    def test_are_given_accepted_and_given_back(self, acting_for, fabrikam_loss, rosa, ines):
        lead, rep = acting_for(ines), acting_for(rosa)
        given = ok(lead.post("/hand-outs", {"loss": fabrikam_loss.pk, "to": rosa.pk}))
        assert [row["id"] for row in ok(rep.get("/hand-outs"))["rows"]] == [given["id"]]
        ok(rep.post(f"/hand-outs/{given['id']}/accept"))
        ok(rep.post(f"/hand-outs/{given['id']}/give-back", {"why": "My brother works there."}))

        assert Loss.objects.in_pool().exists()

    def test_go_to_nobody_of_another_team(self, acting_for, fabrikam_loss, ines, sam):
        assert acting_for(ines).post("/hand-outs", {"loss": fabrikam_loss.pk, "to": sam.pk}).status_code == 404
