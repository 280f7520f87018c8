"""Who may open what. This table is the specification: a URL without a row fails the build.

Each row gives the status for each of PEOPLE. 302 is "sign in first" or "done, look here", 404 is "not yours", 403 is "not part of your
role", 422 is "not yet, and this is what to do first". What `about` names is a fixture, and Rosa's. A POST is sent empty.
"""

from dataclasses import dataclass

PEOPLE = ("nobody", "sam", "omar", "rosa", "ines", "vera", "adam")
#          –        rep,   lead,  owner,  her     asks    admin
#                   South  South  North   lead    why


@dataclass(frozen=True)
class Row:
    statuses: tuple[int, ...]
    method: str = "get"
    about: str = ""
    args: tuple[str, ...] = ()


def get(*statuses, about="", args=()):
    return Row(statuses, about=about, args=args)


def post(*statuses, about="", args=()):
    return Row(statuses, method="post", about=about, args=args)


SIGNED_IN = (302, 200, 200, 200, 200, 200, 200)
EVERYBODY = (200, 200, 200, 200, 200, 200, 200)
NOBODY = (404, 404, 404, 404, 404, 404, 404)

ACCESS = {
    "healthz": get(*EVERYBODY),
    # numbers: everybody sees their own; a client's, who may open the client (tests/metrics/test_views.py)
    "metrics:numbers": get(*SIGNED_IN),
    "metrics:metric": get(*SIGNED_IN, args=("lifetime-revenue",)),
    "metrics:rows": get(
        302, 404, 404, 404, 404, 404, 404, args=("lifetime-revenue",)
    ),  # no night has run: there are no rows
    "metrics:picture": get(302, 404, 404, 404, 404, 404, 404, args=("lifetime-revenue",)),  # nor pictures
    "metrics:segments": get(*SIGNED_IN),
    "desk:book": get(302, 404, 200, 404, 200, 404, 200),
    "desk:insights": get(302, 404, 200, 404, 200, 404, 200),
    "desk:book_list": get(302, 404, 200, 404, 200, 404, 200, args=("neglected",)),
    # the screens people work at
    "desk:client": get(302, 404, 404, 200, 200, 404, 200, about="contoso"),
    "desk:clients": get(*SIGNED_IN),
    "desk:hand_out": post(302, 422, 422, 422, 422, 422, 422),
    "desk:home": get(302, 302, 302, 302, 302, 302, 302),
    "desk:lost": get(*SIGNED_IN),
    "desk:recoverable": get(*SIGNED_IN),
    "desk:search": get(*SIGNED_IN),
    "desk:sheet": get(302, 404, 404, 200, 200, 404, 200, about="contoso"),
    "desk:today": get(*SIGNED_IN),
    "desk:my_morning": get(*SIGNED_IN),
    # what a phone keeps: the look is everybody's, the day is one's own
    "desk:manifest": get(*EVERYBODY),
    "desk:service_worker": get(*EVERYBODY),
    "desk:offline": get(*SIGNED_IN),
    "desk:offline_day": get(302, 200, 200, 200, 200, 422, 200),
    "desk:offline_who": get(*SIGNED_IN),
    # the links of a morning mail, which need no sign-in: these are made up
    "mornings:done": get(*NOBODY, args=("made-up",)),
    "mornings:skip": get(*NOBODY, args=("made-up",)),
    "mornings:tomorrow": get(*NOBODY, args=("made-up",)),
    # who reports to whom: for admins
    "team:chart": get(302, 422, 422, 422, 422, 422, 200),
    "team:person": get(302, 422, 422, 422, 422, 422, 200, about="rosa"),
    # what we know of a client
    "clients:contact": post(302, 404, 404, 422, 422, 404, 422, about="northwinds_contact"),
    "clients:edit": get(302, 404, 404, 200, 200, 404, 200, about="contoso"),
    "clients:hand_over": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "clients:stand": post(302, 404, 404, 302, 302, 404, 302, about="northwinds_contact"),
    "desk:people": get(302, 404, 404, 200, 200, 404, 200, about="contoso"),
    "clients:left": post(302, 404, 404, 302, 302, 404, 302, about="northwinds_contact"),
    "clients:meet": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "clients:new": get(302, 200, 200, 200, 200, 422, 200),
    "clients:permission": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    # keeping them
    "care:concern": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:sighting": post(302, 404, 404, 302, 302, 404, 302, about="contoso"),
    "care:do_defence_step": post(302, 404, 404, 302, 302, 404, 302, about="defence_step"),
    "care:keep_defence": post(302, 404, 404, 422, 422, 404, 422, about="defence"),
    "care:lose_defence": post(302, 404, 404, 422, 422, 404, 422, about="defence"),
    "care:expansion": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:move_expansion": post(302, 404, 404, 422, 422, 404, 422, about="expansion"),
    "care:win_expansion": post(302, 404, 404, 302, 302, 404, 302, about="expansion"),
    "care:decline_expansion": post(302, 404, 404, 422, 422, 404, 422, about="expansion"),
    # the shelf is everybody's; whoever put something there changes it, and a lead
    "care:shelf": get(*SIGNED_IN),
    "care:edit_piece": get(*SIGNED_IN, about="piece"),
    "care:retire_piece": post(302, 422, 302, 302, 302, 422, 302, about="piece"),
    "care:keep": post(302, 404, 404, 302, 302, 404, 302, about="promise"),
    "care:promise": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:put_off": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:rhythm": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    # the rules are everybody's to read and a lead's to change; a client's own season is whose the client is
    "care:rhythms": get(*SIGNED_IN),
    "care:agree_rhythm": post(302, 422, 422, 422, 422, 422, 422),
    "care:keep_season_for_all": post(302, 422, 422, 422, 422, 422, 422),
    "care:keep_season": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:end_season": post(302, 404, 404, 302, 302, 404, 302, about="season"),
    "care:came_back": post(302, 404, 404, 422, 422, 404, 422, about="touch"),
    # who may leave: whose the client is; what the signs count for: a lead's to say
    "desk:risks": get(*SIGNED_IN),
    "care:health": get(302, 404, 404, 200, 200, 404, 200, about="contoso"),
    "care:note_reading": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:see_risk": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:plan_risk": post(302, 404, 404, 422, 422, 404, 422, about="risk"),
    "care:begin_risk": post(302, 404, 404, 422, 422, 404, 422, about="risk"),
    "care:save_risk": post(302, 404, 404, 422, 422, 404, 422, about="risk"),
    "care:back_test": get(302, 200, 200, 200, 200, 200, 200),
    "care:weigh": post(302, 422, 422, 422, 422, 422, 422),
    "care:settle": post(302, 404, 404, 302, 302, 404, 302, about="concern"),
    "care:skip": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "care:take_back": post(302, 404, 404, 422, 422, 404, 422, about="touch"),
    "care:take_up": post(302, 404, 404, 302, 404, 404, 404, about="snooze"),
    "care:touch": post(302, 404, 404, 302, 302, 404, 302, about="contoso"),
    # the planner: a rep their own, a lead their team's
    "desk:planner": get(*SIGNED_IN),
    "desk:fill_planner": post(302, 302, 302, 302, 302, 422, 302),
    "desk:plan_touch": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "desk:move_planned": post(302, 404, 404, 422, 422, 404, 422, about="planned_touch"),
    "desk:let_planned_go": post(302, 404, 404, 302, 302, 404, 302, about="planned_touch"),
    "desk:keep_holiday": post(302, 422, 422, 422, 422, 422, 422),
    "desk:cancel_holiday": post(302, 422, 302, 422, 302, 422, 302, about="holiday"),
    "desk:plan_away": post(302, 404, 404, 422, 422, 404, 422, about="rosa"),
    "desk:cancel_away": post(302, 404, 404, 404, 404, 302, 302, about="absence"),
    "desk:renew_feed": post(302, 302, 302, 302, 302, 422, 302),
    # the address is the key
    "desk:feed": get(*NOBODY, args=("made-up",)),
    # contracts that end: as the client
    "renewals:renewals": get(*SIGNED_IN),
    "renewals:renewal": get(302, 404, 404, 200, 200, 404, 200, about="renewal"),
    "renewals:expect": post(302, 404, 404, 422, 422, 404, 422, about="renewal"),
    "renewals:count_on": post(302, 404, 404, 422, 422, 404, 422, about="renewal"),
    "renewals:renew": post(302, 404, 404, 422, 422, 404, 422, about="renewal"),
    "renewals:lose": post(302, 404, 404, 422, 422, 404, 422, about="renewal"),
    # what went wrong: a neutral person sees every loss
    # a stranger’s link opens it, and no role does
    "colleagues:ready": get(*NOBODY, args=("made-up",)),
    "colleagues:not_certain": get(*NOBODY, args=("made-up",)),
    "strangers:book": post(*NOBODY, args=("made-up",)),
    "strangers:booking": get(*NOBODY, args=("made-up",)),
    "strangers:cancel": post(*NOBODY, args=("made-up",)),
    "strangers:refuse": post(*NOBODY, args=("made-up",)),
    "strangers:form": get(*NOBODY, args=("made-up",)),
    "strangers:form_begin": post(*NOBODY, args=("made-up",)),
    "strangers:form_end": get(*NOBODY, args=("made-up",)),
    "strangers:form_refuse": post(*NOBODY, args=("made-up",)),
    "strangers:leaf": get(*NOBODY, args=("made-up", 1)),
    "strangers:extension": get(*NOBODY, args=("made-up",)),
    "strangers:extension_allow": post(*NOBODY, args=("made-up",)),
    "strangers:extension_decline": post(*NOBODY, args=("made-up",)),
    "strangers:extension_forbid": post(*NOBODY, args=("made-up",)),
    "strangers:recap": get(*NOBODY, args=("made-up",)),
    "ledger:judge": post(*NOBODY, args=("made-up",)),
    "ledger:ledger": get(*NOBODY, args=("made-up",)),
    "strangers:recap_forbid": post(*NOBODY, args=("made-up",)),
    "strangers:verdict": post(*NOBODY, args=("made-up",)),
    # letters of oneself and of those whose work one sees; this one waits
    "post:outbox": get(*SIGNED_IN),
    "post:again": post(302, 404, 404, 422, 422, 404, 422, about="letter"),
    "post:arrived": post(302, 404, 404, 422, 422, 404, 422, about="letter"),
    "post:hold": post(302, 404, 404, 302, 302, 404, 302, about="letter"),
    # before the call: for those who may interview; whoever was part of it is refused
    "interviews:queue": get(302, 422, 200, 422, 200, 200, 200),
    "interviews:hours": get(302, 422, 200, 422, 200, 200, 200),
    "interviews:go_away": post(302, 422, 422, 422, 422, 422, 422),
    "interviews:come_back": post(302, 404, 404, 404, 404, 302, 404, about="absence"),
    "interviews:test_box": get(302, 422, 422, 422, 422, 422, 200),
    # everybody says it of themselves, an admin of anybody; sent empty
    "interviews:declare": post(302, 404, 404, 422, 422, 422, 422, about="fabrikam_loss"),
    "interviews:withdraw": post(302, 404, 404, 404, 404, 302, 302, about="stake"),
    "interviews:accept": post(302, 404, 404, 422, 422, 302, 422, about="proposed_talk"),
    "interviews:hand_on": post(302, 404, 404, 422, 422, 422, 422, about="proposed_talk"),
    "interviews:assign": post(302, 404, 404, 404, 404, 404, 404, about="proposed_talk"),
    "interviews:invite": get(302, 404, 404, 422, 422, 200, 422, about="accepted_talk"),
    "interviews:call_off": post(302, 404, 404, 422, 422, 302, 422, about="booked_talk"),
    "interviews:replied": post(302, 404, 404, 422, 422, 302, 422, about="invitation"),
    # in writing: whoever holds the talk writes; a lead sees how far they are
    "interviews:asked": get(302, 422, 200, 422, 200, 200, 200),
    "interviews:remind_chosen": post(302, 422, 422, 422, 422, 422, 422),
    "interviews:ask_in_writing": get(302, 404, 404, 422, 422, 200, 422, about="accepted_talk"),
    "interviews:form_replied": post(302, 404, 404, 422, 422, 302, 422, about="written_form"),
    "interviews:form_revoke": post(302, 404, 404, 422, 422, 302, 422, about="written_form"),
    "interviews:phrasings": get(302, 422, 422, 422, 422, 422, 200),
    # during the call and after it: nobody but the person who holds it
    "interviews:live": get(302, 404, 404, 404, 404, 200, 404, about="accepted_talk"),
    "interviews:begin": post(302, 404, 404, 404, 404, 302, 404, about="accepted_talk"),
    "interviews:keep": post(302, 404, 404, 404, 404, 422, 404, about="accepted_talk"),
    "interviews:end": post(302, 404, 404, 404, 404, 422, 404, about="accepted_talk"),
    "interviews:recap": get(302, 404, 404, 404, 404, 200, 404, about="accepted_talk"),
    "interviews:recap_hints": post(302, 404, 404, 404, 404, 200, 404, about="accepted_talk"),
    "interviews:revoke": post(302, 404, 404, 404, 404, 404, 404, about="accepted_talk"),
    # for the lead of that person alone: neither for admins nor for whoever asked
    "interviews:is_it_me": get(302, 422, 200, 422, 200, 422, 200),
    "interviews:warm": get(302, 404, 404, 404, 200, 404, 404, about="said_of_rosa"),
    "interviews:decide": post(302, 404, 404, 404, 422, 404, 404, about="said_of_rosa"),
    "interviews:tick": post(302, 404, 404, 404, 422, 404, 404, about="said_of_rosa"),
    "interviews:give": post(302, 404, 404, 404, 422, 404, 404, about="said_of_rosa"),
    "interviews:write": post(302, 404, 404, 404, 422, 404, 404, about="said_of_rosa"),
    "interviews:raise_is_it_me": post(302, 404, 404, 422, 422, 422, 422, about="fabrikam_loss"),
    "interviews:programme": get(302, 422, 200, 422, 200, 200, 200),
    # what is asked: for admins
    "interviews:guide": get(302, 422, 422, 422, 422, 422, 200),
    "interviews:add_question": post(302, 422, 422, 422, 422, 422, 422),
    "interviews:edit_question": post(302, 422, 422, 422, 422, 422, 422, about="question"),
    "interviews:move_question": post(302, 422, 422, 422, 422, 422, 302, about="question"),
    "interviews:retire_question": post(302, 422, 422, 422, 422, 422, 302, about="question"),
    "interviews:bring_question_back": post(302, 422, 422, 422, 422, 422, 422, about="question"),
    "interviews:note": post(302, 404, 404, 422, 422, 422, 422, about="fabrikam_loss"),
    "losses:bring_back": post(302, 422, 422, 422, 422, 422, 302, about="reason"),
    "losses:confirm": post(302, 404, 404, 422, 422, 404, 422, about="proposal"),
    "losses:dismiss": post(302, 404, 404, 422, 422, 404, 422, about="proposal"),
    "losses:hear": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    "losses:let_go": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    "desk:loss": get(302, 404, 404, 200, 200, 200, 200, about="northwind_loss"),
    "losses:own": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    "losses:own_hints": post(302, 404, 404, 200, 200, 200, 200, about="northwind_loss"),
    "losses:reasons": get(302, 422, 422, 422, 422, 422, 200),
    "losses:record": get(302, 200, 200, 200, 200, 422, 200),
    "losses:reason": get(302, 422, 422, 422, 422, 422, 200, about="reason"),
    "losses:edit_reason": post(302, 422, 422, 422, 422, 422, 422, about="reason"),
    "losses:merge_reason": post(302, 422, 422, 422, 422, 422, 422, about="reason"),
    "losses:take_reason_apart": post(302, 422, 422, 422, 422, 422, 422, about="reason"),
    "losses:retire": post(302, 422, 422, 422, 422, 422, 302, about="reason"),
    "losses:silent": get(*SIGNED_IN),
    "losses:strike_why": post(302, 404, 404, 404, 404, 404, 404, about="northwind_loss"),
    "losses:write_why": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    "losses:swot": get(*SIGNED_IN),
    "losses:swot_of": get(302, 404, 404, 200, 200, 200, 200, about="northwind_loss"),
    "losses:prefill_swot": post(302, 404, 404, 302, 302, 422, 302, about="northwind_loss"),
    "losses:write_swot": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    "losses:look": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    "losses:vote": post(302, 404, 404, 302, 302, 302, 302, about="swot_note"),
    "losses:merge_swot": post(302, 404, 404, 422, 302, 422, 302, about="swot_note"),
    "losses:strike_swot": post(302, 404, 404, 302, 302, 422, 302, about="swot_note"),
    "losses:wordings": get(302, 422, 422, 422, 422, 422, 200),
    "losses:settle_wording": post(302, 422, 422, 422, 422, 422, 422, about="wording"),
    "losses:mismatches": get(302, 422, 200, 422, 200, 200, 200),
    "losses:note_their_loss": post(302, 404, 404, 422, 422, 404, 422, about="contoso"),
    "losses:help_them": post(302, 404, 404, 302, 302, 404, 302, about="their_loss"),
    "competitors:list": get(*SIGNED_IN),
    "competitors:one": get(302, 404, 404, 200, 200, 404, 200, about="rival"),
    "losses:voices": get(302, 422, 200, 422, 200, 200, 200),
    "losses:take_up": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    # bringing them home
    "winback:accept": post(302, 404, 404, 302, 422, 404, 422, about="hand_out"),
    "winback:goal": post(302, 404, 404, 302, 302, 404, 302, about="ready_plan"),
    "winback:aim": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    # lot decides whom we call: for leads
    "winback:board": get(*SIGNED_IN),
    "winback:campaign": get(302, 404, 404, 404, 200, 404, 200, about="campaign"),
    "winback:campaigns": get(302, 404, 200, 404, 200, 404, 200),
    "winback:close_campaign": post(302, 404, 404, 404, 302, 404, 302, about="campaign"),
    "winback:start_campaign": post(302, 422, 422, 422, 422, 422, 422),
    "winback:take_out": post(302, 404, 404, 422, 422, 422, 422, about="waiting_loss"),
    "winback:ask_to_sign": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    # the register is everybody's; what it holds up, whoever may open the plan (tests/winback/test_change.py)
    "winback:change": get(*SIGNED_IN, about="open_change"),
    "winback:changes": get(*SIGNED_IN),
    "winback:evidence": get(302, 404, 404, 404, 404, 404, 404, about="change"),  # no file
    "winback:deal": post(302, 404, 422, 404, 422, 404, 422),
    "winback:deal_round": get(302, 404, 200, 404, 200, 404, 200),
    "winback:keep": post(302, 404, 404, 404, 422, 404, 422, about="fabrikam_loss"),
    "winback:limit": post(302, 404, 404, 404, 422, 404, 422, about="rosa"),
    "winback:suggest_deal": post(302, 404, 422, 404, 422, 404, 422),
    # the links of a deal round's letter, which need no sign-in: these are made up
    "handed:accept": get(*NOBODY, args=("made-up",)),
    "handed:give_back": get(*NOBODY, args=("made-up",)),
    "winback:people": get(*SIGNED_IN),
    "winback:person": get(302, 404, 404, 200, 200, 404, 200, about="northwinds_contact"),
    "winback:gone": post(302, 404, 404, 302, 302, 404, 302, about="northwinds_contact"),
    "winback:still_there": post(302, 404, 404, 302, 302, 404, 302, about="northwinds_contact"),
    "winback:doors": get(*SIGNED_IN),
    "winback:calendar": get(*SIGNED_IN),
    "winback:say": post(302, 422, 422, 422, 422, 422, 422),
    "winback:take_door": post(302, 404, 404, 302, 302, 404, 302, about="door"),
    "winback:put_door_aside": post(302, 404, 404, 422, 422, 404, 422, about="door"),
    "winback:note_window": post(302, 404, 404, 422, 422, 422, 422, about="northwind_loss"),
    "winback:give_back": post(302, 404, 404, 422, 422, 404, 422, about="hand_out"),
    "winback:hand_out": post(302, 404, 404, 422, 422, 422, 422, about="fabrikam_loss"),
    "winback:hand_outs": get(*SIGNED_IN),
    "winback:approve_offer": post(302, 404, 404, 422, 302, 404, 302, about="discounted_offer"),
    "winback:decline": post(302, 404, 404, 422, 422, 404, 422, about="open_offer"),
    "winback:ladder": get(302, 404, 404, 200, 200, 404, 200, about="ready_plan"),
    "winback:offer": post(302, 404, 404, 302, 302, 404, 302, about="open_offer"),
    "winback:offer_effects": get(*SIGNED_IN),
    "winback:take": post(302, 404, 404, 422, 422, 404, 422, about="open_offer"),
    "winback:withdraw_offer": post(302, 404, 404, 302, 302, 404, 302, about="open_offer"),
    # every step asks whether the conversation is open
    "winback:answer_steps": post(302, 404, 404, 302, 302, 404, 302, about="sequence"),
    "winback:conclude_steps": post(302, 404, 404, 422, 422, 404, 422, about="sequence"),
    "winback:move_step": post(302, 404, 404, 422, 422, 404, 422, about="step"),
    "winback:steps": get(302, 404, 404, 200, 200, 404, 200, about="ready_plan"),
    "winback:stop_steps": post(302, 404, 404, 422, 422, 404, 422, about="sequence"),
    "winback:take_step": post(302, 404, 404, 302, 302, 404, 302, about="step"),
    "winback:call_sheet": get(302, 404, 404, 200, 200, 404, 200, about="ready_plan"),
    "winback:compose": get(302, 404, 404, 200, 200, 404, 200, about="ready_plan"),
    # to nobody who works there
    "winback:letter": get(302, 404, 404, 404, 404, 404, 404, about="ready_plan", args=(1_000_000,)),
    "winback:aftercare": get(*SIGNED_IN),
    "winback:ask_for_verdicts": post(302, 404, 404, 422, 422, 404, 422, about="aftercare"),
    "winback:check": post(302, 404, 404, 422, 422, 404, 422, about="check"),
    "winback:close_to": get(302, 404, 404, 200, 200, 404, 200, about="aftercare"),
    "winback:promise": post(302, 404, 404, 422, 422, 404, 422, about="aftercare"),
    "winback:launch": post(302, 404, 404, 302, 302, 404, 302, about="ready_plan"),
    "winback:make": post(302, 422, 422, 422, 422, 422, 422, about="open_change"),
    "winback:move": post(302, 404, 404, 422, 422, 404, 422, about="milestone"),
    "winback:nudge": post(302, 302, 302, 302, 302, 302, 302, about="open_change"),
    "winback:override": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    "winback:overrides": get(302, 404, 200, 404, 200, 404, 200),
    "winback:reopen": post(302, 422, 422, 422, 422, 422, 422, about="change"),
    "winback:need_no_change": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    "winback:pitch": post(302, 404, 404, 302, 302, 404, 302, about="ready_plan"),
    "winback:plan": get(302, 404, 404, 200, 200, 404, 200, about="ready_plan"),
    "winback:plans": get(*SIGNED_IN),
    "winback:reach": post(302, 404, 404, 422, 422, 404, 422, about="milestone"),
    "winback:require": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    "winback:rest": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    "winback:sign": post(302, 422, 422, 422, 422, 422, 422, about="ready_plan"),
    "winback:start": post(302, 404, 404, 302, 302, 422, 302, about="fabrikam_loss"),
    "winback:truth": get(302, 404, 404, 422, 200, 200, 200, about="northwind_loss"),
    "winback:truth_note": post(302, 404, 404, 422, 302, 302, 302, about="northwind_loss"),
    "winback:debrief": get(302, 404, 404, 200, 200, 200, 200, about="northwind_loss"),
    "winback:templates": get(302, 404, 200, 404, 200, 404, 200),
    "winback:template": get(302, 404, 200, 404, 200, 404, 200, about="reason"),
    "winback:forget_template": post(302, 404, 404, 404, 404, 404, 404, about="reason"),  # it is as it ships
    "winback:wake": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    "winback:win": post(302, 404, 404, 422, 422, 404, 422, about="ready_plan"),
    # files: for those who may import; one dropped by Ines, of her team and the admins
    # the programs we are joined with, for admins; this one has no token
    "connectors:connect": get(302, 404, 404, 404, 404, 404, 200, args=("salesforce",)),
    "connectors:connector": get(302, 404, 404, 404, 404, 404, 200, about="connection"),
    "connectors:connectors": get(302, 404, 404, 404, 404, 404, 200),
    "connectors:disconnect": post(302, 404, 404, 404, 404, 404, 302, about="connection"),
    "connectors:look": post(302, 404, 404, 404, 404, 404, 422, about="connection"),
    "connectors:progress": get(302, 404, 404, 404, 404, 404, 302, about="connection"),
    "connectors:stop": post(302, 404, 404, 404, 404, 404, 302, about="connection"),
    "connectors:tell": post(302, 404, 404, 404, 404, 404, 422, about="connection"),
    "connectors:try_token": post(302, 404, 404, 404, 404, 404, 422, about="connection"),
    "connectors:write_back": post(302, 404, 404, 404, 404, 404, 302, about="connection"),
    # lists along: everybody those they may see; the whole house, admins alone
    "exports:ask": post(302, 422, 422, 422, 422, 422, 302),
    "exports:export": get(302, 404, 404, 404, 404, 404, 200, about="whole_export"),
    "exports:exports": get(*SIGNED_IN),
    "exports:fetch": get(302, 404, 404, 404, 404, 404, 422, about="whole_export"),
    "exports:forget": post(302, 404, 404, 404, 404, 404, 302, about="whole_export"),
    "exports:stop": post(302, 404, 404, 404, 404, 404, 302, about="whole_export"),
    "exports:take": get(*SIGNED_IN, args=("clients", "csv")),
    "intake:batch": get(302, 404, 404, 404, 200, 404, 200, about="batch"),
    "intake:batches": get(302, 404, 200, 404, 200, 404, 200),
    "intake:check": post(302, 404, 404, 404, 302, 404, 302, about="batch"),
    "intake:commit": post(302, 404, 404, 404, 422, 404, 422, about="batch"),
    "intake:drop": post(302, 404, 422, 404, 422, 404, 422),
    "intake:progress": get(302, 404, 404, 404, 302, 404, 302, about="batch"),
    "intake:refused": get(302, 404, 404, 404, 404, 404, 404, about="batch", args=(1,)),
    "intake:stop": post(302, 404, 404, 404, 302, 404, 302, about="batch"),
    "intake:undo": post(302, 404, 404, 404, 422, 404, 422, about="batch"),
    # the door: allauth's views behind our own pages, and what of allauth nobody needs here
    "account_change_password": get(*SIGNED_IN),
    "account_confirm_email": get(*NOBODY, args=("a-key",)),
    "account_confirm_login_code": get(*NOBODY),
    "account_email": get(*NOBODY),
    "account_email_verification_sent": get(*NOBODY),
    "account_inactive": get(*EVERYBODY),
    "account_login": get(200, 302, 302, 302, 302, 302, 302),
    "account_logout": get(*SIGNED_IN),
    "account_reauthenticate": get(*SIGNED_IN),
    "account_reset_password": get(*EVERYBODY),
    "account_reset_password_done": get(*EVERYBODY),
    "account_reset_password_from_key": get(*EVERYBODY, args=("1", "a-key")),
    "account_reset_password_from_key_done": get(*EVERYBODY),
    "account_set_password": get(302, 302, 302, 302, 302, 302, 302),
    "account_signup": get(200, 302, 302, 302, 302, 302, 302),
    # programs, and what refusals mean
    "tokens:problem": get(*EVERYBODY, args=("plan_not_ready",)),
    "tokens:problems": get(*EVERYBODY),
    "tokens:reference": get(*SIGNED_IN),
    "tokens:revoke": post(302, 404, 404, 302, 404, 404, 404, about="token"),
    "tokens:tokens": get(*SIGNED_IN),
}

# tests/web tries the gallery, which stands in development only; what programs may do is in access_api.py.
ELSEWHERE = ("web:", "api:")
