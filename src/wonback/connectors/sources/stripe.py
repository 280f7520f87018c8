"""Stripe: lists that go on after the last record; it tells of no changes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from wonback.connectors.fields import Take
from wonback.connectors.paging import Ask, after_last, in_seconds
from wonback.connectors.sources.shape import FIELDS, Back, Deleted, Kind, Lookup, Since, Source

STRIPE_AFTER = after_last("starting_after", more="has_more", rows="data")
# A charge can be refunded or disputed long after it was made, and is asked for again as long.
STRIPE_LOOKS_BACK = timedelta(days=120)


def stripe(name: str, *, by_day: bool = False, **asked: str) -> Callable[[Since, tuple[str, ...]], Ask]:
    """Stripe tells nothing of changes: customers and subscriptions are read whole, charges from some months back on."""

    def ask(since: Since, optional: tuple[str, ...]) -> Ask:
        wanted = {"limit": "100", **asked}
        if not (since and by_day):
            return Ask(f"/v1/{name}", wanted)
        back = datetime.fromisoformat(since) - STRIPE_LOOKS_BACK
        return Ask(f"/v1/{name}", wanted | {"created[gte]": in_seconds(back.isoformat())})

    return ask


def stripe_deleted(since: Since) -> Ask:
    """A list of customers leaves them out; what happened in the last 30 days tells of them."""
    when = {"created[gte]": in_seconds(since)} if since else {}
    return Ask("/v1/events", {"limit": "100", "type": "customer.deleted", **when})


STRIPE = Source(
    "stripe",
    "Stripe",
    ("api.stripe.com",),
    "Authorization",
    "Bearer {}",
    Ask("/v1/customers", {"limit": "1"}),
    (
        Kind(
            "customers", "stripe-customers", stripe("customers"), "data", STRIPE_AFTER, "created",
            {
                "id": Take("id"), "Name": Take("name"), "Description": Take("description"), "Email": Take("email"),
                "Delinquent": Take("delinquent"), "Created (UTC)": Take("created", by="moment"),
            },
        ),
        Kind(
            # Those that have ended are told only if one asks for all.
            "subscriptions", "stripe-subscriptions", stripe("subscriptions", status="all"), "data", STRIPE_AFTER, "created",
            {
                "id": Take("id"), "Customer ID": Take("customer"), "Status": Take("status"),
                "Product": Take("items.data.0.price.product", by="products"), "Plan": Take("items.data.0.price.nickname"),
                "Amount a year": Take("items", by="a year"), "Plan Currency": Take("currency", by="upper"),
                "Created (UTC)": Take("created", by="moment"), "Start Date (UTC)": Take("start_date", by="moment"),
                "Canceled At (UTC)": Take("canceled_at", by="moment"), "Ended At (UTC)": Take("ended_at|cancel_at", by="moment"),
                "Cancellation Feedback": Take("cancellation_details.feedback"), "Cancellation Comment": Take("cancellation_details.comment"),
                "How it ended": Take("cancellation_details.reason"),
            },
            meaning={"Amount a year": "per_year"},
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
    {"products": Lookup(Ask("/v1/products", {"limit": "100"}), "data", "id", "name", STRIPE_AFTER)},
    (
        Back("customers", "/v1/customers/{id}", {name: f"wonback_{name}" for name in FIELDS}, below="metadata", is_form=True, method="POST"),
    ),
    "Developers → API keys: a restricted key that may read customers, subscriptions, products, charges and events (and write customers, if fields are to go back).",
    deleted=(Deleted("customers", stripe_deleted, "data", STRIPE_AFTER, key="data.object.id", when="created"),),
    headers={"Stripe-Version": "2025-09-30.clover"},
)  # fmt: skip
