"""The exports we know, as one table: by which columns to recognise each, and what every column means.

To teach Wonback another export, add a row. Headers are compared without case, spaces at the ends, `_` and `*`. Where two columns
mean the same, the first one that holds something counts.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Preset:
    """One export of one program. `needs` must all be there; `columns` gives header → target of `makes`."""

    name: str
    label: "str | Promise"
    source: str
    makes: str
    needs: tuple[str, ...]
    columns: dict[str, str]
    # Purchases that come as lines: add up the amounts of one invoice ("sum"), or take the total that each repeats ("once").
    lines: str = ""
    # How this program writes days that can be read in two ways.
    day_order: str = "dmy"


PRESETS = (
    Preset(
        "maven-teams", "Maven CRM: sales teams", "maven", "person",
        ("sales_agent", "manager", "regional_office"),
        {"sales_agent": "name", "manager": "lead", "regional_office": "team"},
    ),
    Preset(
        "maven-products", "Maven CRM: products", "maven", "product",
        ("product", "series", "sales_price"),
        {"product": "name", "series": "series", "sales_price": "list_price"},
    ),
    Preset(
        "maven-accounts", "Maven CRM: accounts", "maven", "client",
        ("account", "sector", "office_location"),
        {"account": "name", "sector": "industry", "employees": "employees", "office_location": "country", "subsidiary_of": "parent"},
    ),
    Preset(
        "maven-pipeline", "Maven CRM: sales pipeline", "maven", "deal",
        ("opportunity_id", "sales_agent", "deal_stage", "close_value"),
        {
            "opportunity_id": "id", "sales_agent": "owner", "product": "product", "account": "client_name", "deal_stage": "stage",
            "engage_date": "opened", "close_date": "closed", "close_value": "amount",
        },
    ),
    Preset(
        "online-retail", "Online Retail: invoice lines", "online-retail", "purchase",
        ("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"),
        {
            "InvoiceNo": "reference", "Description": "product", "Quantity": "quantity", "InvoiceDate": "day", "UnitPrice": "unit_price",
            "CustomerID": "client_id", "Country": "client_country",
        },
        lines="sum",
    ),
    Preset(
        "hubspot-companies", "HubSpot: companies", "hubspot", "client",
        ("Record ID", "Company name"),
        {
            "Record ID": "id", "Company name": "name", "Company Domain Name": "domain", "Website URL": "domain", "Company owner": "owner",
            "Phone Number": "phone", "Industry": "industry", "Number of Employees": "employees", "Country/Region": "country",
            "Parent Company": "parent", "Lifecycle Stage": "status", "Create Date": "since",
        },
        day_order="mdy",
    ),
    Preset(
        "hubspot-contacts", "HubSpot: contacts", "hubspot", "contact",
        ("Record ID", "First Name", "Last Name"),
        {
            "Record ID": "id", "First Name": "first_name", "Last Name": "last_name", "Email": "email", "Phone Number": "phone",
            "Mobile Phone Number": "phone", "Job Title": "title", "Associated Company IDs": "client_id", "Associated Company": "client_name",
            "Company Name": "client_name", "Create Date": "since", "Unsubscribed from all email": "refuses",
        },
        day_order="mdy",
    ),
    Preset(
        "hubspot-deals", "HubSpot: deals", "hubspot", "deal",
        ("Record ID", "Deal Name", "Deal Stage"),
        {
            "Record ID": "id", "Deal Name": "name", "Deal Stage": "stage", "Amount": "amount", "Currency": "currency", "Close Date": "closed",
            "Create Date": "opened", "Deal owner": "owner", "Associated Company IDs": "client_id", "Associated Company": "client_name",
            "Closed Lost Reason": "reason", "Is Closed Won": "is_won", "Is closed lost": "is_lost",
        },
        day_order="mdy",
    ),
    Preset(
        "salesforce-accounts", "Salesforce: accounts (Data Loader)", "salesforce", "client",
        ("Id", "Name", "OwnerId", "BillingCountry"),
        {
            "Id": "id", "Name": "name", "Website": "domain", "Phone": "phone", "Industry": "industry", "NumberOfEmployees": "employees",
            "BillingCountry": "country", "Type": "status", "CreatedDate": "since",
        },
    ),
    Preset(
        "salesforce-contacts", "Salesforce: contacts (Data Loader)", "salesforce", "contact",
        ("Id", "AccountId", "LastName"),
        {
            "Id": "id", "AccountId": "client_id", "Name": "name", "FirstName": "first_name", "LastName": "last_name", "Title": "title",
            "Email": "email", "Phone": "phone", "MobilePhone": "phone", "CreatedDate": "since", "HasOptedOutOfEmail": "refuses",
        },
    ),
    Preset(
        "salesforce-opportunities", "Salesforce: opportunities (Data Loader)", "salesforce", "deal",
        ("Id", "AccountId", "StageName", "CloseDate"),
        {
            "Id": "id", "AccountId": "client_id", "Name": "name", "StageName": "stage", "Amount": "amount", "CurrencyIsoCode": "currency",
            "CloseDate": "closed", "CreatedDate": "opened", "IsWon": "is_won", "Loss_Reason__c": "reason", "Closed_Lost_Reason__c": "reason",
            "Reason_Lost__c": "reason", "Lost_Reason__c": "reason",
        },
    ),
    Preset(
        "salesforce-account-report", "Salesforce: account report", "salesforce", "client",
        ("Account Name", "Account Owner"),
        {
            "Account ID": "id", "Account Name": "name", "Account Owner": "owner", "Website": "domain", "Phone": "phone", "Industry": "industry",
            "Employees": "employees", "Billing Country": "country", "Parent Account": "parent", "Type": "status", "Created Date": "since",
        },
        day_order="mdy",
    ),
    Preset(
        "salesforce-opportunity-report", "Salesforce: opportunity report", "salesforce", "deal",
        ("Opportunity Name", "Stage", "Close Date"),
        {
            "Opportunity ID": "id", "Opportunity Name": "name", "Opportunity Owner": "owner", "Account ID": "client_id",
            "Account Name": "client_name", "Stage": "stage", "Amount Currency": "currency", "Amount": "amount", "Close Date": "closed",
            "Created Date": "opened", "Loss Reason": "reason", "Closed Lost Reason": "reason",
        },
        day_order="mdy",
    ),
    Preset(
        "pipedrive-deals", "Pipedrive: deals", "pipedrive", "deal",
        ("Deal - Title", "Deal - Status"),
        {
            "Deal - ID": "id", "Deal - Title": "name", "Deal - Owner": "owner", "Deal - Value": "amount", "Deal - Currency of Value": "currency",
            "Deal - Organization ID": "client_id", "Deal - Organization": "client_name", "Deal - Stage": "stage", "Deal - Status": "status",
            "Deal - Deal created": "opened", "Deal - Creation date": "opened", "Deal - Won time": "closed", "Deal - Lost time": "closed",
            "Deal - Deal closed on": "closed", "Deal - Closed on": "closed", "Deal - Product name": "product", "Deal - Lost reason": "reason",
        },
    ),
    Preset(
        "pipedrive-organizations", "Pipedrive: organizations", "pipedrive", "client",
        ("Organization - Name", "Organization - Owner"),
        {
            "Organization - ID": "id", "Organization - Name": "name", "Organization - Owner": "owner", "Organization - Website": "domain",
            "Organization - Parent": "parent", "Organization - Organization created": "since", "Organization - Created": "since",
        },
    ),
    Preset(
        "pipedrive-persons", "Pipedrive: persons", "pipedrive", "contact",
        ("Person - Name", "Person - Organization"),
        {
            "Person - ID": "id", "Person - Name": "name", "Person - First name": "first_name", "Person - Last name": "last_name",
            "Person - Email - Work": "email", "Person - Email - Home": "email", "Person - Email - Other": "email", "Person - Email": "email",
            "Person - Phone - Work": "phone", "Person - Phone - Mobile": "phone", "Person - Phone": "phone", "Person - Job title": "title",
            "Person - Organization ID": "client_id", "Person - Organization": "client_name",
        },
    ),
    Preset(
        "stripe-customers", "Stripe: customers", "stripe", "client",
        ("id", "Email", "Delinquent", "Created (UTC)"),
        {"id": "id", "Name": "name", "Description": "name", "Email": "name", "Created (UTC)": "since"},
    ),
    Preset(
        "stripe-payments", "Stripe: payments", "stripe", "purchase",
        ("id", "Amount", "Amount Refunded", "Currency", "Status"),
        {
            "id": "id", "Amount": "amount", "Amount Refunded": "refunded", "Currency": "currency", "Status": "status",
            "Created (UTC)": "day", "Created date (UTC)": "day", "Customer ID": "client_id", "Customer Description": "client_name",
            "Customer Email": "client_name", "Description": "product",
        },
    ),
    Preset(
        "xero-invoices", "Xero: invoices", "xero", "purchase",
        ("ContactName", "InvoiceNumber", "InvoiceDate", "Total"),
        {
            "ContactName": "client_name", "InvoiceNumber": "reference", "InvoiceDate": "day", "Total": "amount", "TaxTotal": "tax",
            "Currency": "currency", "Type": "type", "Status": "status", "POCountry": "client_country",
        },
        lines="once",
    ),
)  # fmt: skip
# For any other file: what its columns may be called, for each kind.
WHOSE = {
    "client id": "client_id", "company id": "client_id", "account id": "client_id", "customer id": "client_id", "customerid": "client_id",
    "customer number": "client_id", "customer no": "client_id", "customer": "client_name", "customer name": "client_name", "client": "client_name",
    "client name": "client_name", "company": "client_name", "company name": "client_name", "account": "client_name",
    "account name": "client_name", "organization": "client_name", "organisation": "client_name", "kunde": "client_name", "firma": "client_name",
    "kundennummer": "client_id", "mql id": "client_id",
}  # fmt: skip
ALIASES: dict[str, dict[str, str]] = {
    "client": {
        "name": "name", "client": "name", "client name": "name", "company": "name", "company name": "name", "account": "name",
        "account name": "name", "customer": "name", "customer name": "name", "organization": "name", "organisation": "name",
        "organization name": "name", "business name": "name", "firma": "name", "kunde": "name", "id": "id", "record id": "id", "client id": "id",
        "company id": "id", "account id": "id", "customer id": "id", "customerid": "id", "customer number": "id", "customer no": "id",
        "kundennummer": "id", "external id": "id", "seller id": "id", "industry": "industry", "sector": "industry", "branche": "industry",
        "employees": "employees", "number of employees": "employees", "headcount": "employees", "country": "country", "land": "country",
        "town": "town", "city": "town", "ort": "town", "stadt": "town", "ville": "town", "billing city": "town",
        "country/region": "country", "billing country": "country", "domain": "domain", "website": "domain", "web site": "domain", "url": "domain",
        "phone": "phone", "phone number": "phone", "telephone": "phone", "telefon": "phone", "owner": "owner", "account owner": "owner",
        "client owner": "owner", "sales rep": "owner", "rep": "owner", "parent": "parent", "parent account": "parent", "parent company": "parent",
        "tier": "tier", "segment": "tier", "status": "status", "lifecycle stage": "status", "since": "since", "client since": "since",
        "customer since": "since", "signup date": "since", "start date": "since", "created": "since", "create date": "since",
        "created date": "since", "lost on": "lost_on", "churn date": "lost_on", "left on": "lost_on", "reason": "reason",
        "churn reason": "client_reason", "reason code": "client_reason", "exit reason": "client_reason", "cancellation reason": "client_reason",
        "feedback": "feedback", "feedback text": "feedback", "exit feedback": "feedback", "churn feedback": "feedback",
        "customer status": "status", "client status": "status", "churn": "is_lost", "churned": "is_lost",
        "churn label": "is_lost", "churn flag": "is_lost", "is churned": "is_lost", "lost": "is_lost", "is lost": "is_lost",
    },
    "contact": {
        **WHOSE, "id": "id", "contact id": "id", "record id": "id", "name": "name", "full name": "name", "contact": "name", "contact name": "name",
        "contact person": "name", "first name": "first_name", "firstname": "first_name", "vorname": "first_name", "last name": "last_name",
        "lastname": "last_name", "surname": "last_name", "nachname": "last_name", "title": "title", "job title": "title", "position": "title",
        "email": "email", "e-mail": "email", "email address": "email", "mail": "email", "phone": "phone", "phone number": "phone",
        "mobile": "phone", "mobile phone": "phone", "telefon": "phone", "do not contact": "refuses", "opted out": "refuses",
        "email opt out": "refuses", "unsubscribed": "refuses",
    },
    "contract": {
        **WHOSE, "id": "id", "contract id": "id", "subscription id": "id", "contract number": "id", "contract": "name", "contract name": "name",
        "plan": "name", "plan tier": "name", "start": "starts", "starts": "starts", "start date": "starts", "starts on": "starts",
        "contract start": "starts", "valid from": "starts", "beginn": "starts", "end": "last_day", "end date": "last_day", "ends": "last_day",
        "contract end": "last_day", "valid to": "last_day", "valid until": "last_day", "expires": "last_day", "expiry date": "last_day",
        "renewal date": "last_day", "ende": "last_day", "notice by": "notice_by", "notice date": "notice_by", "annual amount": "per_year",
        "amount per year": "per_year", "arr": "per_year", "arr amount": "per_year", "acv": "per_year", "annual value": "per_year",
        "mrr": "per_month", "mrr amount": "per_month", "monthly amount": "per_month", "amount per month": "per_month", "currency": "currency",
    },
    "deal": {
        **WHOSE, "id": "id", "deal id": "id", "opportunity id": "id", "deal": "name", "deal name": "name", "opportunity": "name",
        "opportunity name": "name", "title": "name", "name": "name", "stage": "stage", "deal stage": "stage", "sales stage": "stage",
        "status": "status", "outcome": "status", "result": "status", "won": "is_won", "is won": "is_won", "lost": "is_lost", "is lost": "is_lost",
        "amount": "amount", "value": "amount", "deal value": "amount", "deal amount": "amount", "close value": "amount", "betrag": "amount",
        "currency": "currency", "product": "product", "product name": "product", "owner": "owner", "deal owner": "owner",
        "opportunity owner": "owner", "sales agent": "owner", "sales rep": "owner", "rep": "owner", "salesperson": "owner", "created": "opened",
        "create date": "opened", "created date": "opened", "opened": "opened", "opened on": "opened", "open date": "opened",
        "closed": "closed", "close date": "closed", "closed date": "closed", "closed on": "closed", "closing date": "closed",
        "won date": "won_on", "won on": "won_on", "lost date": "lost_on", "lost on": "lost_on", "lost reason": "reason", "loss reason": "reason", "closed lost reason": "reason",
        "reason": "reason", "reason lost": "reason", "reason for loss": "reason",
    },
    "leaving": {
        **WHOSE, "id": "id", "churn event id": "id", "event id": "id", "churn date": "lost_on", "lost on": "lost_on", "left on": "lost_on",
        "cancelled on": "lost_on", "cancellation date": "lost_on", "reason": "reason", "lost reason": "reason",
        "churn reason": "client_reason", "reason code": "client_reason", "exit reason": "client_reason", "cancellation reason": "client_reason",
        "feedback": "feedback", "feedback text": "feedback", "exit feedback": "feedback", "churn feedback": "feedback",
    },
    "purchase": {
        **WHOSE, "contactname": "client_name", "bill to": "client_name", "customer full name": "client_name", "country": "client_country",
        "id": "id", "order id": "reference", "order number": "reference", "invoice": "reference", "invoice no": "reference",
        "invoiceno": "reference", "invoice number": "reference", "num": "reference", "order no": "reference", "receipt": "reference",
        "rechnungsnummer": "reference", "date": "day", "day": "day", "invoice date": "day", "invoicedate": "day", "order date": "day",
        "purchase date": "day", "bought on": "day", "transaction date": "day", "datum": "day",
        "rechnungsdatum": "day", "belegdatum": "day", "bestelldatum": "day", "kaufdatum": "day", "date of purchase": "day", "order day": "day", "amount": "amount", "total": "amount",
        "total amount": "amount", "net amount": "amount", "revenue": "amount", "sales": "amount", "betrag": "amount", "line total": "amount",
        "tax": "tax", "quantity": "quantity", "qty": "quantity", "menge": "quantity", "unit price": "unit_price", "unitprice": "unit_price",
        "price": "unit_price", "sales price": "unit_price", "currency": "currency", "product": "product", "item": "product",
        "description": "product", "product/service": "product", "transaction type": "type", "payment status": "status",
    },
    "person": {
        "sales rep": "name", "sales agent": "name", "employee": "name", "manager": "lead", "team lead": "lead", "team": "team", "office": "team",
        "region": "team",
    },
    "product": {
        "product": "name", "product name": "name", "series": "series", "category": "series", "list price": "list_price", "price": "list_price",
        "sales price": "list_price", "currency": "currency",
    },
}  # fmt: skip
GENERIC = {
    kind: Preset(f"generic-{kind}s", label, "file", kind, (), aliases, lines="sum" if kind == "purchase" else "")
    for kind, label, aliases in (
        ("client", gettext_lazy("Any list of clients"), ALIASES["client"]),
        ("contact", gettext_lazy("Any list of contacts"), ALIASES["contact"]),
        ("contract", gettext_lazy("Any list of contracts"), ALIASES["contract"]),
        ("deal", gettext_lazy("Any list of deals"), ALIASES["deal"]),
        ("leaving", gettext_lazy("Any list of clients who left"), ALIASES["leaving"]),
        ("purchase", gettext_lazy("Any list of purchases"), ALIASES["purchase"]),
        ("person", gettext_lazy("Any list of our people"), ALIASES["person"]),
        ("product", gettext_lazy("Any list of products"), ALIASES["product"]),
    )
}
BY_NAME = {preset.name: preset for preset in (*PRESETS, *GENERIC.values())}
