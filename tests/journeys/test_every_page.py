"""Every page people meet, at a desk and on a phone, by day and by night: nothing for axe to find, nothing wider than its window."""

from datetime import timedelta
from decimal import Decimal
from itertools import cycle

import pytest

from tests.journeys.conftest import DESK, LYING_OVER, NAMED_TWICE, PHONE, SMALL_PHONE, THUMB_HEIGHTS
from wonback.advocacy.models import Reference, Referral, Vouching
from wonback.care.models import Concern, Defence, Promise, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contact, Purchase
from wonback.duplicates.models import Pair
from wonback.interviews.models import IsItMe
from wonback.losses.models import Loss, Proposal
from wonback.losses.models.loss import Story
from wonback.rewards.models import Closing, Deed, Praise, Scheme
from wonback.rewards.scheme import Terms as Pays
from wonback.rewards.scheme import months_after
from wonback.team.models import User
from wonback.winback.models import Campaign, Change, HandOut, Plan
from wonback.winback.models.campaign import Terms

LONG = "Vereinigte Donaudampfschifffahrtselektrizitätenhauptbetriebswerke GmbH & Co. KG"

# Whose pages they are, and their addresses; words in braces are looked up in the house.
PAGES = {
    "rosa": [
        "/today/",
        "/today/{long.pk}/",
        "/planner/",
        "/renewals/",
        "/praise/",
        "/pay/",
        "/risks/",
        "/care/rhythms/",
        "/care/clients/{long.pk}/health/",
        "/care/risk/back-test/",
        "/clients/{long.pk}/people/",
        "/clients/",
        "/clients/?due=1",
        "/clients/new/",
        "/advocates/",
        "/advocates/asked/",
        "/advocates/asked/{vouching.pk}/",
        "/advocates/referrals/",
        "/advocates/referrals/{referral.pk}/",
        "/advocates/find/",
        "/advocates/find/?client={northwind.pk}",
        "/clients/{long.pk}/",
        "/clients/{northwind.pk}/",
        "/clients/{long.pk}/edit/",
        "/clients/contacts/{contact.pk}/",
        "/lost/",
        "/losses/{loss.pk}/",
        "/losses/new/",
        "/losses/new/?client={long.pk}",
        "/losses/silent/",
        "/plans/",
        "/plans/?stage=resting",
        "/plans/{ready_plan.pk}/",
        "/plans/{plan.pk}/",
        "/changes/",
        "/changes/?made=1",
        "/hand-outs/",
        "/search/?q=ver",
        "/search/?q=nobody",
        "/numbers/",
        "/numbers/revenue-12-months/",
        "/me/tokens/",
        "/docs/api/",
        "/problems/",
        "/account/password/change/",
        "/account/logout/",
    ],
    "vera": [
        "/today/",
        "/lost/?reason=unknown",
        "/losses/{fabrikam_loss.pk}/",
        "/interviews/",
        "/interviews/hours/",
        "/interviews/programme/",
        "/losses/{ready_plan.loss_id}/truth/",
        "/losses/{ready_plan.loss_id}/debrief/",
    ],
    "ines": [
        "/praise/",
        "/pay/",
        "/pay/scheme/",
        "/interviews/",
        "/interviews/is-it-me/",
        "/interviews/is-it-me/{said.pk}/",
        "/clients/{long.pk}/hand-over/",
        "/lost/",
        "/losses/{fabrikam_loss.pk}/",
        "/plans/{plan.pk}/sign/",
        "/book/",
        "/book/neglected/",
        "/book/slipping/",
        "/campaigns/",
        "/campaigns/{campaign.pk}/",
        "/losses/{waits.pk}/",
        "/duplicates/",
        "/duplicates/{pair.pk}/",
        "/duplicates/identical/",
        "/duplicates/merges/",
    ],
    "adam": [
        "/interviews/test/",
        "/interviews/guide/",
        "/losses/reasons/",
        "/import/",
        "/export/",
        "/connections/",
        "/connections/salesforce/connect/",
    ],
}


