"""Spend per purchase, against the figures of the gamma-gamma note.

Source: Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value"; CLVTools `test_correctness_gg.R` (A9).
"""

import pytest

from wonback.stats import spend

FIRST_TEN = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]


@pytest.fixture(scope="module")
def fitted(cdnow_sample):
    again = cdnow_sample.frequency > 0
    assert again.sum() == 946
    return spend.fit(cdnow_sample.frequency[again], cdnow_sample.average_spend[again])


def test_a9_finds_the_published_parameters(fitted):
    assert [fitted.p, fitted.q, fitted.v] == pytest.approx([6.2488, 3.7446, 15.4477], abs=1e-2)
    assert fitted.log_likelihood == pytest.approx(-4055.9232, abs=1e-2)


def test_a9_expects_of_ten_clients_what_the_note_expects(fitted, cdnow_sample):
    expected = fitted.mean(cdnow_sample.frequency[:10], cdnow_sample.average_spend[:10])

    assert expected == pytest.approx(FIRST_TEN, abs=0.1)
