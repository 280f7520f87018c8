"""Zoho CRM: ids begin with `zcrm_`; whatever is looked up comes as a pair of `X.id` and `X`."""

from wonback.intake.presets.preset import Preset

PRESETS = (
    Preset(
        "zoho-accounts", "Zoho CRM: accounts", "zoho", "client",
        ("Record Id|Account Id|Company Id", "Account Name|Company Name", "Account Owner|Company Owner|Account Type|Billing City"),
        {
            "Record Id": "id", "Account Id": "id", "Company Id": "id", "Account Name": "name", "Company Name": "name", "Account Owner": "owner",
            "Company Owner": "owner", "Phone": "phone", "Website": "domain", "Parent Account": "parent", "Account Type": "status",
            "Industry": "industry", "Employees": "employees", "Billing City": "town", "Billing Country": "country", "Created Time": "since",
        },
    ),
    Preset(
        "zoho-contacts", "Zoho CRM: contacts", "zoho", "contact",
        ("Record Id|Contact Id", "Last Name", "Account Name|Company Name|Account Name.id", "Contact Owner|Contact Owner.id|Secondary Email|Mailing City"),
        {
            "Record Id": "id", "Contact Id": "id", "First Name": "first_name", "Last Name": "last_name", "Account Name.id": "client_id",
            "Company Name.id": "client_id", "Account Name": "client_name", "Company Name": "client_name", "Email": "email",
            "Secondary Email": "email", "Phone": "phone", "Mobile": "phone", "Title": "title", "Email Opt Out": "refuses",
            "Created Time": "since",
        },
    ),
    Preset(
        "zoho-deals", "Zoho CRM: deals", "zoho", "deal",
        ("Record Id|Deal Id", "Deal Name", "Stage", "Closing Date"),
        {
            "Record Id": "id", "Deal Id": "id", "Deal Name": "name", "Deal Owner": "owner", "Amount": "amount", "Currency": "currency",
            "Closing Date": "closed", "Account Name.id": "client_id", "Company Name.id": "client_id", "Account Name": "client_name",
            "Company Name": "client_name", "Stage": "stage", "Created Time": "opened", "Reason For Loss": "reason",
            "Reason For Loss (Other)": "reason_note",
        },
    ),
)  # fmt: skip
