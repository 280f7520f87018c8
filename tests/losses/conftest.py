"""A client of Rosa's who has gone silent, and nobody has decided yet whether they left."""

from datetime import timedelta
from decimal import Decimal

import pytest

from wonback.losses.models import Proposal


@pytest.fixture
def silence(contoso, today):
    return Proposal.objects.create(
        client=contoso,
        silent_since=today - timedelta(days=90),
        silent_days=90,
        rhythm_days=21.4,
        purchases=31,
        worth=Decimal(12_000),
        currency="EUR",
        as_of=today,
    )
