"""Simulated bases whose truth is known."""

import numpy as np
from scipy.special import expit


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


def log_spenders(clients, truth, *, seed=7):
    """Numbers of purchases, and the sums of ln(spend) and of its square."""
    chance = np.random.default_rng(seed)
    centre, among, within = truth
    n = chance.integers(1, 9, clients)
    own = chance.normal(centre, np.sqrt(among), clients)
    logs = chance.normal(own[:, None], np.sqrt(within), (clients, 8)) * (np.arange(8) < n[:, None])
    return [n.astype(float), logs.sum(axis=1), (logs**2).sum(axis=1)]


def renewals(clients, cohort, slope, *, renewed=4, seed=8):
    """The how-manieth renewal, whether it was made, and a complaint (0 or 1) that moves the logit of it by `slope`."""
    chance = np.random.default_rng(seed)
    nth = chance.integers(1, renewed + 1, clients).astype(float)
    complaint = (chance.random(clients) < 0.4).astype(float)
    usual = cohort.renewal_rate(nth)
    true = expit(np.log(usual / (1 - usual)) + slope * complaint)
    return [nth, (chance.random(clients) < true).astype(float), complaint]


def leavers(clients, rate, *, watched=20.0, seed=9):
    """How long each client has been seen, and whether they left: at a steady rate, and some are still here."""
    chance = np.random.default_rng(seed)
    stay, seen = chance.exponential(1 / rate, clients), chance.uniform(0, watched, clients)
    return [np.minimum(stay, seen), (stay <= seen).astype(float)]


def lost(rows, hazards, *, seed=10):
    """Four weeks each of lost clients: weeks since the loss, contacted, returned, and which of two reasons (0, 1)."""
    chance = np.random.default_rng(seed)
    weeks, contacted = 4.0 * chance.integers(0, 20, rows), (chance.random(rows) < 0.5).astype(float)
    reason = chance.integers(0, 2, rows)
    returned = (chance.random(rows) < np.array(hazards)[reason]).astype(float)
    return [weeks, contacted, returned, reason.astype(float)]
