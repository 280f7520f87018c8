"""What was said in five years of calls, visits, mails and letters, and what came of it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from wonback.care.models import Cadence, Competitor, Concern, Sighting, Touch
from wonback.care.models.concern import RAISED, SETTLED
from wonback.care.models.sighting import SEEN
from wonback.care.models.touch import DAYS_TO_SETTLE_A_CONCERN, MISSED, TOUCHED
from wonback.clients.models import Entry
from wonback.core.verbs import Verb
from wonback.demo.dice import Dice, workday
from wonback.demo.profile import Fate, Profile
from wonback.demo.shelf import Shelf
from wonback.demo.words import talk
from wonback.team.models import User

CHANNELS = {"call": 45, "visit": 18, "mail": 26, "article": 8, "letter": 3}
MOODS = {"works": 76, "gripe": 5, "more": 6, "competitor": 3, "missed": 10}
YEARS_OF_TOUCHES = 3
# A contact's key and name.
Person = tuple[int, str]


@dataclass
class Life:
    """One client while it is being written: who owns it, whom we know there, when we last spoke."""

    profile: Profile
    key: int
    owner: User | None
    people: list[Person] = field(default_factory=list)
    last_touch_on: date | None = None
    touch_by: date | None = None

    @property
    def owner_key(self) -> int | None:
        return self.owner.pk if self.owner else None


@dataclass(frozen=True)
class Said:
    """One touch: whom we spoke to, how and when, and the one line."""

    by: int
    at: datetime
    mood: str
    line: str


@dataclass
class Talk:
    """Touches clients through the years, by whoever owns them."""

    rhythms: dict[str, Cadence]
    competitors: list[Competitor]
    somebody: User
    as_of: date
    dice: Dice
    shelf: Shelf = field(default_factory=Shelf)

    def over_the_years(self, life: Life) -> None:
        """Write every touch down and set the day of the next."""
        for place, day in enumerate(self.days(life.profile)):
            self.touch(life, day, "works" if place == 0 else self.dice.weighted(MOODS))

    def days(self, profile: Profile) -> Iterator[date]:
        """The days of the touches, the newest first; that one was always real."""
        ideal = self.rhythms[profile.tier].ideal_days
        day = self.newest(profile, ideal)
        oldest = max(profile.started_on, self.as_of - timedelta(days=YEARS_OF_TOUCHES * 365))
        while day >= oldest:
            yield day
            day = workday(day - timedelta(days=max(2, round(ideal * self.dice.uniform(0.6, 1.5)))))

    def newest(self, profile: Profile, ideal: int) -> date:
        """Most clients were touched in time; one in eleven is waiting."""
        if profile.touched_on:
            return profile.touched_on
        yesterday = self.as_of - timedelta(days=1)
        last = yesterday if profile.back_on else min(yesterday, profile.until)
        late = self.dice.happens(0.09) and profile.fate is not Fate.LOST
        days = ideal * (self.dice.uniform(1.0, 1.6) if late else self.dice.uniform(0.02, 0.98))
        return max(workday(last - timedelta(days=round(days))), profile.started_on)

    def touch(self, life: Life, day: date, mood: str) -> None:
        """One touch, with its sentence and what came of it: the same as `Touch.log` does with one made today."""
        channel = self.dice.weighted(CHANNELS)
        contact, name = self.dice.one_of(life.people)
        sentence = self.dice.one_of(talk(channel, mood))
        line = sentence.format(who=name, product=self.dice.one_of(life.profile.goods).lower())
        said = Said((life.owner or self.somebody).pk, self.dice.moment(day), mood, line)
        touch = self.shelf.add(Touch, client_id=life.key, contact_id=contact, channel=channel, **self.facts(said))
        verb = MISSED if mood == "missed" else TOUCHED
        self.tell(life, verb, said, channel=str(Touch.Channel(channel).label).lower(), line=line)
        if mood != "missed":
            self.move_cadence(life, day)
        self.follow_up(life, said, touch)

    def facts(self, said: Said) -> dict[str, object]:
        return {
            "by_id": said.by,
            "at": said.at,
            "reached": said.mood != "missed",
            "works": {"works": True, "gripe": False}.get(said.mood),
            "gripe": said.mood == "gripe",
            "competitor": said.mood == "competitor",
            "more": said.mood == "more",
            "line": said.line,
            "key": uuid.UUID(int=self.dice.getrandbits(128), version=4),
        }

    def tell(self, life: Life, verb: Verb, said: Said, **facts: str) -> None:
        self.shelf.add(Entry, client_id=life.key, verb=verb.name, actor_id=said.by, at=said.at, facts=facts)

    def move_cadence(self, life: Life, day: date) -> None:
        life.last_touch_on = max(day, life.last_touch_on or day)
        life.touch_by = self.rhythms[life.profile.tier].next_touch(life.last_touch_on)

    def follow_up(self, life: Life, said: Said, touch: int) -> None:
        if said.mood == "gripe":
            self.concern(life, said, touch)
        if said.mood == "competitor":
            self.sighting(life, said, touch)

    def concern(self, life: Life, said: Said, touch: int) -> None:
        """A gripe, settled within days unless it is a fresh one."""
        day = said.at.date()
        due_by = day + timedelta(days=DAYS_TO_SETTLE_A_CONCERN)
        settled_at = self.dice.moment(due_by) if due_by < self.as_of else None
        terms = {"touch_id": touch, "raised_on": day, "due_by": due_by, "settled_at": settled_at}
        self.shelf.add(Concern, client_id=life.key, what=said.line, owner_id=said.by, **terms)
        self.tell(life, RAISED, said, what=said.line)
        if settled_at:
            self.tell(life, SETTLED, Said(said.by, settled_at, said.mood, said.line), what=said.line)

    def sighting(self, life: Life, said: Said, touch: int) -> None:
        rival = self.dice.one_of(self.competitors)
        seen = {
            "touch_id": touch,
            "competitor_id": rival.pk,
            "by_id": said.by,
            "how_known": said.line,
            "seen_at": said.at,
        }
        self.shelf.add(Sighting, client_id=life.key, **seen)
        self.tell(life, SEEN, said, competitor=rival.name)
