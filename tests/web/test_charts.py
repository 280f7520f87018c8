"""Charts: one picture for both themes, its rows beside it."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from wonback.web.charts import COLOURS, Chart, Point, Series, specification

MONTHS = [date(2026, month, 1) for month in (9, 10, 11)]


@pytest.fixture
def kept():
    """Two series; one has a band and a month about which nothing is known."""
    ours = [
        Point(MONTHS[0], Decimal(90), Decimal(85), Decimal(95)),
        Point(MONTHS[1], None),
        Point(MONTHS[2], 92, 88, 96),
    ]
    trade = [Point(month, 86) for month in MONTHS]
    return Chart("Kept revenue", "Rising.", "%", [Series("Ours", ours), Series("Trade", trade, "grey")], "Month")


@pytest.fixture
def reasons():
    return Chart(
        "Reasons",
        "Delivery.",
        "EUR",
        [Series("Worth", [Point("Lieferzeiten <b>&", 420_000), Point("Price", 7)])],
        "Reason",
    )


class TestChart:
    def test_takes_its_colours_from_the_page(self, kept):
        assert "var(--chart-accent)" in kept.wide
        assert not any(colour in kept.wide for colour in COLOURS.values())

    def test_holds_nothing_a_strict_browser_refuses(self, kept):
        assert " style=" not in kept.wide
        assert "<style" not in kept.wide
        assert "<script" not in kept.wide

    def test_names_its_lines_where_they_end(self, kept):
        assert ">Ours</text>" in kept.wide
        assert ">Trade</text>" in kept.wide

    def test_draws_the_band_only_where_there_is_one(self, kept):
        layers = specification(kept, width=720)["layer"]

        assert [layer["mark"]["type"] for layer in layers] == ["area", "line", "text", "line", "text"]

    def test_lets_no_name_break_out_of_the_picture(self, reasons):
        assert "<b>" not in reasons.wide
        assert "&lt;b" in reasons.wide

    def test_shows_amounts_at_the_ends_of_lying_bars(self, reasons):
        assert ">420k</text>" in reasons.wide

    def test_is_drawn_once(self, kept, monkeypatch):
        first = kept.wide
        monkeypatch.setattr("wonback.web.charts.draw", lambda spec: pytest.fail("drawn again"))

        assert kept.wide == first

    def test_is_drawn_anew_for_other_numbers(self, kept, reasons):
        assert kept.wide != reasons.wide

    def test_lists_a_row_for_every_step(self, kept):
        assert [(step, [point.value for point in points]) for step, points in kept.rows()] == [
            (MONTHS[0], [90, 86]),
            (MONTHS[1], [None, 86]),
            (MONTHS[2], [92, 86]),
        ]


class TestFrame:
    def test_says_in_a_sentence_what_the_picture_shows(self, kept):
        assert 'aria-label="Kept revenue. Rising."' in render_to_string("components/chart.html", {"chart": kept})

    def test_calls_the_unknown_unknown(self, kept):
        assert ">unknown</span>" in render_to_string("components/chart.html", {"chart": kept})

    def test_of_nothing_says_so_instead_of_drawing_an_empty_box(self):
        html = render_to_string("components/chart.html", {"chart": Chart("Kept", "", "", [Series("Ours", [])])})

        assert "there is nothing to draw yet" in html
        assert "<svg" not in html
