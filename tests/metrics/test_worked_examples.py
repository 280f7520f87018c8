"""Every page of docs/numbers is recomputed from the rows printed on it."""

from pathlib import Path

import pytest

from tests.metrics.tables import answer, on_page
from wonback.metrics.register import METRICS

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def said_on_the_pages(settings):
    settings.MARGIN, settings.DISCOUNT = 0.4, 0.10


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_the_page_says_what_the_code_computes(metric):
    facts, results = on_page((ROOT / metric.doc).read_text())

    assert results, f"{metric.doc} has no worked example"
    for as_of, kind, pk, value, currency, n in results:
        row = answer(metric, facts, kind=kind, as_of=as_of, pk=pk)

        assert row == [row[0] | {"value": pytest.approx(value, rel=1e-5), "currency": currency, "n": n, "why_none": ""}]


def test_no_page_explains_a_number_that_is_gone():
    pages = {path.stem for path in (ROOT / "docs/numbers").glob("*.md")} - {"README"}

    assert pages == {metric.slug for metric in METRICS.values()}
