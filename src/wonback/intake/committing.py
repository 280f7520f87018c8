"""The plan into the database: one transaction, everything or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy

from wonback.care.models import Cadence
from wonback.care.queries import USUAL
from wonback.clients import names
from wonback.clients.models import Client, Permission, Spell
from wonback.clients.names import name_key
from wonback.clients.timeline import Verb
from wonback.intake import comparing, evidence, moving, touching
from wonback.intake.evidence import Evidence
from wonback.intake.index import reference
from wonback.intake.resolving import NEW, UPDATED, Resolver
from wonback.intake.spells import begins_earlier, starts_before
from wonback.intake.stage import Body
from wonback.intake.writing import MODELS, Writer, remember_names, reserve
from wonback.losses import ranking
from wonback.losses.models import Loss, Reason, Wording

BROUGHT_IN = Verb("client.brought_in", gettext_lazy("{actor} brought in {client} from “{what}”."))
LOST_SALES = Verb("client.lost_sales_brought_in", gettext_lazy("{actor} brought in lost sales of {client}: {what}."))
PLANNED = tuple("team person product client contact permission contract deal purchase touch loss".split())


@dataclass
class Commit:
    """Carries one plan out. `files` names the file of each sheet; `today` is the day of the import where the company is."""

    plan: Resolver
    writer: Writer
    files: dict[int, str]
    today: date

    def carry_out(self) -> None:
        for kind in PLANNED:
            self.writer.keys[kind] = reserve(MODELS[kind], self._how_many(kind))
        self._prepare_clients()
        for kind in PLANNED:
            rows = (
                self._finished(kind, row, sheet, place)
                for place, (_pk, sheet, row) in enumerate(self.plan.stage.planned(kind, NEW))
            )
            self.writer.create(kind, rows, keys=self.writer.keys[kind])
            self.writer.change(kind, comparing.joined(self.plan.stage.planned(kind, UPDATED)))
        moving.carry_out(self.plan, self.writer, self.files)
        self._tell_causes()
        self._end_known()
        self._follow_up_known()
        self._begin_spells()
        self._remember_names()
        self._tell_timelines()
        touching.tell(self.plan, self.writer)
        self._rank_again()

    def _how_many(self, kind: str) -> int:
        return sum(1 for _row in self.plan.stage.planned(kind, NEW))

    def _finished(self, kind: str, row: Body, sheet: int, place: int) -> Body:
        """A planned row with what only the whole import could tell."""
        finish = {
            "person": self._person,
            "product": self._product,
            "client": self._client,
            "loss": self._loss,
            "permission": self._permission,
            "touch": self._touch,
        }.get(kind)
        return finish(row, sheet, reference(place)) if finish else row

    def _person(self, row: Body, sheet: int, ref: int) -> Body:
        return row | {"password": make_password(None)}

    def _product(self, row: Body, sheet: int, ref: int) -> Body:
        return row | {"name_key": name_key(row["name"])}

    def _permission(self, row: Body, sheet: int, ref: int) -> Body:
        facts = {"answer": str(Permission.Answer.REFUSED), "given_at": self.writer.at, "noted_by_id": self.writer.by}
        return (
            row
            | facts
            | {"words": f"Do not contact, according to {self.files[sheet]}", "proof": self.files[sheet][:200]}
        )

    def _touch(self, row: Body, sheet: int, ref: int) -> Body:
        return row | {"at": datetime.fromisoformat(row["at"])}

    def _prepare_clients(self) -> None:
        """Decide tier, owner and first call of every new client, which takes all of them together."""
        known, new = self.plan.evidence, []
        tiers = evidence.tiers({ref: found for ref, found in known.items() if ref < 0})
        for place, (_pk, _sheet, row) in enumerate(self.plan.stage.planned("client", NEW)):
            ref = reference(place)
            told = known.get(ref) or Evidence()
            standing = self.plan.standings.get(ref) or standing_by(told)
            if standing == Client.Standing.LOST and self.plan.leaves_later(ref):
                standing = Client.Standing.ACTIVE
            new.append((ref, told, row["tier"] or tiers.get(ref, "C"), row["owner_id"] or told.owner, standing))
        new.sort(key=lambda client: -client[1].value)
        active = [(ref, owner, tier) for ref, _told, tier, owner, standing in new if standing == Client.Standing.ACTIVE]
        due = evidence.first_touches(active, ideal_days=ideal_days(), today=self.today)
        self.facts: dict[int, Body] = {
            ref: {"tier": tier, "owner_id": owner, "standing": standing, "touch_by": due.get(ref)}
            | touching.last_of(self.plan, ref, tier, standing)
            for ref, _told, tier, owner, standing in new
        }

    def _client(self, row: Body, sheet: int, ref: int) -> Body:
        touch_by = self.facts[ref]["touch_by"]
        facts = self.facts[ref] | {"touch_by": touch_by.isoformat() if touch_by else None}
        return row | facts | {"name_key": name_key(row["name"]), "parent_id": self._parent(ref)}

    def _parent(self, ref: int) -> int | None:
        """The client another one belongs to, if the import or the database knows it."""
        if ref not in self.plan.parents:
            return None
        source, name, number = self.plan.parents[ref]
        found = self.plan.clients.find(source, number or f"name:{name_key(name)}", "" if number else name)
        return None if found == ref else found

    def _loss(self, row: Body, sheet: int, ref: int) -> Body:
        reason = self.reasons[row["reason"]]
        owner = row["owner_id"] or (
            self.facts[row["client_id"]]["owner_id"] if row["client_id"] in self.facts else None
        )
        facts = {
            name: row[name] for name in ("kind", "client_id", "deal_id", "lost_on", "worth", "worth_known", "currency")
        }
        facts |= {name: row[name] for name in ("recovered_on", "source", "external_id") if name in row}
        facts |= {
            "in_effect": row["kind"] == Loss.Kind.DEAL or row["lost_on"] <= self.today.isoformat(),
            "voice": row["voice"],
            "reason_id": reason.pk,
            "recorded_at": self.writer.at,
            "recorded_by_id": self.writer.by,
        }
        return facts | {"owner_then_id": owner, "holder_id": owner, "rank": self._rank(row, reason)}

    @property
    def reasons(self) -> dict[str, Reason]:
        found: dict[str, Reason] = self.__dict__.setdefault(
            "_reasons", {reason.key: reason.counts_as for reason in Reason.objects.select_related("same_as")}
        )
        return found

    def _rank(self, row: Body, reason: Reason) -> float:
        standing = ranking.Standing(
            worth=Decimal(row["worth"]) if row["worth"] is not None else None,
            lost_on=date.fromisoformat(row["lost_on"]),
            can_change=reason.can_change,
            we_control=reason.we_control,
            reason_known=reason.is_known,
            may_follow_up=None,
        )
        return ranking.score(standing, as_of=self.today)

    def _tell_causes(self) -> None:
        """Each loss has its reasons, the client's and ours apart; each remembers the words it came with."""
        wordings = self._wordings()
        facts = {"noted_by_id": self.writer.by, "noted_at": self.writer.at}
        rows = [
            facts
            | {"loss_id": reference(place), "reason_id": self.reasons[cause["reason"]].pk}
            | {
                "voice": cause["voice"],
                "words": cause["words"],
                "wording_id": wordings.get(Wording.plain(cause["said"])),
            }
            for place, (_pk, _sheet, row) in enumerate(self.plan.stage.planned("loss", NEW))
            for cause in row["causes"]
        ]
        self.writer.create_anew("cause", rows)

    def _wordings(self) -> dict[str, int]:
        """The key of each wording, those included that are met for the first time. What nobody knows stays open, to be asked once."""
        there: dict[str, int] = dict(Wording.objects.values_list("said", "pk"))
        new = [
            {"said": said, "seen_as": seen, "reason_id": self.reasons[key].pk if key else None}
            for said, (seen, key) in self.plan.wordings.met.items()
            if said not in there
        ]
        keys = self.writer.create_anew("wording", new)
        there.update({str(row["said"]): key for row, key in zip(new, keys, strict=True)})
        return there

    def _end_known(self) -> None:
        """Clients who were there and have left: they are lost, and the life they were in is over."""
        left = {ref: day for ref, day in self.plan.left_on.items() if ref > 0 and not self.plan.leaves_later(ref)}
        active = Client.objects.filter(pk__in=left).exclude(standing=Client.Standing.LOST)
        self.writer.change("client", {pk: {"standing": "lost"} for pk in active.values_list("pk", flat=True)})
        open_ones = Spell.objects.filter(client__in=left, ended_on=None)
        ends = {spell.pk: {"ended_on": left[spell.client_id]} for spell in open_ones if starts_before(spell, left)}
        self.writer.change("spell", ends)

    def _follow_up_known(self) -> None:
        """Clients who were there: whoever has no owner gets one, a prospect who bought is a client, a parent becomes known."""
        refs = {ref for ref in (*self.plan.evidence, *self.plan.parents) if ref > 0}
        changes: dict[int, Body] = {}
        for client in Client.objects.filter(pk__in=refs).iterator():
            told = self.plan.evidence.get(client.pk) or Evidence()
            changed: Body = {}
            if client.owner_id is None and told.owner is not None:
                changed["owner_id"] = told.owner
            if client.standing == Client.Standing.PROSPECT and told.bought:
                changed["standing"] = str(Client.Standing.ACTIVE)
            if client.parent_id is None and (parent := self._parent(client.pk)) is not None:
                changed["parent_id"] = parent
            if changed:
                changes[client.pk] = changed
        self.writer.change("client", changes)
        touching.move_known(self.plan, self.writer)

    def _begin_spells(self) -> None:
        """Every client has a life with us that began on the first day we know of."""
        rows = [
            {"client_id": ref, "started_on": self._first(ref), "ended_on": self._last(ref)}
            for ref, facts in self.facts.items()
            if facts["standing"] != Client.Standing.PROSPECT
        ]
        known = {ref: told for ref, told in self.plan.evidence.items() if ref > 0 and told.bought}
        there: dict[int, list[Spell]] = {}
        for spell in Spell.objects.filter(client__in=known):
            there.setdefault(spell.client_id, []).append(spell)
        rows += [
            {"client_id": ref, "started_on": told.first or None, "ended_on": None}
            for ref, told in known.items()
            if ref not in there
        ]
        self.writer.create_anew("spell", rows)
        earlier = {
            spells[0].pk: known[ref].first for ref, spells in there.items() if begins_earlier(spells, known[ref].first)
        }
        self.writer.change("spell", {pk: {"started_on": first} for pk, first in earlier.items()})

    def _first(self, ref: int) -> str | None:
        return self.plan.evidence[ref].first or None if ref in self.plan.evidence else None

    def _last(self, ref: int) -> str | None:
        return None if self.plan.leaves_later(ref) else self.plan.left_on.get(ref)

    def _remember_names(self) -> None:
        planned = enumerate(self.plan.stage.planned("client", NEW))
        remember_names(
            (self.writer.keys["client"][place], search_words(row["name"])) for place, (_pk, _sheet, row) in planned
        )
        renamed = [pk for pk, _sheet, row in self.plan.stage.planned("client", UPDATED) if "name" in row]
        forget_and_remember(renamed)

    def _tell_timelines(self) -> None:
        self.writer.create_anew("entry", list(self._entries()))

    def _entries(self) -> Iterator[Body]:
        told: dict[str, Any] = {"actor_id": self.writer.by, "at": self.writer.at}
        for place, (_pk, sheet, _row) in enumerate(self.plan.stage.planned("client", NEW)):
            yield told | {"client_id": reference(place), "verb": BROUGHT_IN.name, "facts": {"what": self.files[sheet]}}
        for ref, found in self.plan.evidence.items():
            if found.losses:
                yield told | {"client_id": ref, "verb": LOST_SALES.name, "facts": {"what": str(found.losses)}}

    def _rank_again(self) -> None:
        """Losses of clients who told us before whether we may follow up."""
        Loss.objects.filter(pk__in=self._losses_of_known()).put_in_rank(as_of=self.today)

    def _losses_of_known(self) -> list[int]:
        refs = {ref for ref, found in self.plan.evidence.items() if ref > 0 and found.losses}
        answered = set(Permission.objects.filter(client__in=refs).values_list("client_id", flat=True))
        planned = enumerate(self.plan.stage.planned("loss", NEW))
        return [
            self.writer.keys["loss"][place] for place, (_pk, _sheet, row) in planned if row["client_id"] in answered
        ]


def ideal_days() -> dict[str, int]:
    """How often each tier should be touched."""
    set_by_people = dict(Cadence.objects.exclude(tier="").values_list("tier", "ideal_days"))
    return {tier: days for tier, (days, _maximum) in USUAL.items()} | set_by_people


def standing_by(told: Evidence) -> str:
    """A client unless all we know is that we tried to sell to them."""
    return str(Client.Standing.PROSPECT if told.tried and not told.bought else Client.Standing.ACTIVE)


def search_words(name: str) -> set[str]:
    return {word[:60] for word in {*names.words(name), name_key(name)} if word}


def forget_and_remember(clients: list[int]) -> None:
    """Clients with another name are found by its words, and no longer by those of the old one."""
    found = Client.objects.filter(pk__in=clients)
    for client in found:
        client.words.all().delete()
        client.remember_name()
