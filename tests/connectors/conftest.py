"""Four programs that stand in for the real ones, each with a little in it."""

import pytest

from tests.connectors import fakes
from wonback.connectors import talking
from wonback.connectors.models import Connector, Sync


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.CURRENCY = "EUR"
    return tmp_path


@pytest.fixture(autouse=True)
def impatience(monkeypatch):
    """Where they name no time, we wait for none."""
    monkeypatch.setattr(talking, "FIRST_PAUSE_SECONDS", 0.0)


@pytest.fixture
def stand_in(settings):
    """Put one of them in the place of the real one."""
    running = []

    def put(name, program):
        running.append(fakes.Running(program).__enter__())
        settings.CONNECTORS_AT = {**settings.CONNECTORS_AT, name: running[-1].address}
        return program

    yield put
    for one in running:
        one.__exit__()


@pytest.fixture
def hubspot(stand_in):
    """Three companies, two contacts, five deals of which three are lost."""
    program = fakes.HubSpot()
    day = "2026-11-{:02}T09:00:00.000Z".format
    for number, name in ((1, "Acme"), (2, "Berrick"), (3, "Colder")):
        facts = {
            "name": name,
            "domain": f"{name.lower()}.example",
            "hubspot_owner_id": "7",
            "lifecyclestage": "customer",
        }
        program.add("companies", number, day(number), **facts, createdate="2020-01-01T00:00:00Z")
    for number, name in ((11, "Ann"), (12, "Ben")):
        program.add(
            "contacts",
            number,
            day(number - 8),
            number - 10,
            firstname=name,
            lastname="Ashe",
            email=f"{name}@acme.example",
        )
    for number in range(21, 26):
        lost = number < 24
        facts = {
            "dealname": f"Deal {number}",
            "amount": str(number * 1_000),
            "deal_currency_code": "EUR",
            "hubspot_owner_id": "7",
        }
        facts |= {"dealstage": "closedlost" if lost else "closedwon", "hs_is_closed_lost": str(lost).lower()}
        facts |= {
            "closedate": day(number - 20),
            "createdate": "2026-01-01T00:00:00Z",
            "closed_lost_reason": "Price" if lost else None,
        }
        program.add("deals", number, day(number - 15), 1 + number % 3, **facts)
    return stand_in("hubspot", program)


@pytest.fixture
def salesforce(stand_in):
    program = fakes.Salesforce()
    day = "2026-11-{:02}T09:00:00.000+0000".format
    for n in range(1, 4):
        account = {
            "Id": f"001{n:015}",
            "Name": f"Account {n}",
            "Type": "Customer",
            "OwnerId": "005",
            "Owner": {"Name": "Rosa Lindqvist"},
        }
        program.records["Account"].append({"attributes": {"type": "Account"}, **account, "SystemModstamp": day(n)})
    deal = {
        "Id": "006000000000000001",
        "AccountId": "001000000000000001",
        "Name": "Renewal",
        "StageName": "Closed Lost",
        "Amount": 12500.5,
    }
    deal |= {
        "CloseDate": "2026-10-01",
        "IsWon": False,
        "Lost_Reason__c": "Too expensive",
        "Owner": {"Name": "Rosa Lindqvist"},
    }
    program.records["Opportunity"].append({**deal, "SystemModstamp": day(9)})
    contact = {
        "Id": "003000000000000001",
        "AccountId": "001000000000000001",
        "Name": "Ann Ashe",
        "LastName": "Ashe",
        "Email": "ann@a.example",
    }
    program.records["Contact"].append({**contact, "HasOptedOutOfEmail": True, "SystemModstamp": day(4)})
    return stand_in("salesforce", program)


@pytest.fixture
def pipedrive(stand_in):
    program = fakes.Pipedrive()
    day = "2026-11-{:02}T09:00:00Z".format
    program.records["organizations"] = [
        {"id": n, "name": f"Org {n}", "owner_id": 7, "add_time": day(1), "update_time": day(n)} for n in range(1, 4)
    ]
    emails = [{"value": "ann@org.example", "primary": True}]
    program.records["persons"] = [{"id": 31, "name": "Ann Ashe", "org_id": 1, "emails": emails, "update_time": day(4)}]
    deal = {
        "id": 41,
        "title": "Pallets",
        "value": 9000,
        "currency": "EUR",
        "org_id": 1,
        "stage_id": 5,
        "owner_id": 7,
        "add_time": day(1),
    }
    program.records["deals"] = [
        {**deal, "status": "lost", "lost_reason": "Price", "lost_time": day(6), "update_time": day(6)}
    ]
    return stand_in("pipedrive", program)


@pytest.fixture
def stripe(stand_in):
    program = fakes.Stripe()
    program.records["customers"] = [
        {
            "id": f"cus_{n}",
            "name": f"Shop {n}",
            "email": f"shop{n}@example.com",
            "created": 1_700_000_000 + n,
            "delinquent": False,
        }
        for n in range(1, 4)
    ]
    charge = {
        "currency": "eur",
        "status": "succeeded",
        "amount_refunded": 0,
        "billing_details": {"email": "shop1@example.com"},
    }
    program.records["charges"] = [
        {"id": f"ch_{n}", "amount": 12_345 * n, "customer": "cus_1", "created": 1_760_000_000 + n * 86_400, **charge}
        for n in range(1, 4)
    ]
    program.records["products"] = [{"id": f"prod_{n}", "name": f"Shelf {n}", "created": n} for n in range(1, 4)]
    program.records["subscriptions"] = [
        subscription(1, [price(1_000, "month"), price(99_900, "year", quantity=1)], status="active"),
        subscription(
            2,
            [price(12_000, "month", 3, quantity=1)],
            status="canceled",
            canceled_at=1_760_000_000,
            ended_at=1_761_955_200,
            cancellation_details={
                "comment": "Ours is cheaper",
                "feedback": "too_expensive",
                "reason": "cancellation_requested",
            },
        ),
        subscription(3, [price(5_000, "month")], status="active", currency="jpy", cancel_at=1_798_761_600),
        subscription(4, [price(None, "month")], status="past_due", customer="cus_1"),
        subscription(5, [price(1_000, "month")], status="incomplete_expired", customer="cus_1"),
    ]
    return stand_in("stripe", program)


def price(amount, interval, count=1, *, quantity=2):
    """One item of a subscription, as their documentation shows it."""
    told = {"product": "prod_1", "nickname": None, "unit_amount": amount, "unit_amount_decimal": amount and str(amount)}
    return {"price": told | {"recurring": {"interval": interval, "interval_count": count}}, "quantity": quantity}


def subscription(number, items, **facts):
    started = 1_700_000_000 + number
    usual = {"customer": f"cus_{number}", "currency": "eur", "created": started, "start_date": started}
    usual |= {
        "canceled_at": None,
        "ended_at": None,
        "cancel_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
    }
    return {"id": f"sub_{number}", "items": {"object": "list", "data": items, "has_more": False}, **usual, **facts}


@pytest.fixture
def connected(adam, noon):
    """Join one of them, with the token it knows."""

    def joined(name):
        base = "https://acme.my.salesforce.com" if name == "salesforce" else ""
        return Connector.connect(name, fakes.TOKEN, base=base, by=adam, at=noon)

    return joined


@pytest.fixture
def looked(adam, noon):
    """Look at one, and bring in what came."""

    def look(connector, *, bring_in=True):
        sync = Sync.begin(connector, by=adam, at=noon)
        sync.work(now=noon)
        if bring_in and sync.batch and sync.batch.state == "checked":
            sync.batch.commit(by=adam, at=noon)
        return sync

    return look
