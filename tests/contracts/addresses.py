"""Every address of the API, and one record of Rosa's for each room of it."""

ROOMS = {
    "clients": "contoso",
    "contacts": "northwinds_contact",
    "touches": "touch",
    "seasons": "season",
    "risks": "risk",
    "promises": "promise",
    "planned-touches": "planned_touch",
    "holidays": "holiday",
    "renewals": "renewal",
    "duplicates": "pair",
    "people-twice": "person_pair",
    "merges": "merge",
    "concerns": "concern",
    "defences": "defence",
    "defence-steps": "defence_step",
    "expansions": "expansion",
    "references": "reference",
    "vouchings": "vouching",
    "referrals": "referral",
    "shelf": "piece",
    "praise": "praise",
    "schemes": "scheme",
    "losses": "northwind_loss",
    "their-losses": "their_loss",
    "wordings": "wording",
    "swot": "swot_note",
    "interviews": "proposed_talk",
    "is-it-me": "said_of_rosa",
    "questions": "question",
    "forms": "written_form",
    "letters": "letter",
    "absences": "absence",
    "silent-clients": "proposal",
    "reasons": "reason",
    "plan-templates": "reason",
    "people": "rosa",
    "plans": "ready_plan",
    "offers": "open_offer",
    "aftercare": "aftercare",
    "checks": "check",
    "steps": "step",
    "sequences": "sequence",
    "milestones": "milestone",
    "changes": "open_change",
    "doors": "door",
    "campaigns": "campaign",
    "hand-outs": "hand_out",
    "imports": "batch",
    "exports": "whole_export",
    "connections": "connection",
}


def api_addresses(api):
    """Method and path of every operation, with `{pk}` where one record is asked for."""
    for path, operations in api.get_openapi_schema()["paths"].items():
        yield from ((method, path) for method in operations)


def room_of(path):
    return path.removeprefix("/api/v1/").split("/")[0]


def api_pks(world, path):
    """The number of the record this path is about, if it is about one."""
    return world[room_of(path)] if "{pk}" in path else ""
