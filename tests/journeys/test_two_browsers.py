"""Two people, two browsers, one text: nothing anybody wrote is lost."""

from playwright.sync_api import expect

from wonback.winback.models import Plan


def write_goal(page, goal):
    page.get_by_text("Say what would be a good end").click()
    page.get_by_label("A good end").fill(goal)
    page.locator("form", has=page.get_by_label("A good end")).get_by_role("button", name="Keep it").click()


def test_the_second_reads_both_texts_and_puts_them_together(
    signed_in, another_browser, ready_plan, rosa, ines, accessible, fitting
):
    address = ready_plan.get_absolute_url()
    iness = another_browser(ines, address)
    rosas = signed_in(rosa, address)
    write_goal(rosas, "Two sites by summer")
    expect(rosas.get_by_text("Two sites by summer").first).to_be_visible()
    write_goal(iness, "The whole north")

    expect(iness.get_by_role("heading", name="Two texts")).to_be_visible()
    expect(iness.get_by_role("group", name="They wrote")).to_have_text("Two sites by summer")
    expect(iness.get_by_label("What stays")).to_have_value("The whole north")
    accessible(iness)
    iness.set_viewport_size({"width": 390, "height": 844})
    fitting(iness)
    iness.get_by_role("button", name="Take theirs").click()
    expect(iness.get_by_label("What stays")).to_have_value("Two sites by summer")
    iness.get_by_label("What stays").fill("Two sites by summer, then the whole north")
    iness.get_by_role("button", name="Keep it like this").click()

    expect(iness.get_by_text("then the whole north").first).to_be_visible()
    assert Plan.objects.get(pk=ready_plan.pk).goal == "Two sites by summer, then the whole north"


def test_what_is_chosen_is_theirs_or_yours_also_without_scripts(signed_in, without_scripts, contoso, rosa, ines):
    address = f"/clients/{contoso.pk}/edit/"
    iness = without_scripts(ines, address)
    rosas = signed_in(rosa, address)
    rosas.get_by_label("Size").select_option("A")
    rosas.get_by_role("button", name="Correct them").click()
    rosas.wait_for_url(f"**/clients/{contoso.pk}/")
    iness.get_by_label("Size").select_option("C")
    iness.get_by_label("Industry").fill("Cranes")
    iness.get_by_role("button", name="Correct them").click()
    iness.get_by_label("As you have it").check()
    iness.get_by_role("button", name="Keep it like this").click()
    iness.wait_for_url(f"**/clients/{contoso.pk}/")

    contoso.refresh_from_db()
    assert (contoso.tier, contoso.industry) == ("C", "Cranes")
