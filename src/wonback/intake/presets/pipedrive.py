"""Pipedrive: every header begins with what it is about. Newer exports call some columns otherwise than older ones."""

from wonback.intake.presets.preset import Preset

PRESETS = (
    Preset(
        "pipedrive-deals", "Pipedrive: deals", "pipedrive", "deal",
        ("Deal - Title", "Deal - Status"),
        {
            "Deal - ID": "id", "Deal - Title": "name", "Deal - Owner": "owner", "Deal - Value": "amount", "Deal - Currency of Value": "currency",
            "Deal - Organization ID": "client_id", "Deal - Organization": "client_name", "Deal - Stage": "stage", "Deal - Status": "status",
            "Deal - Deal created": "opened", "Deal - Creation date": "opened", "Deal - Won time": "won_on", "Deal - Lost time": "lost_on",
            "Deal - Deal closed on": "closed", "Deal - Closed on": "closed", "Deal - Lost reason": "reason", "Deal - Product name": "product",
        },
    ),
    Preset(
        "pipedrive-organizations", "Pipedrive: organizations", "pipedrive", "client",
        ("Organization - Name",),
        {
            "Organization - ID": "id", "Organization - Name": "name", "Organization - Owner": "owner", "Organization - Website": "domain",
            "Organization - Parent": "parent", "Organization - Organization created": "since", "Organization - Created": "since",
            "Organization - City/town/village/locality of Company Address": "town", "Organization - City/town/village/locality of Address": "town",
            "Organization - Country of Company Address": "country", "Organization - Country of Address": "country",
            "Organization - Industry": "industry", "Organization - Number of employees": "employees",
        },
    ),
    Preset(
        "pipedrive-persons", "Pipedrive: persons", "pipedrive", "contact",
        ("Person - Name", "Person - Organization|Person - Organization ID"),
        {
            "Person - ID": "id", "Person - Name": "name", "Person - First name": "first_name", "Person - Last name": "last_name",
            "Person - Email - Work": "email", "Person - Email - Home": "email", "Person - Email - Other": "email", "Person - Email": "email",
            "Person - Phone - Work": "phone", "Person - Phone - Mobile": "phone", "Person - Phone - Home": "phone",
            "Person - Phone - Other": "phone", "Person - Phone": "phone", "Person - Job title": "title",
            "Person - Organization ID": "client_id", "Person - Organization": "client_name", "Person - Person created": "since",
        },
    ),
    Preset(
        "pipedrive-notes", "Pipedrive: notes", "pipedrive", "touch",
        ("ID", "Content", "Organization", "Add time"),
        {
            "ID": "id", "Content": "text", "Organization ID": "client_id", "Organization": "client_name", "Contact person ID": "contact_id",
            "Deal ID": "deal_id", "Deal title": "deal_name", "Add time": "at", "User": "by",
        },
    ),
    Preset(
        "pipedrive-activities", "Pipedrive: activities", "pipedrive", "touch",
        ("Activity - Subject", "Activity - Type"),
        {
            "Activity - ID": "id", "Activity - Subject": "line", "Activity - Note": "text", "Activity - Type": "type", "Activity - Done": "result",
            "Activity - Status": "result", "Activity - Marked as done time": "at", "Activity - Due date": "at", "Activity - Add time": "at",
            "Activity - Assigned to user": "by", "Activity - Organization ID": "client_id", "Activity - Organization": "client_name",
            "Activity - Contact person ID": "contact_id", "Activity - Deal ID": "deal_id", "Activity - Deal": "deal_name",
        },
    ),
)  # fmt: skip
