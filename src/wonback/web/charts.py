"""Charts: one small specification, drawn on the server as SVG for both themes, with its rows beside it."""

import hashlib
import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal

import vl_convert
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from wonback.web.numerals import shortened

type Step = date | int | float | str
type Tone = Literal["accent", "grey", "clay"]
type Form = Literal["amount", "share"]

VEGA_LITE = "6.4"
WEEK = 7 * 24 * 3600
# Vega wants real colours; the picture gets the ones of the page, so that it follows light and dark by itself.
COLOURS = {"accent": "#00a001", "grey": "#00a002", "clay": "#00a003", "line": "#00a004", "ink": "#00a005"}
WIDTHS = {"wide": 720, "narrow": 320}


@dataclass(frozen=True, slots=True)
class Point:
    """One value at one step, with the band in which the truth may lie."""

    at: Step
    value: Decimal | float | None
    low: Decimal | float | None = None
    high: Decimal | float | None = None
    # What stands beside the value in the table, and behind a bar that lies.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    points: Sequence[Point]
    tone: Tone = "accent"
    mark: Literal["line", "area", "bar", "step", "point"] = "line"
    dashed: bool = False
    # Its name stands where it begins, because others end where it ends.
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and its rows. `says` is the sentence a reader takes home; `unit` stands at the values.

    `steps` names what runs from left to right; `form` and `across` say which of the two are shares.
    """

    title: str
    says: str
    unit: str
    series: Sequence[Series]
    steps: str = ""
    height: int = 220
    # The page that explains it.
    href: str = ""
    form: Form = "amount"
    across: Form = "amount"
    spans: list[Step] = field(init=False, default_factory=list)
    pictures: dict[str, SafeString] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.spans.extend(dict.fromkeys(point.at for series in self.series for point in series.points))

    @property
    def wide(self) -> SafeString:
        return self.picture("wide")

    @property
    def narrow(self) -> SafeString:
        return self.picture("narrow")

    def picture(self, width: str) -> SafeString:
        if not self.pictures:
            draw_together([self])
        return self.pictures[width]

    @property
    def has_points(self) -> bool:
        return any(point.value is not None for series in self.series for point in series.points)

    def rows(self) -> list[tuple[Step, list[Point | None]]]:
        """The table beside the picture: one line a step, one column a series."""
        columns = [{point.at: point for point in series.points} for series in self.series]
        return [(step, [column.get(step) for column in columns]) for step in self.spans]


def specification(chart: Chart, *, width: int) -> dict[str, Any]:
    """The chart in Vega-Lite's words."""
    lying = isinstance(chart.spans[0], str) if chart.spans else False
    layers = [
        part
        for series in chart.series
        for part in (lying_layers(series, width) if lying else standing_layers(chart, series, width))
    ]
    height = {"step": 28} if lying else chart.height
    frame = {"width": width, "height": height, "autosize": {"type": "fit-x", "contains": "padding"}, "padding": 4}
    return frame | {"layer": layers, "config": style(), "background": None}


def standing_layers(chart: Chart, series: Series, width: int) -> list[dict[str, Any]]:
    """A line, area or bars over time, its band behind it, its name at its end."""
    at = axis_across(chart)
    value: dict[str, Any] = {"field": "value", "type": "quantitative", "title": None}
    value["axis"] = {"format": FORMATS[chart.form], "tickCount": 4, "labelExpr": ZERO}
    value["scale"] = {"zero": chart.form == "share" or series.mark != "line", "nice": True}
    shape = partial(layer, records(series), {"x": at, "y": value})
    marks = MARKS[series.mark] | {"color": COLOURS[series.tone]} | ({"strokeDash": [4, 4]} if series.dashed else {})
    if series.mark == "bar":
        marks["width"] = max(2, round(0.6 * width / len(chart.spans)))
    layers = [shape(marks), label_at_the_end(chart, series, at)]
    return [band(shape, series, value), *layers] if any(point.low is not None for point in series.points) else layers


