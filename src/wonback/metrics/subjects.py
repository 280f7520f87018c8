"""Whose numbers a person may see, and what those are called."""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils.translation import gettext as _

from wonback.clients.models import Client
from wonback.figures.models import Figure, figures_for
from wonback.figures.subjects import COMPANY, Subject
from wonback.team.models import Team, User
from wonback.team.policy import Right

# A longer list is no choice; a book is then opened from the address.
MOST_OFFERED = 100


@dataclass
class Seen:
    """A subject that somebody may see, with its name, and the figures laid beside it."""

    subject: Subject
    name: str
    url: str = ""
    figures: dict[str, list[Figure]] = field(default_factory=dict)
    # Who looks: a number may count more than its rows show them. Nobody: a program of ours.
    viewer: User | None = None

    @property
    def opens_all(self) -> bool:
        """Whether whoever looks may open everything that counts: of the company only an admin."""
        return self.subject != COMPANY or self.viewer is None or self.viewer.may(Right.ADMINISTER)

    def with_figures(self, metrics: list[str]) -> "Seen":
        figures_for([self], metrics)
        return self


def own_subject(user: User) -> Seen:
    """What a person looks at first: an admin the company, a lead their team, anyone else their own book."""
    return replace(_own(user), viewer=user)


def _own(user: User) -> Seen:
    if user.may(Right.ADMINISTER):
        return Seen(COMPANY, settings.COMPANY)
    if user.may(Right.LEAD) and user.team:
        return Seen(Subject("team", user.team.pk), user.team.name)
    return Seen(Subject("book", user.pk), _("Your book"))


def seen_by(user: User, subject: Subject | None) -> Seen | None:
    """The subject, if this person may see it: a client they may open, a book within their reach, their team, the company."""
    finders = {"client": _client, "book": _book, "team": _team, "company": _company}
    seen = finders[subject.kind](user, subject) if subject else None
    return replace(seen, viewer=user) if seen else None


def _client(user: User, subject: Subject) -> Seen | None:
    client = Client.objects.visible_to(user).filter(pk=subject.pk).first()
    return Seen(subject, client.name, client.get_absolute_url()) if client else None


def _book(user: User, subject: Subject) -> Seen | None:
    people = User.objects.colleagues_of(user) if user.may(Right.LEAD) else User.objects.filter(pk=user.pk)
    person = people.filter(pk=subject.pk).first()
    return Seen(subject, _("The book of %(name)s") % {"name": person.name}) if person else None


def _team(user: User, subject: Subject) -> Seen | None:
    own = subject.pk == user.team_id and user.may(Right.LEAD)
    team = Team.objects.filter(pk=subject.pk).first() if own or user.may(Right.ADMINISTER) else None
    return Seen(subject, team.name) if team else None


def _company(user: User, subject: Subject) -> Seen | None:
    return Seen(subject, settings.COMPANY) if subject == COMPANY and user.may(Right.LEAD) else None


def choices(user: User) -> list[Seen]:
    """Whose numbers a person may choose between: their own book; a lead also the team's, the people's and the company's."""
    if not user.may(Right.LEAD):
        return [own_subject(user)]
    teams = Team.objects.all() if user.may(Right.ADMINISTER) else Team.objects.filter(people=user)
    people = User.objects.colleagues_of(user).filter(is_active=True).order_by("name", "pk")
    return [
        Seen(COMPANY, settings.COMPANY),
        *(Seen(Subject("team", team.pk), team.name) for team in teams.order_by("name")),
        *(
            Seen(Subject("book", one.pk), _("The book of %(name)s") % {"name": one.name})
            for one in people[:MOST_OFFERED]
        ),
    ]
