"""Last year's campaign: for nine months lot decided whom Northbeam called."""

from datetime import date, timedelta

from wonback.core.days import start_of
from wonback.demo.dice import at, workday
from wonback.team.models import User
from wonback.winback.models import Campaign
from wonback.winback.models.campaign import Terms

BEGAN_DAYS_AGO, ENDED_DAYS_AGO = 500, 240
WAITING = 0.3


def began_on(as_of: date) -> date:
    return workday(as_of - timedelta(days=BEGAN_DAYS_AGO))


def compare(people: dict[str, User], *, as_of: date) -> Campaign:
    """Draw who was lost by then, week by week those lost since, and close it on its day."""
    begins_on, ends_on = began_on(as_of), as_of - timedelta(days=ENDED_DAYS_AGO)
    terms = Terms(name="Does calling bring them back?", ends_on=ends_on, waiting=WAITING)
    campaign = Campaign.start(terms, by=people["adam"], at=at(begins_on, 9))
    for week in range(1, (ends_on - begins_on).days // 7):
        campaign.enrol(at=start_of(begins_on + timedelta(weeks=week)))
    campaign.close(by=None, at=start_of(ends_on))
    return campaign
