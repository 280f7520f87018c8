"""Numbers about a client, a book or the company get onto a page as figures; pictures also leave it."""

import re
from pathlib import Path

import pytest

from wonback.web.charts import COLOURS, ON_PAPER, Chart, Point, Series, alone, png

SOURCE = Path(__file__).parents[2] / "src/wonback"
# What shows numbers because that is its work.
PLACES = ("figures/", "metrics/", "web/")
PRINTED = re.compile(r"{%\s*(?:money|share|quantity)\s+([\w.]+)")
# What somebody wrote down is a fact and needs no explanation: amounts of losses, contracts and offers, rows of files, what
# other systems say, what a lead lets a sign count for, and the terms of a scheme.
WRITTEN_DOWN = {
    "loss.worth",
    "line.loss.worth",
    "line.plan.loss.worth",
    "given.loss.worth",
    "interview.loss.worth",
    "ladder.former",
    "line.offer.worth",
    "line.offer.discount",
    "line.offer.extra",
    "talk.loss.worth",
    "door.loss.worth",
    "proposal.worth",
    "contract.amount_per_year",
    "it.contract.amount_per_year",
    "it.follows.amount_per_year",
    "one.renewal.contract.amount_per_year",
    "wanted.worth",
    "deal.amount",
    "it.deal.amount",
    "one.deal.amount",
    "row.amount_blocked",
    "reading.value",
    "row.weight",
    "scheme.retained_rate",
    "scheme.renewed_rate",
    "scheme.recovered_rate",
    "scheme.referred_rate",
    "scheme.return_share",
}
# Sums that open, or stand above, the list of what they add up; what was bought, by year and by life, above the purchases;
# shares of counts beside them; and what the pages of a campaign, of a renewal, of a pair, of the back-test and of pay explain themselves.
OPENED = {
    "advocacy/helped.html": {"money"},
    "advocacy/referrals.html": {"money"},
    "duplicates/pairs.html": {"pair.score"},
    "duplicates/people.html": {"pair.score"},
    "renewals/renewal.html": {"it.chance", "it.chance_high", "it.chance_low"},
    "care/back_test.html": {"one.warned.lift", "one.warned.ranking"},
    "care/rate.html": {"rate.value", "rate.low", "rate.high"},
    "desk/book.html": {"sum"},
    "desk/client.html": {"money", "year.amount"},
    "desk/insights.html": {"money", "step.share"},
    "desk/recoverable.html": {"money"},
    "rewards/scheme.html": {"amount", "row.today", "row.total"},
    "rewards/statement.html": {"line.credit.amount", "line.credit.base", "line.credit.rate", "line.credit.was", "sum"},
    "winback/board.html": {"one"},
    "winback/campaign.html": {"arms.rate", "arms.rate_alone", "campaign.rate_alone", "campaign.waiting"},
    "winback/changes.html": {"row.amount"},
    "winback/deal_round.html": {"seat.worth"},
    "winback/doors.html": {"row.amount"},
}


def templates():
    for path in sorted(SOURCE.rglob("*/templates/**/*.html")):
        name = path.relative_to(SOURCE).as_posix()
        if not name.startswith(PLACES):
            yield re.sub(r"^\w+/templates/", "", name), path.read_text()


def unexplained(name, html):
    """Numbers printed outside of a link to their explanation."""
    without_figures = re.sub(r'<a class="figure".*?</a>', "", html, flags=re.DOTALL)
    # The words of a link may stand in a part of their own.
    without_figures = re.sub(
        r"{% partialdef a_year %}.*?{% endpartialdef(?: a_year)? %}", "", without_figures, flags=re.DOTALL
    )
    return set(PRINTED.findall(without_figures)) - WRITTEN_DOWN - OPENED.get(name, set())


class TestTemplates:
    def test_print_computed_numbers_as_figures_only(self):
        found = {name: odd for name, html in templates() if (odd := unexplained(name, html))}

        assert found == {}, "Print these with {% figure %}, or link them to their explanation"

    def test_are_caught_when_they_do_not(self):
        assert unexplained("desk/x.html", '<p>{% money client.value "EUR" %}</p>') == {"client.value"}
        assert unexplained("desk/x.html", '<a class="figure" href="/">{% money client.value "EUR" %}</a>') == set()


@pytest.fixture
def tenths():
    points = [Point(0.1, 0.12, 0.05, 0.2, note="n 40"), Point(0.9, 0.85, 0.8, 0.9, note="n 60")]
    ends = [Point(0.0, 0.0), Point(1.0, 1.0)]
    series = [
        Series("What happened", points, mark="point"),
        Series("As we said", ends, "grey", dashed=True, begins=True),
    ]
    return Chart("Were we <right>?", "Off by 3 points.", "", series, "Chance", form="share", across="share")


class TestPicturesThatLeaveThePage:
    def test_bring_their_title_and_colours(self, tenths):
        svg = alone(tenths)

        assert "<title>Were we &lt;right&gt;?</title><desc>Off by 3 points.</desc>" in svg
        assert ON_PAPER["accent"] in svg
        assert "var(--" not in svg
        assert not any(colour in svg for colour in COLOURS.values())

    def test_become_pixels(self, tenths):
        assert png(tenths).startswith(b"\x89PNG\r\n")

    def test_show_shares_as_percent(self, tenths):
        assert ">80%</text>" in alone(tenths)
        assert "stroke-dasharray" in alone(tenths)
