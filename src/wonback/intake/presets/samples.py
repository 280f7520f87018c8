"""Files that other people published for practice."""

from wonback.intake.presets.preset import Preset

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
        "olist-leads", "Olist: marketing qualified leads", "file", "client",
        ("mql_id", "first_contact_date", "origin"),
        {"mql_id": "id", "first_contact_date": "since"},
        are_prospects=True,
    ),
)  # fmt: skip
