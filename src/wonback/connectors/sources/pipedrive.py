"""Pipedrive: the second version of its API, with cursors; people and names of fields from the first."""

from collections.abc import Callable

from wonback.connectors.fields import Take
from wonback.connectors.paging import Ask, marked, with_z
from wonback.connectors.sources.shape import TITLES, Back, Deleted, Kind, Lookup, Since, Source

PIPEDRIVE_CURSOR = marked("cursor", "additional_data.next_cursor")


def pipedrive(name: str) -> Callable[[Since, tuple[str, ...]], Ask]:
    def ask(since: Since, optional: tuple[str, ...]) -> Ask:
        wanted = {"limit": "500", "sort_by": "update_time", "sort_direction": "asc"}
        return Ask(f"/api/v2/{name}", wanted | ({"updated_since": with_z(since)} if since else {}))

    return ask


def pipedrive_back(kind: str, fields: str) -> Back:
    there = Lookup(Ask(f"/v1/{fields}", {"limit": "500"}), "data", "name", "key")
    return Back(kind, f"/api/v2/{kind}/{{id}}", TITLES, below="custom_fields", there=there)


PIPEDRIVE = Source(
    "pipedrive",
    "Pipedrive",
    ("api.pipedrive.com",),
    "x-api-token",
    "{}",
    Ask("/v1/users/me"),
    (
        Kind(
            "organizations", "pipedrive-organizations", pipedrive("organizations"), "data", PIPEDRIVE_CURSOR, "update_time",
            {
                "Organization - ID": Take("id"), "Organization - Name": Take("name"), "Organization - Owner": Take("owner_id", by="owners"),
                "Organization - Website": Take("website"), "Organization - Organization created": Take("add_time"),
            },
            gone="is_deleted",
        ),
        Kind(
            "persons", "pipedrive-persons", pipedrive("persons"), "data", PIPEDRIVE_CURSOR, "update_time",
            {
                "Person - ID": Take("id"), "Person - Name": Take("name"), "Person - First name": Take("first_name"),
                "Person - Last name": Take("last_name"), "Person - Email - Work": Take("emails.0.value"),
                "Person - Phone - Work": Take("phones.0.value"), "Person - Job title": Take("job_title"),
                "Person - Organization ID": Take("org_id"), "Person - Organization": Take("org_name"),
            },
            gone="is_deleted",
        ),
        Kind(
            "deals", "pipedrive-deals", pipedrive("deals"), "data", PIPEDRIVE_CURSOR, "update_time",
            {
                "Deal - ID": Take("id"), "Deal - Title": Take("title"), "Deal - Owner": Take("owner_id", by="owners"),
                "Deal - Value": Take("value"), "Deal - Currency of Value": Take("currency"), "Deal - Organization ID": Take("org_id"),
                "Deal - Stage": Take("stage_id", by="stages"), "Deal - Status": Take("status"), "Deal - Deal created": Take("add_time"),
                "Deal - Won time": Take("won_time"), "Deal - Lost time": Take("lost_time"), "Deal - Lost reason": Take("lost_reason"),
            },
            gone="is_deleted",
        ),
    ),
    {
        "owners": Lookup(Ask("/v1/users"), "data", "id", "name"),
        "stages": Lookup(Ask("/api/v2/stages", {"limit": "500"}), "data", "id", "name", PIPEDRIVE_CURSOR),
    },
    (pipedrive_back("deals", "dealFields"), pipedrive_back("organizations", "organizationFields")),
    "Your name → Personal preferences → API: the token of somebody who sees all deals.",
    # Deals of the last 30 days; of the others no list tells, only a record of itself, or a no when we write to it.
    deleted=(
        Deleted("deals", lambda _since: Ask("/api/v2/deals", {"limit": "500", "status": "deleted"}), "data", PIPEDRIVE_CURSOR, when="update_time"),
    ),
)  # fmt: skip
