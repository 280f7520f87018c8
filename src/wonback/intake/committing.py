"""The plan into the database: `prepare` makes its rows ready, `carry_out` writes them, everything or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import batched

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy
from pydantic_core import from_json

from wonback.care.models import Cadence
from wonback.care.queries import USUAL
from wonback.clients import names
from wonback.clients.models import Client, Permission, Word
from wonback.clients.names import name_key
from wonback.core.verbs import Verb
from wonback.intake import evidence, moving, touching
from wonback.intake.evidence import Evidence
from wonback.intake.index import reference
from wonback.intake.lives import Lives
from wonback.intake.resolving import NEW, UPDATED, Resolver
from wonback.intake.stage import Body
from wonback.intake.turns import Turns
from wonback.intake.writing import MODELS, Writer, reserve
from wonback.losses import ranking
from wonback.losses.models import Loss, Reason, Wording
from wonback.losses.returning import Odds, period_of

BROUGHT_IN = Verb("client.brought_in", gettext_lazy("{actor} brought in {client} from “{what}”."))
BROUGHT_MORE = Verb("client.brought_more", gettext_lazy("{actor} brought in more about {client} from “{what}”."))
LOST_SALES = Verb("client.lost_sales_brought_in", gettext_lazy("{actor} brought in lost sales of {client}: {what}."))
PLANNED = tuple("team person product competitor client contact permission contract deal purchase touch loss".split())


@dataclass
class Commit:
    """Carries one plan out. `files` names the file of each sheet; `today` is the day of the import where the company is."""

    plan: Resolver
    writer: Writer
    files: dict[int, str]
    today: date
    thumbs: dict[tuple[int, int], Odds] = field(default_factory=dict)

    def prepare(self) -> None:
        """All that takes time, before the database is locked: every new row as its table will hold it."""
        new = self.plan.stage.how_many(NEW)
        for kind in PLANNED:
            self.writer.keys[kind] = reserve(MODELS[kind], new.get(kind, 0))
        self._prepare_clients()
        for kind in PLANNED:
            self.writer.keep(kind, self._finished(kind))
        moving.prepare(self.plan, self.writer, self.files)
        self._prepare_causes()
        self.lives.prepare()
        self._prepare_names()
        self._prepare_timelines()
        touching.tell(self.plan, self.writer)

    def carry_out(self) -> None:
        """Write what is ready, and change what was there. Inside the writer's turns."""
        self.writer.write()
        for kind in PLANNED:
            self.writer.change(kind, self.plan.stage.planned(kind, UPDATED))
        moving.carry_out(self.plan, self.writer)
        self.lives.end_known()
        self._follow_up_known()
        self.lives.begin_earlier()
        renamed = [pk for pk, _sheet, row in self.plan.stage.planned("client", UPDATED) if "name" in row]
        forget_and_remember(renamed, self.writer.turns)
        self._rank_again()

    def _finished(self, kind: str) -> Iterator[tuple[int, Body]]:
        """The planned rows of a kind with what only the whole import could tell, each with its file."""
        finishers: dict[str, Callable[[Body, int, int], Body]] = {
            "person": self._person,
            "product": self._product,
            "client": self._client,
            "loss": self._loss,
            "permission": self._permission,
            "touch": self._touch,
        }
        finish = finishers.get(kind)
        for place, (_pk, sheet, row) in enumerate(self.plan.stage.planned(kind, NEW)):
            yield sheet, finish(row, sheet, reference(place)) if finish else row

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
        for place, (_sheet, tier, owner) in enumerate(self.plan.stage.told("client", NEW, "tier", "owner_id")):
            ref = reference(place)
            told = known.get(ref) or Evidence()
            standing = self.plan.standings.get(ref) or standing_by(told)
            if standing == Client.Standing.LOST and self.plan.leaves_later(ref):
                standing = Client.Standing.ACTIVE
            new.append((ref, told, tier or tiers.get(ref, "C"), owner or told.owner, standing))
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
            name: row[name]
            for name in ("kind", "client_id", "deal_id", "lost_on", "worth", "worth_known", "currency", "competitor_id")
        }
        facts |= {name: row[name] for name in ("recovered_on", "source", "external_id", "more") if name in row}
        facts |= {
            "in_effect": row["kind"] == Loss.Kind.DEAL or row["lost_on"] <= self.today.isoformat(),
            "voice": row["voice"],
            "reason_id": reason.pk,
            "recorded_at": self.writer.at,
            "recorded_by_id": self.writer.by,
        }
        return facts | {"owner_then_id": owner, "holder_id": owner, "rank": self._rank(row, reason)}

    @property
    def lives(self) -> Lives:
        return Lives(self.plan, self.writer, self.facts)

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        return {reason.key: reason.counts_as for reason in Reason.objects.select_related("same_as")}

    def _rank(self, row: Body, reason: Reason) -> float:
        return ranking.placed(self._odds(reason, row["lost_on"]), worth=row["worth"])

    def _odds(self, reason: Reason, lost_on: str) -> Odds:
        """By rule of thumb; a million losses have some hundred reasons and times between them."""
        day = date.fromisoformat(lost_on)
        key = (reason.pk, period_of(day, as_of=self.today))
        if key not in self.thumbs:
            standing = ranking.Standing(
                worth=None,
                lost_on=day,
                can_change=reason.can_change,
                we_control=reason.we_control,
                reason_known=reason.is_known,
                may_follow_up=None,
            )
            self.thumbs[key] = ranking.odds(standing, as_of=self.today)
        return self.thumbs[key]

    def _prepare_causes(self) -> None:
        """Each loss has its reasons, the client's and ours apart; each remembers the words it came with."""
        wordings = self._wordings()
        self.writer.keep_all("cause", self._causes(wordings))

    def _causes(self, wordings: dict[str, int]) -> Iterator[tuple[int | None, Body]]:
        facts = {"noted_by_id": self.writer.by, "noted_at": self.writer.at}
        for place, (sheet, causes) in enumerate(self.plan.stage.told("loss", NEW, "causes")):
            for cause in from_json(causes):
                told = {"voice": cause["voice"], "words": cause["words"]}
                told |= {"wording_id": wordings.get(Wording.plain(cause["said"]))}
                yield sheet, facts | told | {"loss_id": reference(place), "reason_id": self.reasons[cause["reason"]].pk}

    def _wordings(self) -> dict[str, int]:
        """The key of each wording, those included that are met for the first time. What nobody knows stays open, to be asked once."""
        there: dict[str, int] = dict(Wording.objects.values_list("said", "pk"))
        new = [
            {"said": said, "seen_as": seen, "reason_id": self.reasons[key].pk if key else None}
            for said, (seen, key) in self.plan.wordings.met.items()
            if said not in there
        ]
        keys = self.writer.keep_anew("wording", ((None, row) for row in new))
        there.update({str(row["said"]): key for row, key in zip(new, keys, strict=True)})
        return there

    def _follow_up_known(self) -> None:
        """Clients who were there: whoever has no owner gets one, a prospect who bought is a client, a parent becomes known."""
        refs = {ref for ref in (*self.plan.evidence, *self.plan.parents) if ref > 0}
        self.writer.change("client", self._followed_up(refs))
        touching.move_known(self.plan, self.writer)

    def _followed_up(self, refs: set[int]) -> Iterator[tuple[int, int | None, Body]]:
        found = (client for some in batched(sorted(refs), 1_000) for client in Client.objects.filter(pk__in=some))
        for client in found:
            told = self.plan.evidence.get(client.pk) or Evidence()
            changed: Body = {}
            if client.owner_id is None and told.owner is not None:
                changed["owner_id"] = told.owner
            if client.standing == Client.Standing.PROSPECT and told.bought:
                changed["standing"] = str(Client.Standing.ACTIVE)
            if client.parent_id is None and (parent := self._parent(client.pk)) is not None:
                changed["parent_id"] = parent
            if changed:
                yield client.pk, told.sheet, changed

    def _prepare_names(self) -> None:
        """Let the search find new clients by any word of their names."""
        self.writer.keep_all("word", self._words())

    def _words(self) -> Iterator[tuple[int | None, Body]]:
        for place, (sheet, name) in enumerate(self.plan.stage.told("client", NEW, "name")):
            for word in search_words(name):
                yield sheet, {"client_id": reference(place), "word": word}

    def _prepare_timelines(self) -> None:
        told = {"actor_id": self.writer.by, "at": self.writer.at}
        new = enumerate(self.plan.stage.told("client", NEW))
        brought = (
            (
                sheet,
                told | {"client_id": reference(place), "verb": BROUGHT_IN.name, "facts": {"what": self.files[sheet]}},
            )
            for place, (sheet,) in new
        )
        self.writer.keep_all("entry", brought)
        lost = (
            (found.sheet, told | {"client_id": ref, "verb": LOST_SALES.name, "facts": {"what": str(found.losses)}})
            for ref, found in self.plan.evidence.items()
            if found.losses
        )
        self.writer.keep_all("told", lost)
        more = (
            (sheet, told | {"client_id": client, "verb": BROUGHT_MORE.name, "facts": {"what": self.files[sheet]}})
            for client, sheet in sorted(self.plan.news)
        )
        self.writer.keep_all("more", more)

    def _rank_again(self) -> None:
        """Losses of clients who told us before whether we may follow up."""
        for some in batched(self._losses_of_known(), 1_000):
            Loss.objects.filter(pk__in=some).put_in_rank(as_of=self.today)
            self.writer.turns.over()

    def _losses_of_known(self) -> list[int]:
        refs = sorted(ref for ref, found in self.plan.evidence.items() if ref > 0 and found.losses)
        answered: set[int] = set()
        for some in batched(refs, 1_000):
            answered.update(Permission.objects.filter(client__in=some).values_list("client_id", flat=True))
        planned = enumerate(self.plan.stage.told("loss", NEW, "client_id"))
        return [self.writer.keys["loss"][place] for place, (_sheet, client) in planned if client in answered]


def ideal_days() -> dict[str, int]:
    """How often each tier should be touched."""
    set_by_people = dict(Cadence.objects.exclude(tier="").values_list("tier", "ideal_days"))
    return {tier: days for tier, (days, _maximum) in USUAL.items()} | set_by_people


def standing_by(told: Evidence) -> str:
    """A client unless all we know is that we tried to sell to them."""
    return str(Client.Standing.PROSPECT if told.tried and not told.bought else Client.Standing.ACTIVE)


def search_words(name: str) -> set[str]:
    found = names.words(name)
    return {word[:60] for word in {*found, names.key_of(found)} if word}


def forget_and_remember(clients: list[int], turns: Turns) -> None:
    """Clients with another name are found by its words, and no longer by those of the old one."""
    for some in batched(clients, 1_000):
        Word.objects.filter(client__in=some).delete()
        Word.objects.remember(Client.objects.filter(pk__in=some))
        turns.over()
