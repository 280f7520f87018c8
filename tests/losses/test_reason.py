"""The tree of reasons: edited by admins, never cut."""

import pytest

from wonback.core.errors import AlreadyDone
from wonback.losses.models import Reason, ReasonMissing
from wonback.losses.models.reason import CannotMerge, ReasonNeeded
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


class TestEdit:
    def test_changes_all_four_facts_and_the_order_of_the_lost_list(self, fabrikam_loss, adam, noon):
        before = fabrikam_loss.rank
        facts = {"name": "A new broom", "meaning": "", "side": "them", "can_change": False, "we_control": False}
        fabrikam_loss.reason.edit(**facts, by=adam, at=noon)
        fabrikam_loss.refresh_from_db()

        assert {name: getattr(fabrikam_loss.reason, name) for name in facts} == facts
        assert fabrikam_loss.rank < before

    def test_is_for_admins(self, ines, noon):
        with pytest.raises(NotAllowed):
            Reason.objects.get(key="price").edit(name="Cost", by=ines, at=noon)


@pytest.fixture
def price():
    return Reason.objects.get(key="price")


@pytest.fixture
def dear(price, adam):
    return Reason.add("Too dear", parent=price.parent, by=adam)


class TestMerge:
    def test_lets_everything_count_there_and_keeps_what_people_chose(self, fabrikam_loss, price, adam, noon):
        was = fabrikam_loss.reason
        was.merge(price, by=adam, at=noon)
        fabrikam_loss.refresh_from_db()

        assert fabrikam_loss.reason == price
        assert fabrikam_loss.causes.get().reason == was

    def test_is_offered_no_more_yet_a_program_that_sends_it_is_understood(self, price, dear, adam, noon):
        dear.merge(price, by=adam, at=noon)

        assert dear not in Reason.objects.offered()
        assert Reason.chosen(dear.key) == price

    def test_counts_what_is_heard_later_there_too(self, fabrikam_loss, price, dear, adam, vera, noon):
        dear.merge(price, by=adam, at=noon)
        fabrikam_loss.hear(dear, voice="client", by=vera, at=noon)

        assert fabrikam_loss.reason == price

    def test_takes_along_what_was_merged_before(self, price, dear, adam, noon):
        budget = Reason.objects.get(key="budget")
        dear.merge(price, by=adam, at=noon)
        price.merge(budget, by=adam, at=noon)
        dear.refresh_from_db()

        assert dear.same_as == budget

    def test_refuses_a_circle(self, price, dear, adam, noon):
        dear.merge(price, by=adam, at=noon)
        dear.refresh_from_db()

        with pytest.raises(CannotMerge):
            price.merge(dear, by=adam, at=noon)
        with pytest.raises(CannotMerge):
            price.merge(price, by=adam, at=noon)

    def test_refuses_the_honest_one_a_class_and_a_retired_one(self, price, dear, adam, noon):
        dear.retire(by=adam, at=noon)
        for one, into in (
            (Reason.not_asked(), price),
            (price, Reason.not_asked()),
            (price.parent, price),
            (price, dear),
        ):
            with pytest.raises(CannotMerge):
                one.merge(into, by=adam, at=noon)

    def test_can_be_taken_apart(self, fabrikam_loss, price, adam, noon):
        was = fabrikam_loss.reason
        was.merge(price, by=adam, at=noon)
        was.take_apart(by=adam, at=noon)
        fabrikam_loss.refresh_from_db()

        assert fabrikam_loss.reason == was
        with pytest.raises(AlreadyDone):
            was.take_apart(by=adam, at=noon)

    def test_is_for_admins(self, price, dear, ines, noon):
        with pytest.raises(NotAllowed):
            dear.merge(price, by=ines, at=noon)


class TestItsPage:
    def test_edits_merges_and_says_so(self, client, fabrikam_loss, price, adam):
        client.force_login(adam)
        page = client.post(f"/losses/reasons/{fabrikam_loss.reason_id}/merge/", {"into": price.pk}, follow=True)

        assert "counts as Price" in page.content.decode()
        assert "says the same as" in client.get(f"/losses/reasons/{fabrikam_loss.reason_id}/").content.decode()

    def test_names_the_classes_as_the_literature_does(self, client, adam):
        client.force_login(adam)
        page = client.get("/losses/reasons/").content.decode()

        assert "Unintentionally pushed away" in page
        assert "We fell short, and wanted to keep them." in page
