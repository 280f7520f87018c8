"""The value of every client by lifetimes, for `value.py`; runs in an environment of its own."""

import pandas as pd
from fit_peers import measure, stored
from lifetimes import BetaGeoFitter, GammaGammaFitter

table = pd.DataFrame(stored())
again = table[table.frequency > 0]
base, spending = BetaGeoFitter(), GammaGammaFitter()
base.fit(table.frequency, table.recency, table.age)
spending.fit(again.frequency, again.spend)


def worth():
    clients = table.frequency, table.recency, table.age, table.spend
    told = spending.customer_lifetime_value(base, *clients, time=12, discount_rate=0.01, freq="W")
    return {"total": float(told.sum())}


measure(worth)
