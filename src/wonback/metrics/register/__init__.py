"""The register of all numbers. Importing this package fills `METRICS`."""

from wonback.metrics.definition import METRICS, Metric
from wonback.metrics.register import contact, losses, outlook, renewal, retention, returns, rhythm, risk, value

__all__ = [
    "METRICS",
    "Metric",
    "contact",
    "losses",
    "outlook",
    "renewal",
    "retention",
    "returns",
    "rhythm",
    "risk",
    "value",
]
