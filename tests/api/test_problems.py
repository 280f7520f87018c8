"""No, in RFC 9457's form, and a page for each kind of no."""

import pytest
from django.urls import reverse

from wonback.api.problems import kinds

pytestmark = pytest.mark.django_db


def test_a_refusal_says_what_to_do_first(acting_for, ready_plan, rosa):
    ready_plan.loss.interview.delete()

    answer = acting_for(rosa).post(f"/plans/{ready_plan.pk}/launch")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/plan_not_ready/",
        "title": "Something we owe this client is still undone",
        "status": 422,
        "detail": "Have a neutral person ask the client why they left.",
        "reasons": ["Have a neutral person ask the client why they left."],
    }


def test_what_one_may_not_see_is_not_there(acting_for, northwind_loss, sam):
    answer = acting_for(sam).get(f"/losses/{northwind_loss.pk}")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not_here/")


def test_what_cannot_be_read_is_named(acting_for, contoso, rosa):
    answer = acting_for(rosa).post("/losses", {"client": contoso.pk, "reason": "price", "lost_on": "31/02/2017"})

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/not_readable/")
    assert "lost_on" in answer.json()["reasons"][0]


def test_a_word_we_do_not_know_is_a_mistake(acting_for, fabrikam_loss, rosa):
    answer = acting_for(rosa).post(f"/losses/{fabrikam_loss.pk}/own", {"words": "Late.", "wrods": "x"})

    assert answer.status_code == 422
    assert "wrods" in answer.json()["reasons"][0]


def test_a_broken_body_is_a_problem_too(acting_for, rosa):
    answer = acting_for(rosa).post("/losses", b'{"client": ')

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("code", [kind.code for kind in kinds()])
def test_every_kind_of_no_has_its_page(client, code):
    assert code in client.get(reverse("tokens:problem", args=[code])).content.decode()


def test_every_kind_of_no_is_on_the_list(client):
    page = client.get(reverse("tokens:problems")).content.decode()

    assert all(reverse("tokens:problem", args=[kind.code]) in page for kind in kinds())


def test_a_kind_that_does_not_exist_has_no_page(client):
    assert client.get(reverse("tokens:problem", args=["no-such"])).status_code == 404
