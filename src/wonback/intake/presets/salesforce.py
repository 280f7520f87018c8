"""Salesforce: the Data Loader names fields as its interface does; a report names them as its screens do, and ends with legal lines."""

from wonback.intake.presets.preset import Preset

# No standard field tells why an opportunity was lost; companies make their own.
REASONS = dict.fromkeys(
    ("Loss_Reason__c", "Closed_Lost_Reason__c", "Reason_Lost__c", "Lost_Reason__c", "Reason_for_Loss__c"), "reason"
)
PRESETS = (
    Preset(
        "salesforce-users", "Salesforce: users (Data Loader)", "salesforce", "person",
        ("Id", "Username", "Email"),
        {"Id": "id", "Name": "name", "FirstName": "first_name", "LastName": "last_name", "Email": "email"},
    ),
    Preset(
        "salesforce-accounts", "Salesforce: accounts (Data Loader)", "salesforce", "client",
        ("Id", "Name", "OwnerId", "BillingCountry|BillingCity|Type|Industry"),
        {
            "Id": "id", "IsDeleted": "is_deleted", "Name": "name", "Website": "domain", "Phone": "phone", "Industry": "industry",
            "NumberOfEmployees": "employees", "BillingCity": "town", "BillingCountry": "country", "OwnerId": "owner_id", "Type": "status",
            "CreatedDate": "since", "ParentId": "parent_id",
        },
    ),
    Preset(
        "salesforce-contacts", "Salesforce: contacts (Data Loader)", "salesforce", "contact",
        ("Id", "AccountId", "LastName"),
        {
            "Id": "id", "IsDeleted": "is_deleted", "AccountId": "client_id", "Name": "name", "FirstName": "first_name", "LastName": "last_name",
            "Title": "title", "Email": "email", "Phone": "phone", "MobilePhone": "phone", "HomePhone": "phone", "OtherPhone": "phone",
            "CreatedDate": "since", "HasOptedOutOfEmail": "refuses", "DoNotCall": "refuses_calls",
        },
    ),
    Preset(
        "salesforce-opportunities", "Salesforce: opportunities (Data Loader)", "salesforce", "deal",
        ("Id", "AccountId", "StageName", "CloseDate"),
        {
            "Id": "id", "IsDeleted": "is_deleted", "AccountId": "client_id", "Name": "name", "StageName": "stage", "Amount": "amount",
            "CurrencyIsoCode": "currency", "CloseDate": "closed", "CreatedDate": "opened", "OwnerId": "owner_id", "IsWon": "is_won",
            "IsClosed": "is_closed", **REASONS,
        },
    ),
    Preset(
        "salesforce-tasks", "Salesforce: tasks (Data Loader)", "salesforce", "touch",
        ("Id", "Subject", "Status", "WhatId|WhoId|AccountId", "ActivityDate"),
        {
            "Id": "id", "IsDeleted": "is_deleted", "AccountId": "client_id", "WhoId": "contact_id", "WhatId": "deal_id",
            "TaskSubtype": "type", "Type": "type", "CallType": "direction", "Status": "result", "CallDisposition": "result",
            "CompletedDateTime": "at", "ActivityDate": "at", "CreatedDate": "at", "OwnerId": "owner_id", "Subject": "line", "Description": "text",
        },
    ),
    Preset(
        "salesforce-account-report", "Salesforce: account report", "salesforce", "client",
        ("Account Name", "Account Owner"),
        {
            "Account ID": "id", "Account Name": "name", "Account Owner": "owner", "Website": "domain", "Phone": "phone", "Industry": "industry",
            "Employees": "employees", "Billing City": "town", "Billing Country": "country", "Parent Account": "parent", "Type": "status",
            "Created Date": "since",
        },
    ),
    Preset(
        "salesforce-contact-report", "Salesforce: contact report", "salesforce", "contact",
        ("First Name", "Last Name", "Account Name|Contact Owner"),
        {
            "Contact ID": "id", "Account ID": "client_id", "Account Name": "client_name", "First Name": "first_name", "Last Name": "last_name",
            "Title": "title", "Email": "email", "Phone": "phone", "Mobile": "phone", "Mobile Phone": "phone", "Created Date": "since",
            "Email Opt Out": "refuses", "Do Not Call": "refuses_calls",
        },
    ),
    Preset(
        "salesforce-opportunity-report", "Salesforce: opportunity report", "salesforce", "deal",
        ("Opportunity Name", "Stage", "Close Date|Fiscal Period"),
        {
            "Opportunity ID": "id", "Opportunity Name": "name", "Opportunity Owner": "owner", "Account ID": "client_id",
            "Account Name": "client_name", "Stage": "stage", "Amount Currency": "currency", "Amount": "amount", "Close Date": "closed",
            "Fiscal Period": "period", "Created Date": "opened", "Won": "is_won", "Closed": "is_closed", "Loss Reason": "reason",
            "Closed Lost Reason": "reason", "Lost Reason": "reason",
        },
    ),
    Preset(
        "salesforce-task-report", "Salesforce: tasks and events report", "salesforce", "touch",
        ("Subject", "Related To|Company / Account", "Due Date Only|Date"),
        {
            "Activity ID": "id", "Company / Account": "client_name", "Account Name": "client_name", "Related To": "deal_name", "Type": "type",
            "Task Subtype": "type", "Status": "result", "Due Date Only": "at", "Date": "at", "Assigned": "by", "Subject": "line",
            "Comments": "text", "Full Comments": "text",
        },
    ),
)  # fmt: skip
