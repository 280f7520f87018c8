"""Stripe: lists that go on after the last record; it tells of no changes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from wonback.connectors.fields import Take
from wonback.connectors.paging import Ask, after_last, in_seconds
from wonback.connectors.sources.shape import FIELDS, Back, Kind, Since, Source

STRIPE_AFTER = after_last("starting_after", more="has_more", rows="data")
# A charge can be refunded or disputed long after it was made, and is asked for again as long.
STRIPE_LOOKS_BACK = timedelta(days=120)


def stripe(name: str, *, by_day: bool) -> Callable[[Since, tuple[str, ...]], Ask]:
    """Stripe tells nothing of changes: customers are read whole, charges from some months back on."""

    def ask(since: Since, optional: tuple[str, ...]) -> Ask:
        if not (since and by_day):
            return Ask(f"/v1/{name}", {"limit": "100"})
        back = datetime.fromisoformat(since) - STRIPE_LOOKS_BACK
        return Ask(f"/v1/{name}", {"limit": "100", "created[gte]": in_seconds(back.isoformat())})

    return ask


STRIPE = Source(
    "stripe",
    "Stripe",
    ("api.stripe.com",),
    "Authorization",
    "Bearer {}",
    Ask("/v1/customers", {"limit": "1"}),
    (
        Kind(
            "customers", "stripe-customers", stripe("customers", by_day=False), "data", STRIPE_AFTER, "created",
            {
                "id": Take("id"), "Name": Take("name"), "Description": Take("description"), "Email": Take("email"),
                "Delinquent": Take("delinquent"), "Created (UTC)": Take("created", by="moment"),
            },
        ),
        Kind(
            "charges", "stripe-payments", stripe("charges", by_day=True), "data", STRIPE_AFTER, "created",
            {
                "id": Take("id"), "Amount": Take("amount", by="minor"), "Amount Refunded": Take("amount_refunded", by="minor"),
                "Currency": Take("currency", by="upper"), "Status": Take("status"), "Created (UTC)": Take("created", by="moment"),
                "Customer ID": Take("customer"), "Customer Email": Take("billing_details.email|receipt_email"), "Description": Take("description"),
            },
        ),
    ),
    {},
    (
        Back("customers", "/v1/customers/{id}", {name: f"wonback_{name}" for name in FIELDS}, below="metadata", is_form=True, method="POST"),
    ),
    "Developers → API keys: a restricted key that may read customers and charges (and write customers, if fields are to go back).",
    headers={"Stripe-Version": "2025-09-30.clover"},
)  # fmt: skip
