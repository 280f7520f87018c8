"""What was said in five years of calls, visits, mails and letters, and what came of it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wonback.care.models import Cadence, Competitor, Concern, Sighting, Touch
from wonback.care.models.concern import RAISED, SETTLED
from wonback.care.models.sighting import SEEN
from wonback.care.models.touch import DAYS_TO_SETTLE_A_CONCERN, MISSED, TOUCHED
from wonback.clients.models import Client, Contact, Entry
from wonback.demo.dice import Dice, workday
from wonback.demo.profile import Fate, Profile
from wonback.demo.shelf import Shelf
from wonback.demo.words import talk
from wonback.team.models import User

CHANNELS = {"call": 45, "visit": 18, "mail": 26, "article": 8, "letter": 3}
MOODS = {"works": 76, "gripe": 5, "more": 6, "competitor": 3, "missed": 10}
YEARS_OF_TOUCHES = 3


@dataclass
class Talk:
    """Touches clients through the years, by whoever owns them."""

    rhythms: dict[str, Cadence]
    competitors: list[Competitor]
    somebody: User
    as_of: date
    dice: Dice

    def over_the_years(self, client: Client, profile: Profile, contacts: list[Contact], shelf: Shelf) -> None:
        """Write every touch down and set the day of the next."""
        for place, day in enumerate(self.days(profile)):
            self.touch(client, profile, contacts, shelf, day=day, mood="works" if place == 0 else self.dice.weighted(MOODS))

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

    def touch(self, client: Client, profile: Profile, contacts: list[Contact], shelf: Shelf, *, day: date, mood: str) -> None:
        channel = self.dice.weighted(CHANNELS)
        contact = self.dice.one_of(contacts)
        line = self.dice.one_of(talk(channel, mood)).format(who=contact.name, product=self.dice.one_of(profile.goods).lower())
        touch = Touch(
            client=client,
            contact=contact,
            by=client.owner or self.somebody,
            at=self.dice.moment(day),
            channel=channel,
            reached=mood != "missed",
            works={"works": True, "gripe": False}.get(mood),
            gripe=mood == "gripe",
            competitor=mood == "competitor",
            more=mood == "more",
            line=line,
            key=uuid.UUID(int=self.dice.getrandbits(128), version=4),
        )
        shelf.add(touch, *self.what_came_of_it(touch))

    def what_came_of_it(self, touch: Touch) -> Iterator[Entry | Concern | Sighting]:
        """The same as `Touch.log` does with a touch made today."""
        verb = TOUCHED if touch.reached else MISSED
        yield told(touch, verb.name, touch.at, channel=str(touch.get_channel_display()).lower(), line=touch.line)
        if touch.reached:
            self.move_cadence(touch)
        if touch.gripe:
            yield from self.concern(touch)
        if touch.competitor:
            yield from self.sighting(touch)

    def move_cadence(self, touch: Touch) -> None:
        client = touch.client
        client.last_touch_on = max(touch.day, client.last_touch_on or touch.day)
        client.touch_by = self.rhythms[client.tier].next_touch(client.last_touch_on)

    def concern(self, touch: Touch) -> Iterator[Entry | Concern]:
        """A gripe, settled within days unless it is a fresh one."""
        by = touch.by or self.somebody
        due_by = touch.day + timedelta(days=DAYS_TO_SETTLE_A_CONCERN)
        settled_at = self.dice.moment(due_by) if due_by < self.as_of else None
        yield Concern(
            client=touch.client, what=touch.line, owner=by, raised_on=touch.day, due_by=due_by, settled_at=settled_at
        )
        yield told(touch, RAISED.name, touch.at, what=touch.line)
        if settled_at:
            yield told(touch, SETTLED.name, settled_at, what=touch.line)

    def sighting(self, touch: Touch) -> Iterator[Entry | Sighting]:
        rival = self.dice.one_of(self.competitors)
        by = touch.by or self.somebody
        yield Sighting(client=touch.client, competitor=rival, by=by, how_known=touch.line, seen_at=touch.at)
        yield told(touch, SEEN.name, touch.at, competitor=rival.name)


def told(touch: Touch, verb: str, at: datetime, **facts: str) -> Entry:
    """The sentence about it on the client's timeline."""
    return Entry(client=touch.client, verb=verb, actor=touch.by, at=at, facts=facts)