def axis_across(chart: Chart) -> dict[str, Any]:
    """From left to right: days, or numbers, which need their name."""
    if isinstance(chart.spans[0], date):
        return {"field": "at", "type": "temporal", "title": None, "axis": MONTHS}
    axis = {"format": "%" if chart.across == "share" else "~r", "tickCount": 6}
    return {"field": "at", "type": "quantitative", "title": chart.steps or None, "axis": axis}


def band(shape: Callable[..., dict[str, Any]], series: Series, value: dict[str, Any]) -> dict[str, Any]:
    """Where the truth may lie: an area about a line, a rule through a point."""
    edges = {"y": value | {"field": "low"}, "y2": {"field": "high"}}
    if series.mark == "point":
        return shape({"type": "rule", "color": COLOURS[series.tone], "opacity": 0.4, "strokeWidth": 2}, edges)
    steps = {"interpolate": "step-after"} if series.mark == "step" else {}
    return shape({"type": "area", "color": COLOURS[series.tone], "opacity": 0.15} | steps, edges)


def lying_layers(series: Series, width: int) -> list[dict[str, Any]]:
    """Bars that lie, their names in full at the left and their values at their ends."""
    name = {
        "field": "at",
        "type": "nominal",
        "title": None,
        "sort": None,
        "axis": {"labelLimit": width // 2, "domain": False, "ticks": False},
    }
    largest = max((float(point.value) for point in series.points if point.value is not None), default=1.0)
    # Room for what stands behind the longest bar; the names may take half of the width.
    room = 1 / (1 - (90 if any(point.note for point in series.points) else 45) / (0.5 * width))
    value = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, largest * room or 1]}}
    shape = partial(layer, records(series), {"y": name, "x": value})
    bar = shape({"type": "bar", "color": COLOURS[series.tone], "cornerRadiusEnd": 3, "height": 16})
    words = shape({"type": "text", "align": "left", "dx": 6, "color": COLOURS["ink"]}, {"text": {"field": "shown"}})
    return [bar, words]


def label_at_the_end(chart: Chart, series: Series, at: dict[str, Any]) -> dict[str, Any]:
    """Its name instead of a legend: above the end of the first series, below that of others; points where they begin."""
    known = [record for record in records(series) if record["value"] is not None]
    if series.mark == "point":
        place, where = known[:1], {"align": "left", "dx": 10, "dy": 0}
    elif series.begins:
        place, where = known[:1], {"align": "left", "dx": 4, "dy": -30}
    else:
        place, where = known[-1:], {"align": "right", "dy": -12 if series is chart.series[0] else 14}
    mark = {"type": "text", "baseline": "middle", "fontWeight": 600, "color": COLOURS[series.tone]} | where
    value = {"field": "value", "type": "quantitative"}
    return layer(place, {"x": at, "y": value, "text": {"value": series.name}}, mark)


def layer(
    values: list[dict[str, Any]], encoding: dict[str, Any], mark: dict[str, Any], more: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding | (more or {})}


def records(series: Series) -> list[dict[str, Any]]:
    return [
        {
            "at": point.at.isoformat() if isinstance(point.at, date) else point.at,
            "value": number(point.value),
            "low": number(point.low),
            "high": number(point.high),
            "shown": ""
            if point.value is None
            else " · ".join(filter(None, (shortened(rounded(point.value)), point.note))),
        }
        for point in series.points
    ]


def number(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)


def rounded(value: Decimal | float) -> Decimal:
    return Decimal(str(round(float(value), 2)))


