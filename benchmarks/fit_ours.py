"""Our fit, for `fit.py`."""

from fit_peers import NAMES, measure, stored

from wonback.stats import purchases

base = stored()


def fit():
    fitted = purchases.fit(base["frequency"], base["recency"], base["age"], variant="bg")
    return {
        "parameters": list(fitted.parameters.values())[:4],
        "errors": [fitted.standard_errors[one] for one in NAMES],
    }


measure(fit)
