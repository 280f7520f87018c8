"""What the API promises: everything a person can do, in a schema that is written down, and never a crash."""

import json
from pathlib import Path

import pytest
from django.urls import get_resolver

from wonback.api.v1 import api

WRITTEN = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"
REGENERATE = "`wonback manage export_openapi_schema --api wonback.api.v1.api --indent 2 --output docs/api/openapi.json`"
# Every step a person takes on a page, and the operation that takes it for a program.
DEEDS = {
    "desk:hand_out": "hand_out",
    "interviews:accept": "accept_interview",
    "interviews:add_question": "add_question",
    "interviews:bring_question_back": "bring_question_back",
    "interviews:decide": "decide_is_it_me",
    "interviews:edit_question": "edit_question",
    "interviews:give": "hand_over_warmly",
    "interviews:move_question": "move_question",
    "interviews:raise_is_it_me": "raise_is_it_me",
    "interviews:retire_question": "retire_question",
    "interviews:tick": "tick_hand_over",
    "interviews:write": "write_hand_over_letter",
    "winback:truth": "confirm_truth",
    "winback:truth_note": "note_debrief",
    "interviews:assign": "assign_interview",
    "interviews:call_off": "call_interview_off",
    "interviews:come_back": "cancel_absence",
    "interviews:go_away": "plan_absence",
    "interviews:hand_on": "hand_interview_on",
    "interviews:hours": "keep_interview_hours",
    "interviews:invite": "invite_to_interview",
    "interviews:begin": "begin_interview",
    "interviews:end": "end_interview",
    "interviews:keep": "keep_notes",
    "interviews:recap": "send_recap",
    "interviews:recap_hints": "hint_at_selling",
    "interviews:revoke": "revoke_recap",
    "interviews:note": "ask_why",
    "interviews:replied": "note_reply_to_invitation",
    "interviews:test_box": "test_neutrality",
    "losses:bring_back": "bring_reason_back",
    "losses:confirm": "confirm_silent_client",
    "losses:dismiss": "dismiss_silent_client",
    "losses:hear": "hear_cause",
    "losses:let_go": "let_loss_go",
    "losses:own": "own_loss",
    "losses:own_hints": "hint_at_excuses",
    "losses:reasons": "add_reason",
    "losses:record": "record_loss",
    "losses:edit_reason": "edit_reason",
    "losses:merge_reason": "merge_reason",
    "losses:take_reason_apart": "take_reason_apart",
    "losses:retire": "retire_reason",
    "losses:look": "note_look",
    "losses:merge_swot": "merge_note",
    "losses:prefill_swot": "prefill_notes",
    "losses:strike_swot": "strike_note",
    "losses:vote": "vote_for_note",
    "losses:write_swot": "write_note",
    "losses:help_them": "help_them",
    "losses:note_their_loss": "note_their_loss",
    "losses:settle_wording": "settle_wording",
    "losses:strike_why": "strike_why",
    "losses:write_why": "write_why",
    "losses:take_up": "take_loss_up",
    "winback:accept": "accept_hand_out",
    "winback:aim": "aim_plan",
    "winback:ask_to_sign": "ask_to_sign",
    "winback:changes": "name_change",
    "winback:close_campaign": "close_campaign",
    "winback:deal": "deal",
    "winback:goal": "set_goal",
    "winback:template": "write_plan_template",
    "winback:forget_template": "forget_plan_template",
    "winback:keep": "keep_loss",
    "winback:limit": "limit_work",
    "winback:suggest_deal": "suggest_deal",
    "winback:give_back": "give_hand_out_back",
    "winback:hand_out": "hand_out",
    "winback:approve_offer": "approve_offer",
    "winback:compose": "post_pitch",
    "winback:ladder": "add_rung",
    "winback:steps": "begin_steps",
    "winback:offer": "offer_rung",
    "winback:offer_effects": "list_effects_of_offers",
    "winback:take": "take_offer",
    "winback:decline": "decline_offer",
    "winback:withdraw_offer": "withdraw_offer",
    "winback:take_step": "take_step",
    "winback:move_step": "move_step",
    "winback:stop_steps": "stop_steps",
    "winback:answer_steps": "answer_steps",
    "winback:conclude_steps": "conclude_steps",
    "winback:ask_for_verdicts": "ask_for_verdicts",
    "winback:check": "do_check",
    "winback:promise": "add_to_ledger",
    "winback:launch": "launch_plan",
    "winback:make": "make_change",
    "winback:move": "move_milestone",
    "winback:gone": "note_move",
    "winback:still_there": "still_there",
    "winback:say": "say_fact",
    "winback:take_door": "take_door",
    "winback:put_door_aside": "put_door_aside",
    "winback:note_window": "note_window",
    "winback:nudge": "nudge_about_change",
    "winback:override": "override_gate",
    "winback:reopen": "reopen_change",
    "winback:need_no_change": "need_no_change",
    "winback:pitch": "write_pitch",
    "winback:reach": "reach_milestone",
    "winback:require": "require_change",
    "winback:rest": "rest_plan",
    "winback:sign": "sign_plan",
    "winback:start": "start_plan",
    "winback:start_campaign": "start_campaign",
    "winback:take_out": "take_loss_out",
    "winback:wake": "wake_plan",
    "winback:win": "win_plan",
    "team:person": "change_reporting",
    "team:add": "add_person",
    "team:employ": "employ_person",
    "team:invite": "invite_person",
    "team:bring_back": "bring_person_back",
    "team:forget_second_factor": "forget_second_factor",
    "desk:leaving": "let_person_go",
    "clients:contact": "correct_contact",
    "clients:edit": "correct_client",
    "clients:hand_over": "hand_client_over",
    "clients:left": "note_contact_left",
    "clients:meet": "add_contact",
    "clients:new": "add_client",
    "clients:alike": "list_alike",
    "duplicates:merge": "merge_clients",
    "duplicates:keep_apart": "keep_apart",
    "duplicates:reconsider": "reconsider_pair",
    "duplicates:identical": "merge_identical",
    "duplicates:take_back": "take_merge_back",
    "duplicates:merge_people": "merge_people",
    "duplicates:keep_people_apart": "keep_people_apart",
    "duplicates:reconsider_people": "reconsider_people",
    "clients:permission": "note_permission",
    "clients:stand": "note_how_contact_stands",
    "care:agree_rhythm": "set_rhythm_of_tier",
    "care:keep_season": "keep_season",
    "care:keep_season_for_all": "keep_season_of_tier",
    "care:end_season": "end_season",
    "care:came_back": "note_touch_came_back",
    "care:see_risk": "see_risk",
    "care:plan_risk": "plan_risk",
    "care:begin_risk": "begin_saving",
    "care:save_risk": "save_client",
    "care:note_reading": "note_reading",
    "care:weigh": "set_risk_weights",
    "care:concern": "raise_concern",
    "care:shelf": "put_on_shelf",
    "care:edit_piece": "edit_piece",
    "care:retire_piece": "retire_piece",
    "care:sighting": "see_competitor",
    "care:do_defence_step": "do_defence_step",
    "care:keep_defence": "keep_defence",
    "care:lose_defence": "lose_defence",
    "advocacy:agree": "agree_to_reference",
    "advocacy:end": "end_reference",
    "advocacy:ask": "ask_for_reference",
    "advocacy:accept": "accept_vouching",
    "advocacy:decline": "decline_vouching",
    "advocacy:hold": "hold_vouching",
    "advocacy:ask_for_referral": "ask_for_referral",
    "advocacy:note_referral": "note_referral",
    "advocacy:give": "give_referral",
    "advocacy:meet": "meet_referral",
    "advocacy:win": "win_referral",
    "advocacy:end_referral": "end_referral",
    "advocacy:credit": "credit_vouching",
    "care:expansion": "open_expansion",
    "care:move_expansion": "move_expansion",
    "care:win_expansion": "win_expansion",
    "care:decline_expansion": "decline_expansion",
    "care:keep": "keep_promise",
    "care:promise": "make_promise",
    "care:put_off": "put_client_off",
    "care:rhythm": "set_rhythm",
    "care:settle": "settle_concern",
    "care:skip": "put_client_off",
    "care:take_back": "take_touch_back",
    "care:take_up": "take_client_up",
    "care:touch": "log_touch",
}
# Pages that only show.
SHOWN = {"desk:loss", "losses:silent", "winback:hand_outs", "winback:plan", "winback:plans"}
SHOWN |= {
    "losses:mismatches",
    "losses:reason",
    "losses:wordings",
    "losses:swot",
    "losses:swot_of",
    "losses:voices",
    "duplicates:merges",
    "duplicates:pair",
    "duplicates:pairs",
    "duplicates:people",
    "duplicates:person_pair",
    "winback:aftercare",
    "winback:call_sheet",
    "winback:campaign",
    "winback:debrief",
    "winback:board",
    "winback:deal_round",
    "winback:templates",
    "winback:campaigns",
    "winback:close_to",
    "winback:letter",
    "winback:calendar",
    "winback:change",
    "winback:doors",
    "winback:people",
    "winback:person",
    "winback:evidence",
    "winback:overrides",
    "care:back_test",
    "care:health",
    "care:rhythms",
}


