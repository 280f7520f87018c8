"""Simulated bases whose truth is known."""

import numpy as np


def buyers(clients, truth, *, k=1, variant="mbg", seed=1, ahead=0.0, weeks=(26, 79)):
    """Clients by the story of `purchases`: frequency, recency, age, sums of log gaps; and what follows `ahead`."""
    chance = np.random.default_rng(seed)
    r, alpha, a, b = truth
    rate, leave = chance.gamma(r, 1 / alpha, clients), chance.beta(a, b, clients)
    age = chance.integers(weeks[0] * 7, weeks[1] * 7, clients) / 7
    x, t_x, logs, later, now = (np.zeros(clients) for _ in range(5))
    there = np.arange(clients) if variant == "bg" else np.flatnonzero(chance.random(clients) > leave)
    while there.size:
        gaps = chance.gamma(k, 1 / rate[there])
        now[there] += gaps
        within = now[there] <= age[there]
        x[there[within]] += 1
        t_x[there[within]] = now[there[within]]
        logs[there[within]] += np.log(gaps[within])
        later[there[~within & (now[there] <= age[there] + ahead)]] += 1
        stays = (chance.random(there.size) > leave[there]) & (now[there] <= age[there] + ahead)
        there = there[stays]
    return [x, t_x, age, logs, later] if ahead else [x, t_x, age, logs]


def spenders(clients, truth, *, seed=2):
    """Numbers of purchases, and their mean amount."""
    chance = np.random.default_rng(seed)
    p, q, v = truth
    x = chance.integers(1, 9, clients).astype(float)
    return [x, chance.gamma(p * x, 1 / chance.gamma(q, 1 / v, clients)) / x]


def donors(clients, truth, *, occasions=6, seed=5):
    """Donors at set occasions: frequency, last occasion, occasions."""
    chance = np.random.default_rng(seed)
    alpha, beta, gamma, delta = truth
    buys, leaves = chance.beta(alpha, beta, clients), chance.beta(gamma, delta, clients)
    x, t_x, there = np.zeros(clients), np.zeros(clients), np.ones(clients, dtype=bool)
    for occasion in range(1, occasions + 1):
        there &= chance.random(clients) > leaves
        gives = there & (chance.random(clients) < buys)
        x += gives
        t_x[gives] = occasion
    return [x, t_x, np.full(clients, float(occasions))]


def cohort(clients, alpha, beta, c=1.0, *, renewals=6, seed=6):
    """How many of a cohort are under contract at the start and after each renewal; `c` as in the beta-discrete-Weibull."""
    chance = np.random.default_rng(seed)
    leaving = chance.beta(alpha, beta, clients)
    terms = (chance.exponential(size=clients) / -np.log1p(-leaving)) ** (1 / c)
    return np.array([(terms >= renewal).sum() for renewal in range(renewals + 1)], dtype=float)
