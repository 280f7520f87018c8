"""Salesforce: records by queries, at an address of one’s own."""

from collections.abc import Callable

from wonback.connectors.fields import Take
from wonback.connectors.paging import Ask, linked, with_z
from wonback.connectors.sources.shape import FIELDS, TITLES, Back, Deleted, Kind, Lookup, Since, Source

SALESFORCE = "/services/data/v62.0"
SALESFORCE_NEXT = linked("nextRecordsUrl")
LOSS_REASONS = ("Loss_Reason__c", "Closed_Lost_Reason__c", "Reason_Lost__c", "Lost_Reason__c")


def salesforce(record: str, fields: str) -> Callable[[Since, tuple[str, ...]], Ask]:
    def ask(since: Since, optional: tuple[str, ...]) -> Ask:
        where = f" WHERE SystemModstamp >= {with_z(since)}" if since else ""
        asked = ", ".join((*fields.split(), *optional, "SystemModstamp"))
        query = f"SELECT {asked} FROM {record}{where} ORDER BY SystemModstamp, Id"  # noqa: S608  # their query language, and our own names
        return Ask(f"{SALESFORCE}/query", {"q": query})

    return ask


def salesforce_deleted(kind: str, record: str) -> Deleted:
    """What lies in its bin; only a query of all tells of it."""

    def ask(since: Since) -> Ask:
        changed = f" AND SystemModstamp >= {with_z(since)}" if since else ""
        query = f"SELECT Id, SystemModstamp FROM {record} WHERE IsDeleted = TRUE{changed} ORDER BY SystemModstamp, Id"  # noqa: S608  # their query language, and our own names
        return Ask(f"{SALESFORCE}/queryAll", {"q": query})

    return Deleted(kind, ask, "records", SALESFORCE_NEXT, key="Id", when="SystemModstamp")


def of(prefix: str, **fields: str) -> dict[str, Take]:
    return {header: Take(f"{prefix}{path}") for header, path in fields.items()}


def described(record: str) -> Lookup:
    return Lookup(Ask(f"{SALESFORCE}/sobjects/{record}/describe"), "fields", "name", "name")


def salesforce_back(kind: str, record: str) -> Back:
    names = {name: f"{TITLES[name].replace(' ', '_')}__c" for name in FIELDS}
    return Back(kind, f"{SALESFORCE}/sobjects/{record}/{{id}}", names, there=described(record))


SALES = Source(
    "salesforce",
    "Salesforce",
    (r"*.salesforce.com", r"*.force.com"),
    "Authorization",
    "Bearer {}",
    Ask(f"{SALESFORCE}/query", {"q": "SELECT Id FROM Account LIMIT 1"}),
    (
        Kind(
            "accounts", "salesforce-accounts",
            salesforce("Account", "Id Name Website Phone Industry NumberOfEmployees BillingCountry Type CreatedDate OwnerId Owner.Name"),
            "records", SALESFORCE_NEXT, "SystemModstamp",
            {
                **of("", Id="Id", Name="Name", Website="Website", Phone="Phone", Industry="Industry", NumberOfEmployees="NumberOfEmployees",
                     BillingCountry="BillingCountry", Type="Type", CreatedDate="CreatedDate", OwnerId="OwnerId"),
                "Owner": Take("Owner.Name"),
            },
            meaning={"Owner": "owner"},
        ),
        Kind(
            "contacts", "salesforce-contacts",
            salesforce("Contact", "Id AccountId Name FirstName LastName Title Email Phone MobilePhone CreatedDate HasOptedOutOfEmail"),
            "records", SALESFORCE_NEXT, "SystemModstamp",
            of("", Id="Id", AccountId="AccountId", Name="Name", FirstName="FirstName", LastName="LastName", Title="Title", Email="Email",
               Phone="Phone", MobilePhone="MobilePhone", CreatedDate="CreatedDate", HasOptedOutOfEmail="HasOptedOutOfEmail"),
        ),
        Kind(
            "opportunities", "salesforce-opportunities",
            salesforce("Opportunity", "Id AccountId Name StageName Amount CloseDate CreatedDate IsWon Owner.Name"),
            "records", SALESFORCE_NEXT, "SystemModstamp",
            {
                **of("", Id="Id", AccountId="AccountId", Name="Name", StageName="StageName", Amount="Amount", CurrencyIsoCode="CurrencyIsoCode",
                     CloseDate="CloseDate", CreatedDate="CreatedDate", IsWon="IsWon"),
                "Owner": Take("Owner.Name"), "Loss_Reason__c": Take("|".join(LOSS_REASONS)),
            },
            meaning={"Owner": "owner"}, optional=("CurrencyIsoCode", *LOSS_REASONS), described=described("Opportunity"),
        ),
    ),
    {},
    (salesforce_back("opportunities", "Opportunity"), salesforce_back("accounts", "Account")),
    "Setup → Connected Apps: an app with the scope “api”; its access token, and the address of your installation.",
    example="https://yourcompany.my.salesforce.com",
    deleted=(
        salesforce_deleted("accounts", "Account"), salesforce_deleted("contacts", "Contact"), salesforce_deleted("opportunities", "Opportunity"),
    ),
)  # fmt: skip