@pytest.fixture(scope="module")
def schema():
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


def operations(schema):
    return {
        o["operationId"]: (method, path, o)
        for path, methods in schema["paths"].items()
        for method, o in methods.items()
    }


def pages_of(*rooms):
    for room in get_resolver().url_patterns:
        if getattr(room, "namespace", None) in rooms:
            yield from (f"{room.namespace}:{page.name}" for page in room.url_patterns)


def test_every_step_on_a_page_has_an_operation(schema):
    steps = set(pages_of("losses", "winback", "clients", "duplicates", "care")) - SHOWN

    assert sorted(steps - set(DEEDS)) == [], "Give these an operation, and name it in DEEDS"
    assert sorted(set(DEEDS.values()) - set(operations(schema))) == []


def test_the_schema_is_written_down(schema):
    assert json.loads(WRITTEN.read_text()) == schema, f"Run {REGENERATE}: docs/api/openapi.json has fallen behind"


def test_every_operation_of_ours_says_which_problems_it_may_answer_with(schema):
    silent = [
        name
        for name, (_m, path, o) in operations(schema).items()
        if not {"401", "404", "422"} <= set(map(str, o["responses"]))
    ]

    # What comes in has its own states; its owner adds the problems there.
    assert [name for name in silent if not name.startswith("wonback_intake")] == []