@pytest.fixture
def long(rosa, noon, today):
    """A client with a long name, much money, somebody unhappy and a promise that is late."""
    began_on = today - timedelta(days=900)
    client = Client.add(by=rosa, at=noon - timedelta(days=900), since=began_on, name=LONG, owner=rosa, tier="A")
    Touch.log(
        client,
        Note(channel="call", line="Die Rechnungsprüfung dauert zu lange."),
        by=rosa,
        at=noon - timedelta(days=61),
    )
    Promise.make(client, "a name in support", by=rosa, at=noon - timedelta(days=9), due_by=today - timedelta(days=2))
    Concern.raise_(
        client, "Eleven cartons short.", by=rosa, at=noon - timedelta(days=3), due_by=today + timedelta(days=2)
    )
    for weeks in range(6):
        bought_on = today - timedelta(days=30 + 20 * weeks)
        Purchase.objects.create(client=client, bought_on=bought_on, amount=Decimal("123456789.01"), currency="EUR")
    return client


@pytest.fixture
def contact(long):
    facts = {"role": "decider", "stance": -1, "email": f"{'hannelore.' * 5}@werke.example", "phone": "+49 30 5550 592"}
    return Contact.objects.create(client=long, name="Hannelore von der Donau-Hauptbetrieb", **facts)


@pytest.fixture
def vouching(long, contact, contoso, northwind, rosa, noon, today):
    """Two who vouch for us, one of whom is not to be asked now."""
    facts = {"call": True, "visit": True, "agreed_on": today, "noted_by": rosa, "words": "Rufen Sie mich jederzeit an."}
    Reference.objects.create(client=long, contact=contact, **facts)
    one = Reference.objects.create(client=contoso, contact=contoso.contacts.get(), **facts)
    facts = {"way": "call", "stage": "held", "outcome": "helped", "asked_by": rosa, "asked_at": noon, "on": today}
    return Vouching.objects.create(reference=one, prospect=northwind, **facts)


@pytest.fixture
def house(
    request,
    contoso,
    northwind,
    ready_plan,
    fabrikam_loss,
    long,
    contact,
    vouching,
    rosa,
    sam,
    ines,
    vera,
    adam,
    noon,
    today,
):
    """Something on every page."""
    story = Story(reason="quality", lost_on=today - timedelta(days=40), worth=Decimal(223_969), currency="EUR")
    gone = Client.add(
        by=rosa, at=noon - timedelta(days=900), since=today - timedelta(days=900), name="Tarn", owner=rosa
    )
    loss = Loss.record(gone, story, by=rosa, at=noon - timedelta(days=39))
    plan = Plan.start(loss, owner=rosa, by=rosa, at=noon - timedelta(days=30))
    change = Change.name(
        "Weigh every pallet before it leaves.", owner=ines, by=rosa, at=noon, due_by=today - timedelta(days=1)
    )
    plan.require(change, by=rosa, at=noon)
    HandOut.give(fabrikam_loss, rosa, by=ines, at=noon)
    facts = {"silent_since": today - timedelta(days=123), "silent_days": 123, "rhythm_days": 19.2, "purchases": 59}
    Proposal.objects.create(client=contoso, worth=Decimal(18_614), currency="EUR", as_of=today, **facts)
    people = {"rosa": rosa, "ines": ines, "vera": vera, "adam": adam}
    things = {"northwind": northwind, "ready_plan": ready_plan, "fabrikam_loss": fabrikam_loss, "long": long}
    named = {"client": long, "by": rosa, "stage": "given", "name": f"{LONG} Nord", "given_at": noon, "noted_at": noon}
    things |= {"vouching": vouching, "referral": Referral.objects.create(**named)}
    terms = Terms(name=f"{LONG} im Herbst", ends_on=today + timedelta(days=90), waiting=0.5)
    campaign = Campaign.start(terms, by=ines, at=noon - timedelta(days=20))
    campaign.lots.filter(loss=loss).update(arm="wait")
    IsItMe.hear(fabrikam_loss, "yes", "She never called back.", by=vera, at=noon)
    said = IsItMe.objects.get()
    said.decide("hand over", to=User.objects.create(name="Jonas", role="rep"), by=ines, at=noon)
    IsItMe.raise_(loss, "I never went there.", by=rosa, at=noon)
    kept = Defence.against_seen(long, f"{LONG} Nord", by=rosa, at=noon)
    kept.keep("They like us.", by=rosa, at=noon)
    Praise.give(Deed("defended", rosa, kept), f"Went to {LONG} twice a week.", by=ines, at=noon)
    scheme = Scheme.draft(Pays(retained_rate=Decimal("0.05"), renewed_rate=Decimal("0.01")), LONG, by=ines, at=noon)
    scheme.put_in_force(months_after(today.replace(day=1), -2), by=adam, at=noon)
    Scheme.draft(Pays(retained_rate=Decimal("0.06")), f"{LONG} noch mehr", by=ines, at=noon)
    day = today.replace(day=1) - timedelta(days=40)
    Purchase.objects.create(client=long, bought_on=day, amount=Decimal("123456789.12"), currency="EUR")
    Closing.close(scheme.from_month, by=adam, at=noon)
    alike = {"score": 0.93, "signs": [["domains", "contoso.com / contoso.de"]], "found_on": today, "identical": True}
    pair = Pair.objects.create(one=contoso, other=gone, **alike)
    things |= {"campaign": campaign, "waits": loss, "said": said, "pair": pair}
    return people, things | {"contact": contact, "loss": loss, "plan": plan}


