"""The addresses of the API as rows, taken from the schema it publishes."""

from dataclasses import dataclass
from typing import Any

from ninja import NinjaAPI


@dataclass(frozen=True)
class Route:
    """One address and what it does."""

    method: str
    path: str
    summary: str
    operation: str


def routes(api: NinjaAPI) -> dict[str, list[Route]]:
    """All routes, by app."""
    rooms: dict[str, list[Route]] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            rooms.setdefault(operation.get("tags", ["other"])[0], []).append(route(method, path, operation))
    return rooms


def route(method: str, path: str, operation: dict[str, Any]) -> Route:
    says = operation.get("description") or operation.get("summary", "")
    return Route(method.upper(), path, says, operation["operationId"])