def test_every_number_that_is_sent_has_bounds(schema):
    sent = [
        p["schema"] | {"title": f"{n}:{p['name']}"}
        for n, (_m, path, o) in operations(schema).items()
        for p in o.get("parameters", [])
    ]
    bodies = [
        field | {"title": f"{name}.{title}"}
        for name, shape in schema["components"]["schemas"].items()
        if shape.get("additionalProperties") is False
        for title, field in shape["properties"].items()
    ]
    loose = [one["title"] for one in [*sent, *bodies] for kind in [one, *one.get("anyOf", [])] if is_loose(kind)]

    assert [title for title in loose if not title.startswith("wonback_intake")] == []


def is_loose(kind):
    return kind.get("type") == "integer" and not ({"minimum", "maximum"} <= set(kind))


BODIES = [
    b"",
    b"null",
    b"[]",
    b"{}",
    b'"text"',
    b"1e999",
    b'{"client":',
    b"\xff\xfe",
    b'{"pk": 1, "client": null}',
    b'{"words": "a\\u0000b", "said": "a\\u0000b", "why": "a\\u0000b", "what": "a\\u0000b", "evidence": "a\\u0000b"}',
    b'{"words": "\\ud800", "why": "\\ud800", "what": "\\ud800", "name": "\\ud800"}',
    b'{"client": 99999999999999999999999, "loss": 1e30, "to": -1, "change": "x", "weight": 0}',
    b'{"client": 1, "reason": "price", "lost_on": "0001-01-01", "worth": "NaN"}',
    b'{"client": 1, "reason": "price", "lost_on": "9999-12-31", "worth": 1e20}',
    b'{"on": "9999-12-31", "until": "9999-12-31", "why": "x", "due_by": "9999-12-31", "what": "x"}',
]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("body", BODIES)
def test_no_body_makes_it_crash(schema, body, acting_for, ready_plan, fabrikam_loss, adam):
    program = acting_for(adam)
    broken = []
    for method, path, _operation in operations(schema).values():
        if method == "post" and not path.startswith("/api/v1/imports"):
            for pk in (ready_plan.pk, 2**63):
                address = path.removeprefix("/api/v1").replace("{pk}", str(pk))
                status = program.post(address, body).status_code
                broken += [(address, status)] if status >= 500 else []

    assert broken == []
