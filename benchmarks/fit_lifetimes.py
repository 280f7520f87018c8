"""The fit of lifetimes, for `fit.py`; runs in an environment of its own."""

from fit_peers import NAMES, measure, stored
from lifetimes import BetaGeoFitter

base = stored()


def fit():
    fitter = BetaGeoFitter()
    fitter.fit(base["frequency"], base["recency"], base["age"])
    return {"parameters": [float(fitter.params_[name]) for name in NAMES]}


measure(fit)
