"""What somebody forbade, or told in confidence, stays so through merge, taking back and sending."""

from datetime import timedelta

import pytest

from wonback.clients.models import Client, Contact, Permission
from wonback.core.errors import Refusal
from wonback.duplicates.models import Merge
from wonback.interviews.models import Interview
from wonback.post.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(dana, rosa):
    return {"client": dana.client, "contact": dana, "sender": rosa, "subject": "Hello", "text": "A line."}


class TestWhoeverAskedToBeLeftAlone:
    def test_at_either_is_written_to_by_nobody(self, draft, contoso, refused, ines, noon):
        Merge.of(contoso, [refused.client], by=ines, at=noon)

        with pytest.raises(Refusal, match="Please stop"):
            Letter.write(key="one", at=noon, **draft)

    def test_gets_no_letter_that_waited(self, draft, contoso, refused, rosa, ines, noon):
        kim = Contact.objects.create(client=contoso, name="Kim", email="kim.other@contoso.com")
        letter = Letter.write(key="one", at=noon, **(draft | {"contact": kim}))
        whole = {"answer": "refused", "words": "Nobody of us."}
        Permission.note(by=rosa, at=noon - timedelta(days=1), client=refused.client, **whole)

        Merge.of(contoso, [refused.client], by=ines, at=noon)

        letter.refresh_from_db()
        assert "Nobody of us" in letter.stands_against(at=noon)

    def test_is_still_left_alone_at_both_once_they_are_two_again(self, draft, contoso, refused, ines, noon):
        Merge.of(contoso, [refused.client], by=ines, at=noon).take_back(by=ines, at=noon)

        with pytest.raises(Refusal, match="Please stop"):
            Letter.write(key="one", at=noon, **draft)

    def test_as_a_company_while_they_were_one_is_left_alone_as_both(
        self, draft, contoso, twin, rosa, ines, noon, today
    ):
        merge = Merge.of(contoso, [twin], by=ines, at=noon - timedelta(days=2))
        terms = {
            "answer": "refused",
            "channel": "call",
            "words": "Nobody calls us.",
            "until": today + timedelta(days=9),
        }
        Permission.note(by=rosa, at=noon - timedelta(days=1), client=contoso, **terms)

        merge.take_back(by=ines, at=noon)

        assert not Client.objects.filter(name__startswith="Contoso").may_be_called(as_of=today).exists()
        assert Client.objects.may_be_called(as_of=terms["until"]).filter(pk=twin.pk).exists()
        told = twin.timeline.get(verb="permission.refused")
        assert (str(told), told.actor) == ("Contoso AB asked us not to contact them: “Nobody calls us.”.", rosa)

    def test_while_they_were_one_takes_their_words_along(self, contoso, twin, rosa, ines, noon):
        merge = Merge.of(contoso, [twin], by=ines, at=noon - timedelta(days=2))
        kim = Contact.objects.get(name="Kim Berg")
        Permission.note(by=rosa, at=noon, client=contoso, contact=kim, answer="refused", words="Not me.")

        merge.take_back(by=ines, at=noon)

        assert kim.permissions.get().client == twin
        assert not contoso.permissions.exists()

    def test_before_it_is_noted_once(self, contoso, refused, rosa, ines, noon):
        Permission.note(by=rosa, at=noon - timedelta(days=9), client=contoso, answer="refused", words="Stop.")

        Merge.of(contoso, [refused.client], by=ines, at=noon).take_back(by=ines, at=noon)

        assert sorted(Permission.objects.values_list("words", flat=True)) == ["Please stop.", "Stop."]

    def test_is_seen_so_through_the_api(self, client, contoso, refused, ines, noon):
        Merge.of(contoso, [refused.client], by=ines, at=noon)
        client.force_login(ines)

        said = client.get(f"/api/v1/clients/{contoso.pk}/permissions").json()

        assert [one["words"] for one in said if one["answer"] == "refused"] == ["Please stop."]


class TestWhatWasToldInConfidence:
    @pytest.fixture
    def survivor(self, sam, noon):
        return Client.add(by=sam, at=noon, since=None, name="Northwind Ltd", owner=sam, standing="prospect")

    def test_is_read_by_nobody_who_looked_after_either(self, northwind_loss, ines, adam, noon):
        twin = Client.add(by=ines, at=noon, since=None, name="Northwind Ltd", owner=ines, standing="prospect")
        talks = Interview.objects.filter(loss=northwind_loss)
        assert talks.readable_by(ines).exists()

        Merge.of(northwind_loss.client, [twin], by=adam, at=noon)

        assert not talks.readable_by(ines).exists()
        assert talks.readable_by(adam).exists()

    def test_a_client_is_seen_by_the_survivors_owner(self, northwind_loss, survivor, rosa, sam, adam, noon):
        Merge.of(survivor, [northwind_loss.client], by=adam, at=noon)

        assert Client.objects.in_book_of(sam).get() == survivor
        assert not Client.objects.in_book_of(rosa).filter(pk=survivor.pk).exists()