@pytest.mark.parametrize("who", PAGES)
def test_nothing_stands_in_anybodys_way(who, house, signed_in, live_server, accessible, fitting):
    people, things = house
    page = signed_in(people[who])
    # Colours do not change with the window, nor the order of things with the colours: each page is looked at in both of each.
    looks = cycle((((DESK, "light"), (PHONE, "dark")), ((DESK, "dark"), (PHONE, "light"))))
    for address, pair in zip(PAGES[who], looks, strict=False):
        for size, scheme in pair:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            # Loaded anew: a page that changes its colours under axe would be judged half-way.
            assert page.goto(live_server.url + address.format(**things)).ok, address
            accessible(page)
            fitting(page)
            assert page.evaluate(LYING_OVER) == [], (address, size)
        # A label leads to the field it stands at only if no other field is called the same.
        assert page.evaluate(NAMED_TWICE) == [], address
        page.set_viewport_size(SMALL_PHONE)
        fitting(page)


@pytest.mark.parametrize("who", PAGES)
def test_a_thumb_hits_what_it_aims_at(who, house, by_thumb, live_server):
    people, things = house
    page = by_thumb(people[who])
    for address in PAGES[who]:
        page.goto(live_server.url + address.format(**things))
        assert [(what, height) for what, height in page.evaluate(THUMB_HEIGHTS) if height < 43.5] == [], address


def test_the_lost_list_prints_without_what_only_a_screen_can_do(house, signed_in):
    page = signed_in(house[0]["ines"], "/lost/")
    page.emulate_media(media="print")

    assert page.get_by_role("link", name="Northwind").is_visible()
    for gone in (".rail", ".search", ".page-actions", ".row-pick", ".row-actions", ".pager"):
        assert not any(one.is_visible() for one in page.locator(gone).all()), gone


FOCUS_IS_DRAWN = """() => {
  const drawn = (one) => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2
  const here = document.activeElement
  return here === document.body || drawn(here) || drawn(here.closest(".row, .chip, .tick"))
}"""


@pytest.mark.parametrize(("who", "address"), [("ines", "/lost/"), ("rosa", "/today/{long.pk}/")])
def test_who_walks_by_tab_sees_where_they_are(who, address, house, signed_in):
    people, things = house
    page = signed_in(people[who], address.format(**things))
    for _step in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert page.evaluate(FOCUS_IS_DRAWN), here
