"""HubSpot: what *Export view* and *All properties* give. Ids in one cell are separated by semicolons."""

from wonback.intake.presets.preset import Preset

PRESETS = (
    Preset(
        "hubspot-companies", "HubSpot: companies", "hubspot", "client",
        ("Record ID", "Company name"),
        {
            "Record ID": "id", "Company name": "name", "Company Domain Name": "domain", "Website URL": "domain", "Company owner": "owner",
            "Phone Number": "phone", "Industry": "industry", "Number of Employees": "employees", "City": "town", "Country/Region": "country",
            "Country": "country", "Parent Company": "parent", "Lifecycle Stage": "status", "Type": "status", "Create Date": "since",
        },
    ),
    Preset(
        "hubspot-contacts", "HubSpot: contacts", "hubspot", "contact",
        ("Record ID", "First Name", "Last Name"),
        {
            "Record ID": "id", "First Name": "first_name", "Last Name": "last_name", "Email": "email", "Phone Number": "phone",
            "Mobile Phone Number": "phone", "Job Title": "title", "Associated Company IDs": "client_id",
            "Associated Company ID": "client_id", "Primary Associated Company ID": "client_id", "Associated Company": "client_name",
            "Company Name": "client_name", "Create Date": "since", "Unsubscribed from all email": "refuses",
            "Opted out of email": "refuses",
        },
    ),
    Preset(
        "hubspot-deals", "HubSpot: deals", "hubspot", "deal",
        ("Record ID", "Deal Name", "Deal Stage"),
        {
            "Record ID": "id", "Deal Name": "name", "Deal Stage": "stage", "Amount": "amount", "Currency": "currency", "Deal Currency Code": "currency",
            "Close Date": "closed", "Create Date": "opened", "Deal owner": "owner", "Associated Company IDs": "client_id",
            "Associated Company ID": "client_id", "Associated Company": "client_name", "Primary Associated Company": "client_name",
            "Closed Lost Reason": "reason", "Primary Closed Lost Reason": "reason", "Is Closed Won": "is_won", "Is closed lost": "is_lost",
        },
    ),
    Preset(
        "hubspot-engagements", "HubSpot: engagements", "hubspot", "touch",
        ("Activity Type", "Activity Date"),
        {
            "Record ID": "id", "Activity ID": "id", "Activity Type": "type", "Activity Date": "at", "Activity assigned to": "by",
            "Call outcome": "result", "Meeting outcome": "result", "Task Status": "result", "Email direction": "direction",
            "Call direction": "direction", "Call Title": "line", "Meeting Name": "line", "Email Subject": "line", "Task Title": "line",
            "Note body": "text", "Call notes": "text", "Meeting description": "text", "Email body": "text", "Task notes": "text",
            "Body preview": "text", "Associated Company IDs": "client_id", "Associated Company": "client_name", "Associated Contact IDs": "contact_id",
            "Associated Deal IDs": "deal_id", "Associated Deal": "deal_name",
        },
    ),
)  # fmt: skip
