"""Two people write one text at the same moment: one is refused, and reads both."""

import pytest

from wonback.winback.models import Plan
from wonback.winback.writing import WrittenMeanwhile

pytestmark = pytest.mark.django_db


class TestAGoal:
    def test_is_told(self, ready_plan, rosa, noon):
        ready_plan.aim_for("Two sites by summer", by=rosa, at=noon, seen=0)

        assert Plan.objects.get().goal == "Two sites by summer"
        last = str(ready_plan.loss.client.timeline.order_by("-pk")[0])
        assert last == "Rosa Lindqvist said what would be a good end with Northwind: Two sites by summer."

    def test_is_not_overwritten_by_whoever_did_not_see_it(self, ready_plan, rosa, ines, noon):
        iness_copy = Plan.objects.get()
        ready_plan.aim_for("Two sites by summer", by=rosa, at=noon, seen=0)

        with pytest.raises(WrittenMeanwhile) as refusal:
            iness_copy.aim_for("The whole north", by=ines, at=noon, seen=0)

        assert refusal.value.reasons == [
            "Put the two texts together: somebody else wrote meanwhile.",
            "A good end. They wrote: “Two sites by summer” You wrote: “The whole north”",
        ]
        assert Plan.objects.get().goal == "Two sites by summer"

    def test_is_no_conflict_when_both_write_the_same(self, ready_plan, rosa, ines, noon):
        iness_copy = Plan.objects.get()
        ready_plan.aim_for("Two sites", by=rosa, at=noon, seen=0)
        iness_copy.aim_for("Two sites ", by=ines, at=noon, seen=0)

        assert Plan.objects.get().goal == "Two sites"


class TestAPitch:
    def test_shows_both_texts_of_each_part_that_differs(self, ready_plan, rosa, ines, noon):
        seen = ready_plan.pitch.version
        iness_copy = Plan.objects.get()
        ready_plan.write_pitch(by=rosa, at=noon, seen=seen, proof="99 % on time.")

        with pytest.raises(WrittenMeanwhile) as refusal:
            iness_copy.write_pitch(by=ines, at=noon, seen=seen, proof="Ask Contoso.", change="A second carrier.")

        assert refusal.value.reasons[1:] == ["What proves it. They wrote: “99 % on time.” You wrote: “Ask Contoso.”"]
        assert Plan.objects.get().pitch.proof == "99 % on time."

    def test_goes_on_from_the_newest_version(self, ready_plan, rosa, noon):
        for text in ("One.", "Two."):
            ready_plan.write_pitch(by=rosa, at=noon, seen=ready_plan.pitch.version, proof=text)

        assert Plan.objects.get().pitch.proof == "Two."

    def test_is_refused_on_the_page_of_whoever_looked_before(self, client, ready_plan, rosa, ines, noon):
        client.force_login(ines)
        form = client.get(ready_plan.get_absolute_url()).context["pitch_form"].initial
        ready_plan.write_pitch(by=rosa, at=noon, proof="99 % on time.")
        answer = client.post(f"/plans/{ready_plan.pk}/pitch/", form | {"proof": "Ask Contoso."})

        assert answer.status_code == 422
        assert "99 % on time." in answer.text
        assert "Ask Contoso." in answer.text
