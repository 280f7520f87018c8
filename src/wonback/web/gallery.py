"""Made-up lines for the design page: short and very long names, nothing and much, little and very much money."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from wonback.web.charts import Chart, Point, Series


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to show the rail to, without a database."""

    name: str = "Rosa Lind"
    initials: str = "RL"
    email: str = "rosa@northbeam.example"
    is_authenticated: bool = True

    def may(self, right: str) -> bool:
        return True


class Sample(forms.Form):
    name = forms.CharField(label="What they call it", help_text="As the client would say it.")
    worth = forms.DecimalField(
        label="Worth a year", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    on = forms.DateField(label="Since", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("client", "A whole client"), ("part", "A part of one"), ("deal", "A deal")]
    )
    voice = forms.ChoiceField(
        label="Who says so",
        choices=[("rep", "Our rep"), ("client", "The client")],
        widget=forms.RadioSelect,
        initial="client",
    )
    words = forms.CharField(label="In their words", widget=forms.Textarea, required=False)
    ours = forms.BooleanField(label="We could have prevented it", required=False)


def everything(*, today: date) -> dict[str, Any]:
    return {
        "user": Guest(),
        "today": today,
        "rows": rows(),
        "form": Sample(initial={"on": today, "worth": "84320"}),
        "wrong": Sample({"name": "", "kind": "client", "voice": "rep", "worth": "1.234,56 €"}),
        "entries": entries(today),
        "duties": duties(today),
        "rungs": [
            ("A trial month in one depot", 18, "taken"),
            ("Spare parts only", 55, ""),
            ("Everything they had", 100, ""),
        ],
        "amounts": [Decimal(7), Decimal(84320), Decimal(123456789), None],
        "rings": [(None, 20, 30), (0, 20, 30), (12, 20, 30), (24, 20, 30), (61, 20, 30), (365, 20, 30), (1250, 20, 30)],
        "charts": charts(today),
    }


def rows() -> list[dict[str, Any]]:
    long = "Bundesverband der Donaudampfschifffahrtselektrizitätenhauptbetriebswerke GmbH & Co. KG"
    return [
        {
            "name": "Harlow Foods",
            "days": 61,
            "why": "You have not spoken for 61 days. They buy every 20.",
            "worth": Decimal(84320),
            "minutes": 10,
        },
        {
            "name": "Berrick & Sons",
            "days": 22,
            "why": "Promised: price list by today.",
            "worth": Decimal(31000),
            "minutes": 5,
        },
        {
            "name": "Tarn Logistics",
            "days": 4,
            "why": "A door opened: the scheduling module they missed is out.",
            "worth": Decimal(120000),
            "minutes": 15,
        },
        {
            "name": long,
            "days": 1250,
            "why": "Die Rechnungsprüfung dauerte viel zu lange; seitdem kein Gespräch mehr mit der Einkaufsleitung.",
            "worth": Decimal(123456789),
            "minutes": 45,
        },
        {"name": "Ågot", "days": None, "why": "Unknown: no purchases on file.", "worth": None, "minutes": 5},
    ]


def entries(today: date) -> list[dict[str, Any]]:
    return [
        {
            "kind": "touch",
            "icon": "phone",
            "text": "Rosa called Marta Weiß. Nothing gripes; they saw Kestrel at the fair.",
            "by": "Rosa Lind",
            "at": today,
            "more": "Asked for the new price list.",
        },
        {"kind": "money", "icon": "", "text": "Bought for 4 180 EUR.", "at": today - timedelta(days=9)},
        {
            "kind": "promise",
            "icon": "handshake",
            "text": "We promised the price list by Friday.",
            "by": "Rosa Lind",
            "at": today - timedelta(days=12),
        },
        {
            "kind": "won",
            "icon": "repeat",
            "text": "They came back. A second life began.",
            "by": "Ada Vogt",
            "at": today - timedelta(days=200),
        },
        {
            "kind": "loss",
            "icon": "unlink",
            "text": "They left: two late deliveries in the harvest.",
            "at": today - timedelta(days=420),
        },
    ]


def duties(today: date) -> list[dict[str, Any]]:
    return [
        {"text": "Own the loss in writing.", "done": True, "on": today - timedelta(days=20)},
        {"text": "Ask the client why they left.", "done": True, "on": today - timedelta(days=12)},
        {
            "text": "Finish the changes you named.",
            "current": True,
            "note": "Second driver for the harvest weeks: due in 6 days, Jonas Brandt.",
        },
        {
            "text": "Have delivery confirm they are ready.",
            "waiting": True,
            "note": "Asked yesterday. Theirs to answer.",
        },
        {"text": "Write the pitch."},
    ]


def charts(today: date) -> list[Chart]:
    """A line with its band, bars over time, and bars that lie."""
    months = [
        date(today.year + (today.month - 1 - back) // 12, (today.month - 1 - back) % 12 + 1, 1)
        for back in reversed(range(18))
    ]
    kept = [
        Point(on, 88 + step % 5 + step / 4, 85 + step % 5 + step / 4, 92 + step % 5 + step / 5)
        for step, on in enumerate(months)
    ]
    plain = [Point(on, 80 + step / 3) for step, on in enumerate(months)]
    lost = [Point(on, (step * 7) % 5 + 1) for step, on in enumerate(months)]
    reasons = [
        ("Lieferzeiten in der Erntezeit", 420_000),
        ("Price", 120_000),
        ("Main contact left", 64_000),
        ("No decision", 7),
    ]
    return [
        Chart(
            "Kept of last year's revenue",
            "Rising since spring; the trade keeps 86.",
            "%",
            [Series("Ours", kept), Series("Trade", plain, "grey")],
            "Month",
        ),
        Chart("Clients lost a month", "No more than usual.", "", [Series("Lost", lost, "grey", "bar")], "Month"),
        Chart(
            "Former spend, by confirmed reason",
            "Delivery is most of it.",
            "EUR a year",
            [Series("Worth", [Point(*reason) for reason in reasons])],
            "Reason",
        ),
    ]
