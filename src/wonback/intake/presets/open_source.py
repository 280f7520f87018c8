"""Odoo, EspoCRM, SuiteCRM, Frappe CRM and Django-CRM: from one open house to another."""

from wonback.intake.presets.preset import Preset

PRESETS = (
    Preset(
        "odoo-opportunities", "Odoo: opportunities", "odoo", "deal",
        ("Opportunity", "Stage", "Customer|Company Name|Salesperson", "Expected Revenue|Lost Reason|Probability"),
        {
            "External ID": "id", "ID": "id", "Opportunity": "name", "Customer": "client_name", "Company Name": "client_name", "Salesperson": "owner",
            "Stage": "stage", "Expected Revenue": "amount", "Currency": "currency", "Lost Reason": "reason", "Active": "is_active",
            "Won/Lost": "status", "Closed Date": "closed", "Created on": "opened", "Last Stage Update": "closed",
        },
        lost_by_reason=True, continues=True,
    ),
    Preset(
        "odoo-leads", "Odoo: opportunities by their technical names", "odoo", "deal",
        ("name", "stage_id|stage_id/id", "partner_id|partner_id/id|partner_name", "expected_revenue|user_id|lost_reason_id|active"),
        {
            "id": "id", ".id": "id", "name": "name", "partner_id/id": "client_id", "partner_id": "client_name", "partner_name": "client_name",
            "user_id": "owner", "stage_id": "stage", "expected_revenue": "amount", "lost_reason_id": "reason", "active": "is_active",
            "won_status": "status", "date_closed": "closed", "create_date": "opened", "date_last_stage_update": "closed",
        },
        lost_by_reason=True, continues=True,
    ),
    Preset(
        "odoo-contacts", "Odoo: contacts, companies and people", "odoo", "partner",
        ("Name|Display Name|Complete Name", "Is a Company|Company Type", "Related Company|Job Position|Salesperson|Address Type|Tags|Company Name"),
        {
            "External ID": "id", "ID": "id", "Name": "name", "Complete Name": "name", "Display Name": "name", "Is a Company": "is_company",
            "Company Type": "company_type", "Related Company/External ID": "parent_id", "Related Company/ID": "parent_id", "Related Company": "parent",
            "Company Name": "employer", "Address Type": "address", "Job Position": "title", "Email": "email", "Phone": "phone", "Mobile": "phone",
            "Website": "domain", "City": "town", "Country": "country", "Industry": "industry", "Salesperson": "owner", "Created on": "since",
            "Customer Rank": "buys", "Vendor Rank": "sells", "Supplier Rank": "sells", "Blacklist": "refuses",
        },
        continues=True,
    ),
    Preset(
        "odoo-partners", "Odoo: contacts by their technical names", "odoo", "partner",
        ("name|display_name|complete_name", "is_company|company_type", "parent_id|parent_id/id|parent_id/.id|function|user_id|commercial_company_name"),
        {
            "id": "id", ".id": "id", "name": "name", "complete_name": "name", "display_name": "name", "is_company": "is_company",
            "company_type": "company_type", "parent_id/id": "parent_id", "parent_id/.id": "parent_id", "parent_id": "parent", "parent_name": "parent",
            "company_name": "employer", "type": "address", "function": "title", "email": "email", "phone": "phone", "mobile": "phone",
            "website": "domain", "city": "town", "country_id": "country", "industry_id": "industry", "user_id": "owner", "create_date": "since",
            "customer_rank": "buys", "supplier_rank": "sells", "is_blacklisted": "refuses",
        },
        continues=True,
    ),
    Preset(
        "espocrm-accounts", "EspoCRM: accounts", "espocrm", "client",
        ("name", "billingAddressCity|billingAddressCountry|assignedUserName", "type|industry|website"),
        {
            "id": "id", "name": "name", "website": "domain", "phoneNumber": "phone", "type": "status", "industry": "industry",
            "billingAddressCity": "town", "billingAddressCountry": "country", "assignedUserName": "owner", "createdAt": "since",
        },
    ),
    Preset(
        "espocrm-contacts", "EspoCRM: contacts", "espocrm", "contact",
        ("lastName", "accountName|accountId", "emailAddress|phoneNumber"),
        {
            "id": "id", "name": "name", "firstName": "first_name", "lastName": "last_name", "accountId": "client_id", "accountName": "client_name",
            "title": "title", "emailAddress": "email", "phoneNumber": "phone", "doNotCall": "refuses_calls", "createdAt": "since",
        },
    ),
    Preset(
        "espocrm-opportunities", "EspoCRM: opportunities", "espocrm", "deal",
        ("name", "stage", "closeDate", "accountId|accountName"),
        {
            "id": "id", "deleted": "is_deleted", "name": "name", "accountId": "client_id", "accountName": "client_name", "amount": "amount",
            "amountCurrency": "currency", "stage": "stage", "closeDate": "closed", "createdAt": "opened", "assignedUserName": "owner",
            "lostReason": "reason", "cLostReason": "reason",
        },
    ),
    Preset(
        "suitecrm-accounts", "SuiteCRM: accounts", "suitecrm", "client",
        ("name", "account_type", "date_entered"),
        {
            "id": "id", "deleted": "is_deleted", "name": "name", "account_type": "status", "industry": "industry", "phone_office": "phone",
            "website": "domain", "employees": "employees", "billing_address_city": "town", "billing_address_country": "country",
            "assigned_user_name": "owner", "parent_name": "parent", "date_entered": "since",
        },
    ),
    Preset(
        "suitecrm-contacts", "SuiteCRM: contacts", "suitecrm", "contact",
        ("last_name", "account_name|account_id", "phone_work|email1|email_address|date_entered"),
        {
            "id": "id", "deleted": "is_deleted", "first_name": "first_name", "last_name": "last_name", "account_id": "client_id",
            "account_name": "client_name", "title": "title", "email1": "email", "email_address": "email", "phone_work": "phone",
            "phone_mobile": "phone", "do_not_call": "refuses_calls", "email_opt_out": "refuses", "date_entered": "since",
        },
    ),
    Preset(
        "suitecrm-opportunities", "SuiteCRM: opportunities", "suitecrm", "deal",
        ("name", "sales_stage", "date_closed"),
        {
            "id": "id", "deleted": "is_deleted", "name": "name", "account_id": "client_id", "account_name": "client_name", "amount": "amount",
            "currency_iso": "currency", "date_closed": "closed", "date_entered": "opened", "sales_stage": "stage",
            "assigned_user_name": "owner", "lost_reason_c": "reason", "reason_lost_c": "reason",
        },
    ),
    Preset(
        "frappe-deals", "Frappe CRM: deals", "frappe", "deal",
        ("organization|organization_name", "status", "deal_owner"),
        {
            "name": "id", "ID": "id", "organization": "client_name", "organization_name": "client_name", "status": "stage", "deal_owner": "owner",
            "deal_value": "amount", "expected_deal_value": "amount", "currency": "currency", "closed_date": "closed", "creation": "opened",
            "created_on": "opened", "lost_reason": "reason", "lost_notes": "reason_note",
        },
    ),
    Preset(
        "frappe-organizations", "Frappe CRM: organizations", "frappe", "client",
        ("organization_name", "no_of_employees|annual_revenue|territory"),
        {
            "name": "name", "organization_name": "name", "website": "domain", "industry": "industry", "no_of_employees": "employees",
            "territory": "country", "creation": "since", "created_on": "since",
        },
    ),
    Preset(
        "django-crm-deals", "Django-CRM: deals", "django-crm", "deal",
        ("name", "stage", "closing_reason", "ticket|company|closing_date"),
        {
            "id": "id", "ticket": "id", "name": "name", "company": "client_name", "stage": "stage", "amount": "amount", "currency": "currency",
            "closing_date": "closed", "win_closing_date": "won_on", "creation_date": "opened", "closing_reason": "reason", "owner": "owner",
            "active": "is_active",
        },
        lost_by_reason=True,
    ),
    Preset(
        "django-crm-opportunities", "Django-CRM: opportunities", "django-crm", "deal",
        ("name", "stage", "closed_on", "account|account_name"),
        {
            "id": "id", "name": "name", "account": "client_name", "account_name": "client_name", "stage": "stage", "amount": "amount",
            "currency": "currency", "closed_on": "closed", "created_at": "opened", "created_on": "opened", "assigned_to": "owner",
            "lost_reason": "reason",
        },
    ),
)  # fmt: skip
