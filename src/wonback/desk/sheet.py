"""The call sheet: what one wants to know in the minute before a call."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404

from wonback.care import why
from wonback.care.call_list import Duty, Waiting
from wonback.care.forms import REASONS_TO_PUT_OFF, REASONS_TO_SKIP, PutOffForm, TouchForm
from wonback.care.models import Cadence, Concern, Promise, Touch
from wonback.care.question import Known, another_way, to_ask
from wonback.clients.models import Client, Contact
from wonback.clients.worth import Worth, worth_of
from wonback.desk.today import Owed, waiting_for
from wonback.team.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One client, ready to be called."""

    client: Client
    as_of: date
    waiting: Waiting
    worth: Worth
    people: list[Contact]
    touches: list[Touch]
    promises: list[Promise]
    concerns: list[Concern]

    @property
    def row(self) -> str:
        """The line of the list that this sheet belongs to."""
        return f"#client-{self.client.pk}"

    @property
    def why_now(self) -> str:
        return why.now(self.waiting, as_of=self.as_of)

    @property
    def advice(self) -> str:
        return another_way([touch.channel for touch in self.touches])

    @property
    def question(self) -> str:
        return to_ask(
            Known(
                as_of=self.as_of,
                client=self.client.pk,
                concern=self.concerns[0].what if self.concerns else "",
                competitor_seen=any(touch.competitor for touch in self.touches),
                wants_more=any(touch.more for touch in self.touches[:1]),
                decider=next((person.name for person in self.people if person.role == Contact.Role.DECIDER), None),
                ever_spoken=self.client.last_touch_on is not None,
                contract_until=self.worth.contract_until,
            )
        )

    @property
    def write_to(self) -> Contact | None:
        """Whom to write to: the weightiest person with an address."""
        return next((person for person in self.people if person.email), None)

    @property
    def phone(self) -> str:
        return next((person.phone for person in self.people if person.phone), self.client.phone)

    @property
    def form(self) -> TouchForm:
        return TouchForm.fresh(self.client, self.people)

    @property
    def later(self) -> PutOffForm:
        return PutOffForm(auto_id="later_%s")

    @property
    def reasons_to_put_off(self) -> tuple[object, ...]:
        return REASONS_TO_PUT_OFF

    @property
    def reasons_to_skip(self) -> tuple[object, ...]:
        return REASONS_TO_SKIP


def sheet_of(pk: int, user: User, *, as_of: date) -> Sheet:
    """Everything about one client that fits beside the list, in eight queries."""
    reachable = Client.objects.visible_to(user).select_related("owner").with_spell()
    client = get_object_or_404(Cadence.objects.laid_beside(reachable), pk=pk)
    worth = worth_of([pk], as_of=as_of)[pk]
    promises = list(client.promises.open().select_related("owner").order_by("due_by", "pk"))
    concerns = list(client.concerns.open().select_related("owner").order_by("due_by", "pk"))
    owed = Owed({pk: due(promises, as_of=as_of)}, {pk: due(concerns, as_of=as_of)})
    return Sheet(
        client=client,
        as_of=as_of,
        waiting=waiting_for(client, worth, owed, user=user, as_of=as_of),
        worth=worth,
        people=list(client.contacts.filter(left_on=None).by_weight()),
        touches=list(client.touches.standing().select_related("by").newest()[:3]),
        promises=promises,
        concerns=concerns,
    )


def due(owed: list[Promise] | list[Concern], *, as_of: date) -> list[Duty]:
    return [Duty(one.what, one.due_by) for one in owed if one.due_by <= as_of]
