"""HubSpot: objects with properties, a list for all of them and a search for those that changed."""

from collections.abc import Callable

from wonback.connectors.fields import Take
from wonback.connectors.paging import Ask, in_milliseconds, marked
from wonback.connectors.sources.shape import FIELDS, Back, Deleted, Join, Kind, Lookup, Since, Source

HUBSPOT_PAGE = 100
HUBSPOT_AFTER = marked("after", "paging.next.after")


def hubspot(name: str, properties: str, modified: str, associated: str = "") -> Callable[[Since, tuple[str, ...]], Ask]:
    """From the beginning a list; since a moment a search, the oldest change first."""
    asked = properties.split()

    def ask(since: Since, optional: tuple[str, ...]) -> Ask:
        if not since:
            wanted = {"limit": str(HUBSPOT_PAGE), "properties": ",".join(asked)}
            return Ask(f"/crm/v3/objects/{name}", wanted | ({"associations": associated} if associated else {}))
        changed = {"propertyName": modified, "operator": "GTE", "value": in_milliseconds(since)}
        body = {
            "filterGroups": [{"filters": [changed]}],
            "sorts": [{"propertyName": modified, "direction": "ASCENDING"}],
            "properties": asked,
            "limit": HUBSPOT_PAGE,
        }
        return Ask(f"/crm/v3/objects/{name}/search", body=body, method="POST")

    return ask


def hubspot_deleted(kind: str) -> Deleted:
    """What lies in its bin, for 90 days; a search does not tell."""
    wanted = {"limit": str(HUBSPOT_PAGE), "archived": "true"}
    return Deleted(
        kind, lambda _since: Ask(f"/crm/v3/objects/{kind}", wanted), "results", HUBSPOT_AFTER, when="archivedAt"
    )


def hubspot_back(kind: str) -> Back:
    there = Lookup(Ask(f"/crm/v3/properties/{kind}"), "results", "name", "name")
    names = {name: f"wonback_{name}" for name in FIELDS}
    return Back(kind, f"/crm/v3/objects/{kind}/{{id}}", names, below="properties", there=there)


HUBSPOT = Source(
    "hubspot",
    "HubSpot",
    ("api.hubapi.com",),
    "Authorization",
    "Bearer {}",
    Ask("/crm/v3/objects/companies", {"limit": "1"}),
    (
        Kind(
            "companies", "hubspot-companies",
            hubspot("companies", "name domain phone industry numberofemployees country hubspot_owner_id lifecyclestage createdate hs_lastmodifieddate", "hs_lastmodifieddate"),
            "results", HUBSPOT_AFTER, "properties.hs_lastmodifieddate",
            {
                "Record ID": Take("id"), "Company name": Take("properties.name"), "Company Domain Name": Take("properties.domain"),
                "Company owner": Take("properties.hubspot_owner_id", by="owners"), "Phone Number": Take("properties.phone"),
                "Industry": Take("properties.industry"), "Number of Employees": Take("properties.numberofemployees"),
                "Country/Region": Take("properties.country"), "Lifecycle Stage": Take("properties.lifecyclestage"),
                "Create Date": Take("properties.createdate"),
            },
            window=10_000,
        ),
        Kind(
            "contacts", "hubspot-contacts",
            hubspot("contacts", "firstname lastname email phone mobilephone jobtitle company hs_email_optout createdate lastmodifieddate", "lastmodifieddate", "companies"),
            "results", HUBSPOT_AFTER, "properties.lastmodifieddate",
            {
                "Record ID": Take("id"), "First Name": Take("properties.firstname"), "Last Name": Take("properties.lastname"),
                "Email": Take("properties.email"), "Phone Number": Take("properties.phone"), "Mobile Phone Number": Take("properties.mobilephone"),
                "Job Title": Take("properties.jobtitle"), "Associated Company IDs": Take("associations.companies.results.0.id"),
                "Company Name": Take("properties.company"), "Unsubscribed from all email": Take("properties.hs_email_optout"),
                "Create Date": Take("properties.createdate"),
            },
            join=Join("/crm/v4/associations/contacts/companies/batch/read", "companies"), window=10_000,
        ),
        Kind(
            "deals", "hubspot-deals",
            hubspot("deals", "dealname amount dealstage closedate createdate hubspot_owner_id deal_currency_code hs_is_closed_won hs_is_closed_lost closed_lost_reason hs_lastmodifieddate", "hs_lastmodifieddate", "companies"),
            "results", HUBSPOT_AFTER, "properties.hs_lastmodifieddate",
            {
                "Record ID": Take("id"), "Deal Name": Take("properties.dealname"), "Deal Stage": Take("properties.dealstage", by="stages"),
                "Amount": Take("properties.amount"), "Currency": Take("properties.deal_currency_code"), "Close Date": Take("properties.closedate"),
                "Create Date": Take("properties.createdate"), "Deal owner": Take("properties.hubspot_owner_id", by="owners"),
                "Associated Company IDs": Take("associations.companies.results.0.id"), "Closed Lost Reason": Take("properties.closed_lost_reason"),
                "Is Closed Won": Take("properties.hs_is_closed_won"), "Is closed lost": Take("properties.hs_is_closed_lost"),
            },
            join=Join("/crm/v4/associations/deals/companies/batch/read", "companies"), window=10_000,
        ),
    ),
    {
        "owners": Lookup(Ask("/crm/v3/owners", {"limit": "100"}), "results", "id", "firstName+lastName|email", HUBSPOT_AFTER),
        "stages": Lookup(Ask("/crm/v3/pipelines/deals"), "results.*.stages", "id", "label"),
    },
    (hubspot_back("deals"), hubspot_back("companies")),
    "Settings → Integrations → Private apps: create one that may read companies, contacts, deals and owners (and write companies and deals, if fields are to go back).",
    deleted=tuple(map(hubspot_deleted, ("companies", "contacts", "deals"))),
)  # fmt: skip
