"""Files that other people published, brought in whole: nothing is lost on the way (A29, A30).

Sources: Maven Analytics, "CRM Sales Opportunities", a fictional seller, here by its counts; IBM's telco sample (2019), by the
number of clients behind each of its twenty reasons.
"""

import io
from datetime import UTC, datetime

import pytest

from wonback.clients.models import Deal
from wonback.intake.models import Batch
from wonback.losses.models import Cause, Loss

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACCOUNTS = 85
DAYS = {"Won": "2016-10-20,2017-03-01", "Lost": "2016-10-25,2017-03-11", "Engaging": "2016-10-25,", "Prospecting": ","}
REASONS = {
    "Attitude of support person": 192, "Competitor offered higher download speeds": 189, "Competitor offered more data": 162,
    "Don't know": 154, "Competitor made better offer": 140, "Attitude of service provider": 135, "Competitor had better devices": 130,
    "Network reliability": 103, "Product dissatisfaction": 102, "Price too high": 98, "Service dissatisfaction": 89,
    "Lack of self-service on Website": 88, "Extra data charges": 57, "Moved": 53, "Limited range of services": 44,
    "Lack of affordable download/upload speed": 44, "Long distance charges": 44, "Poor expertise of phone support": 20,
    "Poor expertise of online support": 19, "Deceased": 6,
}  # fmt: skip


@pytest.fixture
def brought(settings, tmp_path):
    """Bring in files, given as name=content, with everything that Wonback finds by itself."""
    settings.HOME, settings.CURRENCY = tmp_path, "EUR"

    def bring(**files):
        named = [(name.replace("_csv", ".csv"), io.BytesIO(body.encode())) for name, body in files.items()]
        batch = Batch.drop(named, by=None, at=AT)
        batch.examine(at=AT)
        batch.commit(by=None, at=AT)
        return batch

    return bring


def pipeline(table):
    """As many deals of each stage and product as the file has, with and without an account."""
    yield "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
    for *kind, deals in zip(*(table[name] for name in ("stage", "product", "account", "deals")), strict=True):
        stage, product, account = kind
        for number in range(int(deals)):
            name = f"Account {number % ACCOUNTS}" if account == "known" else ""
            yield f"{stage}{product}{account}{number},Ann Agent,{product},{name},{stage},{DAYS[stage]},{'500' if stage == 'Won' else ''}"


def test_a29_keeps_every_deal_of_the_sales_pipeline(brought, table):
    lines = list(pipeline(table("maven_pipeline.csv")))
    products = "GTX Pro,GTX Basic,GTX Plus Basic,GTX Plus Pro,GTK 500,MG Special,MG Advanced".split(",")
    brought(sales_pipeline_csv="\n".join(lines), products_csv="product,series,sales_price\n" + "".join(f"{one},S,500\n" for one in products))  # fmt: skip
    won, lost = (Deal.objects.filter(outcome=outcome).count() for outcome in ("won", "lost"))

    assert len(lines) - 1 == Deal.objects.count() == 8800
    assert set(Deal.objects.values_list("product__name", flat=True)) == set(products)
    assert Deal.objects.filter(product__name="GTX Pro").count() == 1480
    assert Deal.objects.filter(client=None).count() == 1425
    assert Loss.objects.filter(kind="deal").count() == lost == 2473
    assert won / (won + lost) == pytest.approx(0.6315, abs=5e-5)


def test_a30_finds_a_place_for_each_of_the_twenty_reasons_and_loses_no_client(brought):
    words = [reason for reason, clients in REASONS.items() for _each in range(clients)]
    brought(
        list_csv="CustomerID,Churn Label,Churn Reason\n" + "".join(f"{n},Yes,{one}\n" for n, one in enumerate(words))
    )
    told = list(Cause.objects.values_list("words", flat=True))

    assert len(words) == Loss.objects.count() == 1869
    assert {reason: told.count(reason) for reason in REASONS} == REASONS
    assert not Cause.objects.exclude(words="Don't know").filter(reason__key__in=("other", "not-asked")).exists()
