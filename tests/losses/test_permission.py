"""Whether we may follow up: asked of one loss, and of many at once, the answer is the same."""

from datetime import timedelta

import pytest

from wonback.clients.models import Permission
from wonback.interviews.models import Interview, NotNeutral
from wonback.losses.models import Loss

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("answers", "may"),
    [
        ([], None),
        ([("allowed", None, None)], True),
        ([("allowed", 0, None)], True),
        ([("allowed", 1, None)], False),
        ([("allowed", None, 0)], False),
        ([("allowed", None, 1)], True),
        ([("refused", None, None)], False),
        ([("allowed", None, None), ("refused", None, None)], False),
        ([("allowed", None, 0), ("allowed", None, None)], True),
    ],
)
def test_one_loss_and_the_list_agree(fabrikam_loss, rosa, noon, today, answers, may):
    for answer, not_before, until in answers:
        days = [None if days is None else today + timedelta(days=days) for days in (not_before, until)]
        Permission.note(
            by=rosa,
            at=noon,
            client=fabrikam_loss.client,
            answer=answer,
            words="As they said.",
            not_before=days[0],
            until=days[1],
        )

    assert Loss.objects.get().may_follow_up(as_of=today) is may
    assert Loss.objects.may_follow_up(as_of=today).exists() is bool(may)


@pytest.mark.parametrize(
    ("part", "objection"),
    [
        ("owner_then", "Ask somebody who never owned this client or the sale"),
        ("holder", "Ask somebody who does not work on winning them back"),
        ("client", "Ask somebody who never owned this client or the sale"),
    ],
)
def test_whoever_was_part_of_it_may_not_ask_why(fabrikam_loss, ines, sam, noon, part, objection):
    """Ines may interview and reports to nobody here: one tie alone is enough to object."""
    Loss.objects.update(owner_then=sam, holder=sam)
    fabrikam_loss.client.owner = sam
    fabrikam_loss.client.save()
    if part == "client":
        fabrikam_loss.client.owner = ines
        fabrikam_loss.client.save()
    else:
        Loss.objects.update(**{part: ines})

    with pytest.raises(NotNeutral, match=objection):
        Interview.note(Loss.objects.get(), "You were late.", by=ines, at=noon)


def test_who_was_no_part_of_it_may(fabrikam_loss, ines, sam, noon):
    Loss.objects.update(owner_then=sam, holder=sam)
    fabrikam_loss.client.owner = sam
    fabrikam_loss.client.save()

    assert Interview.note(Loss.objects.get(), "You were late.", by=ines, at=noon).interviewer == ines
