"""The tree of reasons: edited by admins, never cut."""

import pytest

from wonback.core.errors import AlreadyDone
from wonback.losses.models import Reason, ReasonMissing
from wonback.losses.models.reason import ReasonNeeded
from wonback.team.models import NotAllowed

pytestmark = pytest.mark.django_db


class TestTheTreeAsShipped:
    def test_has_the_five_classes_on_top(self):
        tops = {top.key for top, _details in Reason.objects.as_tree()}

        assert {"pushed-away", "released", "pulled-away", "bought-away", "moved-away"} <= tops

    def test_says_of_each_detail_whether_we_control_it_unless_it_depends(self):
        details = [reason for _top, details in Reason.objects.as_tree() for reason in details]

        assert {reason.we_control for reason in details} == {True, False}
        assert len(details) >= 15

    def test_knows_that_not_asked_is_no_reason(self):
        assert not Reason.not_asked().is_known
        assert Reason.chosen("price").is_known


class TestAdd:
    def test_puts_a_reason_below_its_class(self, adam):
        top = Reason.objects.get(key="moved-away")
        reason = Reason.add("Went abroad", parent=top, by=adam)

        assert reason.key == "went-abroad"
        assert reason in dict(Reason.objects.as_tree())[top]

    def test_is_refused_for_a_name_that_is_in_the_tree(self, adam):
        with pytest.raises(AlreadyDone):
            Reason.add("Price", by=adam)

    def test_finds_a_key_for_a_name_in_another_script(self, adam):
        assert Reason.add("価格", by=adam).key.startswith("reason-")

    def test_is_for_admins(self, ines):
        with pytest.raises(NotAllowed):
            Reason.add("Went abroad", by=ines)


class TestRetire:
    def test_offers_it_no_more_and_keeps_what_was_recorded(self, fabrikam_loss, adam, noon):
        fabrikam_loss.reason.retire(by=adam, at=noon)
        fabrikam_loss.refresh_from_db()

        assert fabrikam_loss.reason.key == "decision-maker"
        with pytest.raises(ReasonMissing):
            Reason.chosen("decision-maker")

    def test_can_be_taken_back(self, adam, noon):
        price = Reason.objects.get(key="price")
        price.retire(by=adam, at=noon)
        price.bring_back(by=adam)

        assert Reason.chosen("price") == price

    def test_is_refused_for_the_honest_one(self, adam, noon):
        with pytest.raises(ReasonNeeded):
            Reason.not_asked().retire(by=adam, at=noon)

    def test_is_for_admins(self, ines, noon):
        with pytest.raises(NotAllowed):
            Reason.objects.get(key="price").retire(by=ines, at=noon)


class TestRename:
    def test_changes_the_name_and_not_the_key(self, adam):
        price = Reason.objects.get(key="price")
        price.rename("Too dear", by=adam)

        assert (Reason.chosen("price").name, price.key) == ("Too dear", "price")

    def test_is_for_admins(self, ines):
        with pytest.raises(NotAllowed):
            Reason.objects.get(key="price").rename("Too dear", by=ines)
