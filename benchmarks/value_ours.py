"""Our value of every client with its band, for `value.py`."""

from fit_peers import measure, stored

from wonback.stats import purchases, spend, value

YEAR = 12 * 4.345
data = stored()
clients = data["frequency"], data["recency"], data["age"]
base = purchases.fit(*clients, variant="bg")
spending = spend.fit(data["frequency"], data["spend"])


def worth():
    outlook = spending.outlook(data["frequency"], data["spend"])
    outing = value.Outing(horizon=YEAR, year=YEAR, discount=1.01**12 - 1)
    told = value.ahead(base, clients, outlook, outing=outing)
    return {"total": float(told.value.sum())}


measure(worth)
