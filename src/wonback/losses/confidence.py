"""Who may read what a lost client said in confidence: whoever may ask, unless the client may have spoken of them."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from wonback.clients.models import Entry
from wonback.clients.models.client import HANDED_OVER, MERGED
from wonback.team.models import NotAllowed, User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.losses.models import Loss


def may_be_about(user: User, *, loss: str = "pk") -> Exists:
    """Whether this person owns or ever owned the client, or the sale. `loss` is the column that leads to the loss."""
    losses = apps.get_model("losses.Loss").objects
    earlier = losses.filter(client=OuterRef("client_id"), owner_then=user)
    verbs, was = [HANDED_OVER.name, MERGED.name], [user.pk, str(user.pk)]
    handed_over = Entry.objects.filter(client=OuterRef("client_id"), verb__in=verbs, facts__was__in=was)
    theirs = Q(client__owner=user) | Q(owner_then=user) | Q(deal__owner=user) | Exists(earlier) | Exists(handed_over)
    return Exists(losses.filter(theirs, pk=OuterRef(loss)))


def may_read(user: User, loss: "Loss") -> bool:
    """Whether this person may read the client's own words about this loss."""
    if not user.may(Right.INTERVIEW):
        return False
    return not type(loss).objects.filter(may_be_about(user), pk=loss.pk).exists()


def must_hear(user: User, loss: "Loss") -> None:
    """Refuse to take down the client's own voice to whom it may be about."""
    user.must(Right.INTERVIEW)
    if not may_read(user, loss):
        raise NotAllowed(_("Ask somebody neutral to write down what the client says: it may be about you."))
