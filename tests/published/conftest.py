"""The small data sets behind the published tables. See `data/SOURCE.txt`."""

import csv
import gzip
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

DATA = Path(__file__).parent / "data"
CALIBRATION_ENDS = date(1997, 9, 30)


def read(name):
    """A CSV file as columns; numbers where they are numbers."""
    opener = gzip.open if name.endswith(".gz") else open
    with opener(DATA / name, "rt") as lines:
        rows = list(csv.reader(lines))
    return {heading: as_numbers(cells) for heading, *cells in zip(*rows, strict=True)}


def as_numbers(cells):
    try:
        return np.array(cells, dtype=float)
    except ValueError:
        return np.array(cells)


def as_day(text):
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


@pytest.fixture(scope="session")
def cdnow_sample():
    """2,357 clients at 1997-09-30 in weeks, and how often each bought in the 39 weeks after."""
    days, dollars = {}, {}
    log = read("cdnow_sample_log.csv.gz")
    for client, day, amount in zip(log["client"], log["day"], log["dollars"], strict=True):
        bought = as_day(f"{day:.0f}")
        days.setdefault(client, set()).add(bought)
        dollars[client, bought] = dollars.get((client, bought), 0.0) + amount
    return summary(days, dollars)


def summary(days, dollars):
    before = [sorted(day for day in bought if day <= CALIBRATION_ENDS) for bought in days.values()]
    spend = [
        np.mean([dollars[client, day] for day in bought[1:]] or [0.0])
        for client, bought in zip(days, before, strict=True)
    ]
    return SimpleNamespace(
        frequency=np.array([len(bought) - 1 for bought in before]),
        recency=np.array([(bought[-1] - bought[0]).days / 7 for bought in before]),
        age=np.array([(CALIBRATION_ENDS - bought[0]).days / 7 for bought in before]),
        average_spend=np.array(spend),
        later=np.array([sum(day > CALIBRATION_ENDS for day in bought) for bought in days.values()]),
    )


def collapsed(name):
    table = read(name)
    return {
        "frequency": table["frequency"],
        "recency": table["recency_days"] / 7,
        "age": table["age_days"] / 7,
        "gap_logs": table["gap_logs_weeks"] / table["clients"],
        "weights": table["clients"],
    }


@pytest.fixture(scope="session")
def cdnow():
    """All 23,570 clients at 1997-09-30 in weeks, collapsed."""
    return collapsed("cdnow_full_weeks.csv.gz")


@pytest.fixture(scope="session")
def online_retail():
    """2,960 buyers, many of them wholesalers, at 2011-06-30 in weeks, collapsed."""
    return collapsed("online_retail_weeks.csv.gz")


@pytest.fixture(scope="session")
def bought_in_13_weeks():
    """What share of the clients in each row of `online_retail` bought within 13 weeks."""
    table = read("online_retail_weeks.csv.gz")
    return table["returned_13_weeks"] / table["clients"]


@pytest.fixture(scope="session")
def table():
    """Read one of the small tables by its name."""
    return read
