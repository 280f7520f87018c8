"""The MAP of pymc-marketing with flat priors, for `fit.py`; runs in an environment of its own."""

import numpy as np
import pandas as pd
from fit_peers import NAMES, measure, stored
from pymc_extras.prior import Prior
from pymc_marketing.clv import BetaGeoModel

base = stored()
table = pd.DataFrame(
    {
        "customer_id": np.arange(len(base["age"])),
        "frequency": base["frequency"],
        "recency": base["recency"],
        "T": base["age"],
    }
)


def fit():
    model = BetaGeoModel(model_config={name: Prior("HalfFlat") for name in NAMES})
    model.fit(table, method="map")
    found = model.fit_summary()
    return {"parameters": [float(found[name]) for name in NAMES]}


measure(fit)
