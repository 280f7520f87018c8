import re
from datetime import date

import pytest
from django.template import Context, Template

from wonback.figures.models import Figure, figures_for
from wonback.figures.store import Row, store
from wonback.figures.subjects import COMPANY, Subject

DAY = date(2026, 11, 22)


def rendered(thing, metric, form=""):
    words = Template(f'{{% load figures %}}{{% figure thing "{metric}" "{form}" %}}').render(Context({"thing": thing}))
    return re.sub(r"[ \n]+", " ", words)


def lay(metric, *rows, unit="money", subject="client"):
    return store((metric, subject, DAY, unit), [Row(*row) for row in rows])


@pytest.mark.django_db
class TestTag:
    def test_shows_value_unit_band_and_sample_and_leads_to_the_explanation(self, contoso):
        lay("lifetime_revenue", (contoso.pk, "EUR", 84320.4, 70000.0, 99000.0, 12, ""))

        shown = rendered(contoso, "lifetime_revenue")

        assert f'href="/numbers/lifetime-revenue/?of=client-{contoso.pk}"' in shown
        assert '<data class="figure-value" value="84320.4">84\u2009320</data>' in shown
        for part in ("EUR", "70\u2009000 to 99\u2009000", "n 12"):
            assert part in shown

    def test_says_why_there_is_none(self, contoso):
        lay("rhythm", (contoso.pk, "", None, None, None, 0, "Bought once: no rhythm yet."), unit="days")

        shown = rendered(contoso, "rhythm")

        assert "unknown" in shown
        assert "Bought once: no rhythm yet." in shown
        assert ">0<" not in shown

    def test_says_that_nothing_was_worked_out_yet(self, contoso):
        assert "Not worked out yet" in rendered(contoso, "rhythm")

    def test_shows_each_currency_for_itself(self, contoso):
        lay(
            "average_purchase", (contoso.pk, "EUR", 5.0, None, None, 1, ""), (contoso.pk, "USD", 7.0, None, None, 1, "")
        )

        assert rendered(contoso, "average_purchase").count("<data") == 2

    def test_tells_the_company_from_a_client(self, contoso):
        lay("reason_known_rate", (0, "", 0.25, 0.1, 0.4, 8, ""), unit="share", subject="company")

        assert "25\u2009%" in rendered(COMPANY, "reason_known_rate")

    def test_asks_once_for_all_figures_of_a_record(self, contoso, django_assert_num_queries):
        with django_assert_num_queries(1):
            rendered(contoso, "rhythm")
            rendered(contoso, "silence")

    def test_asks_nothing_for_a_list_laid_out_before(self, contoso, northwind, django_assert_num_queries):
        lay("silence", (contoso.pk, "", 3.0, None, None, 2, ""), unit="days")
        with django_assert_num_queries(1):
            known = figures_for([contoso, northwind], ["silence"])
            shown = [rendered(client, "silence") for client in (contoso, northwind)]

        assert known[contoso.pk]["silence"][0].value == 3.0
        assert "3" in shown[0]
        assert "unknown" in shown[1]


@pytest.mark.django_db
class TestStore:
    def test_replaces_what_was_there(self):
        lay("silence", (1, "", 3.0, None, None, 2, ""), (2, "", 9.0, None, None, 2, ""))
        count = store(("silence", "client", date(2026, 11, 23), "days"), [Row(1, "", 4.0, None, None, 2, "")])

        assert count == 1
        assert [(f.subject_id, f.value, f.as_of) for f in Figure.objects.all()] == [(1, 4.0, date(2026, 11, 23))]

    def test_takes_back_a_currency_that_is_gone(self):
        lay("lifetime_revenue", (1, "EUR", 3.0, None, None, 2, ""))
        store(
            ("lifetime_revenue", "client", date(2026, 11, 23), "money"),
            [Row(1, "", None, None, None, 0, "No purchases on file.")],
        )

        assert [(f.currency, f.value) for f in Figure.objects.all()] == [("", None)]

    def test_leaves_other_metrics_and_subjects_alone(self):
        lay("silence", (1, "", 3.0, None, None, 2, ""))
        lay("silence", (1, "", 5.0, None, None, 2, ""), subject="team")
        store(("rhythm", "client", date(2026, 11, 23), "days"), [])

        assert Figure.objects.count() == 2


@pytest.mark.parametrize(
    "text", ["", "client", "client-", "client--1", "person-1", "client-1x", "client-" + "9" * 30, "client-²"]
)
def test_no_subject_is_named_by(text):
    assert Subject.named(text) is None