# Two years have two Novembers; a zero needs no letter.
MONTHS = {"format": "%b %Y", "tickCount": 6, "labelOverlap": True}
ZERO = "datum.value == 0 ? '0' : datum.label"
FORMATS: dict[Form, str] = {"amount": "~s", "share": "~%"}
LINE = {"type": "line", "strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"}
MARKS: dict[str, dict[str, Any]] = {
    "line": LINE,
    "step": LINE | {"interpolate": "step-after"},
    "point": {"type": "circle", "size": 64, "opacity": 1},
    "area": {"type": "area", "opacity": 0.15, "line": {"strokeWidth": 2}},
    "bar": {"type": "bar", "cornerRadiusEnd": 2, "opacity": 0.8},
}


def style() -> dict[str, Any]:
    """Ink and hairlines; nothing that is not data draws the eye."""
    axis = {
        "labelColor": COLOURS["ink"],
        "gridColor": COLOURS["line"],
        "domainColor": COLOURS["line"],
        "tickColor": COLOURS["line"],
    }
    quiet = {"labelFontSize": 12, "labelPadding": 6, "tickSize": 4}
    return {
        # What texts are measured with; the page sets them in its own face, which is as wide.
        "font": "sans-serif",
        "view": {"stroke": None},
        "text": {"fontSize": 12},
        "axis": axis | quiet,
        "axisX": {
            "grid": False,
            "titleColor": COLOURS["ink"],
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titlePadding": 8,
        },
        "axisY": {"domain": False, "ticks": False},
    }


def draw_together(charts: Sequence[Chart]) -> None:
    """Lay the pictures into these charts. Each is drawn once and kept for a week; one look finds all that are kept."""
    wanted = {(chart.title, name): (chart, words(chart, width)) for chart in charts for name, width in WIDTHS.items()}
    keys = {text: key_of(text) for _chart, text in wanted.values()}
    kept = cache.get_many(keys.values())
    fresh = {key: draw(text) for text, key in keys.items() if key not in kept}
    if fresh:
        cache.set_many(fresh, WEEK)
    for (_title, name), (chart, text) in wanted.items():
        svg = str((kept | fresh)[keys[text]])
        chart.pictures[name] = mark_safe(svg)  # noqa: S308  # Vega escapes every text it writes; a test tries to break out


def words(chart: Chart, width: int) -> str:
    return json.dumps(specification(chart, width=width), sort_keys=True)


def key_of(text: str) -> str:
    return f"chart-{VEGA_LITE}-{hashlib.sha256(text.encode()).hexdigest()[:40]}"


def draw(spec: str) -> str:
    svg = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    for name, colour in COLOURS.items():
        svg = svg.replace(colour, f"var(--chart-{name})")
    return re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg)


# Beside the page a picture has no style sheet: the colours of its light theme, as they look on paper.
ON_PAPER = {"accent": "#1a6b4f", "grey": "#72716c", "clay": "#a8482b", "line": "#e5e3de", "ink": "#4a4c52"}


def alone(chart: Chart) -> str:
    """The picture as a file of its own, for print and mail: with its title, what it says, and colours of paper."""
    described = f"<title>{html.escape(chart.title)}</title><desc>{html.escape(chart.says)}</desc>"
    svg = vl_convert.vegalite_to_svg(on_paper(chart), vl_version=VEGA_LITE, allowed_base_urls=[])
    return re.sub(r"(<svg[^>]*>)", lambda start: start[1] + described, svg, count=1)


def png(chart: Chart, *, scale: float = 2) -> bytes:
    """The same as pixels, for a mail or a slide."""
    return vl_convert.vegalite_to_png(on_paper(chart), vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[])


def on_paper(chart: Chart) -> str:
    """The chart in Vega-Lite's words with its title above it, on white."""
    heads = {"text": chart.title, "subtitle": chart.says, "anchor": "start", "offset": 12, "color": COLOURS["ink"]}
    heads |= {"fontSize": 15, "subtitleFontSize": 12, "subtitleColor": COLOURS["ink"]}
    text = json.dumps(
        specification(chart, width=WIDTHS["wide"]) | {"title": heads, "background": "#ffffff", "padding": 16}
    )
    for name, colour in COLOURS.items():
        text = text.replace(colour, ON_PAPER[name])
    return text
