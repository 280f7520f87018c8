"""From a smaller yes to all of it: the ladder in a browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from wonback.winback.models import Offer


@pytest.fixture
def talking(ready_plan, rosa, noon):
    ready_plan.launch(by=rosa, at=noon)
    return ready_plan


class TestTheLadder:
    def test_is_built_offered_and_taken(self, signed_in, talking, rosa, today, accessible, fitting):
        page = signed_in(rosa, talking.get_absolute_url())
        page.get_by_role("link", name="Build the ladder").click()
        page.get_by_label("What they would say yes to").fill("One site for three months")
        page.get_by_label("What they would then buy a year").fill("8640")
        page.get_by_label("Offer it by").fill((today + timedelta(days=7)).isoformat())
        accessible(page)
        page.get_by_role("button", name="Put it on the ladder").click()
        page.get_by_role("button", name="We offered it").click()
        page.get_by_role("button", name="They said yes").click()

        expect(page.locator(".page-note strong")).to_contain_text("18")
        assert Offer.objects.get().state == Offer.State.TAKEN
        accessible(page)
        page.set_viewport_size({"width": 390, "height": 844})
        fitting(page)

    def test_keeps_a_discount_from_being_offered_until_a_lead_approves_it(self, signed_in, talking, rosa, ines, today):
        page = signed_in(rosa, f"/plans/{talking.pk}/ladder/")
        page.get_by_label("What they would say yes to").fill("One site")
        page.get_by_label("What they would then buy a year").fill("8640")
        page.get_by_label("Offer it by").fill((today + timedelta(days=7)).isoformat())
        page.get_by_text("Give something with it").click()
        page.get_by_label("Discount, in all").fill("900")
        page.get_by_label("Full price from").fill((today + timedelta(days=180)).isoformat())
        page.get_by_role("button", name="Put it on the ladder").click()
        page.get_by_role("button", name="We offered it").click()
        expect(page.get_by_role("alert")).to_contain_text("Have a lead approve the discount")

        page = signed_in(ines, f"/plans/{talking.pk}/ladder/")
        page.get_by_role("button", name="Approve the discount").click()
        page.get_by_role("button", name="We offered it").click()

        expect(page.get_by_role("button", name="They said yes")).to_be_visible()

    def test_works_without_scripts(self, without_scripts, talking, rosa, today):
        page = without_scripts(rosa, f"/plans/{talking.pk}/ladder/")
        page.get_by_label("What they would say yes to").fill("One site")
        page.get_by_label("What they would then buy a year").fill("8640")
        page.get_by_label("Offer it by").fill(today.isoformat())
        page.get_by_role("button", name="Put it on the ladder").click()

        expect(page.locator(".rung-name")).to_have_text("One site")
