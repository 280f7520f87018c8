"""Renewals, against the figures of Fader & Hardie.

Sources: Fader & Hardie (2007), J. Interactive Marketing 21(1), for both cohorts; Fader et al. (2018), Marketing Science 37,
by way of the README of `retenmod`, for the beta-discrete-Weibull; the rest is arithmetic on them (A14, A15).
"""

import pytest
from scipy.special import hyp2f1

from wonback.stats import contracts

HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta"),
    [(HIGH_END, 0.6681, 3.8061), (REGULAR, 0.7041, 1.1820), ([1000, 631, 468, 382, 326], 0.7637, 1.2958)],
)
def test_a14_finds_the_published_parameters(survivors, alpha, beta):
    fitted = contracts.fit(survivors)

    assert [fitted.alpha, fitted.beta] == pytest.approx([alpha, beta], abs=1e-3)


def test_a14_finds_the_published_likelihoods():
    assert contracts.fit(HIGH_END).log_likelihood / 100 == pytest.approx(-1.611, abs=1e-3)
    assert contracts.fit([1000, 631, 468, 382, 326]).log_likelihood == pytest.approx(-1401.56, abs=1e-2)


def test_a14_finds_the_published_ageing_of_the_high_end():
    fitted = contracts.fit_bdw(HIGH_END[:5])

    assert [fitted.alpha, fitted.beta, fitted.c] == pytest.approx([0.2593, 1.7226, 1.5844], abs=1e-3)
    assert fitted.survival(12) == pytest.approx(0.389, abs=1e-3)


@pytest.mark.parametrize(
    ("survivors", "year_12", "eighth", "lifetime"),
    [(HIGH_END, 0.378, 0.9418, 5.9223), (REGULAR, 0.170, 0.9208, 3.6949)],
)
def test_a15_projects_what_the_paper_projects(survivors, year_12, eighth, lifetime):
    fitted = contracts.fit(survivors)

    assert fitted.survival(12) == pytest.approx(year_12, abs=1e-3)
    assert fitted.renewal_rate(8) == pytest.approx(eighth, abs=1e-3)
    assert fitted.discounted_lifetime(0.10) == pytest.approx(lifetime, abs=1e-3)


@pytest.mark.parametrize("survivors", [HIGH_END, REGULAR, [1000, 631, 468, 382, 326]])
@pytest.mark.parametrize("discount", [0.05, 0.10, 0.25])
def test_discounts_as_the_closed_form_does(survivors, discount):
    """DEL and DERL of Fader & Hardie (2010), Marketing Science 29(1): of a new client, and of one just before the n-th renewal."""
    fitted, worth = contracts.fit(survivors), 1 / (1 + discount)
    alpha, beta = fitted.alpha, fitted.beta

    assert fitted.discounted_lifetime(discount) == pytest.approx(hyp2f1(1, beta, alpha + beta, worth), rel=1e-9)
    for n in (1, 2, 5):
        before = fitted.renewal_rate(n) * fitted.discounted_lifetime(discount, renewed=n)
        rate = (beta + n - 1) / (alpha + beta + n - 1)
        assert before == pytest.approx(rate * hyp2f1(1, beta + n, alpha + beta + n, worth), rel=1e-9)
