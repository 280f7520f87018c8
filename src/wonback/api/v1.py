"""Version 1: the routers of the apps, put together."""

from importlib import import_module
from importlib.util import find_spec

from ninja import NinjaAPI

from wonback.api.keys import Bearer, SignedIn
from wonback.api.problems import explain_to

# In the order in which docs/api lists them.
ROOMS = ("clients", "care", "losses", "winback", "intake", "desk", "metrics")

api = NinjaAPI(
    title="Wonback",
    version="1",
    description=(
        "Everything a person can do in Wonback, for programs. What you may not see is not there (404). "
        "A refusal is an RFC 9457 problem whose `reasons` say what to do first."
    ),
    auth=[Bearer(), SignedIn()],
    docs_url=None,
    urls_namespace="api",
)
explain_to(api)
for room in ROOMS:
    if find_spec(f"wonback.{room}.api"):
        api.add_router("", import_module(f"wonback.{room}.api").router)
