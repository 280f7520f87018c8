"""The numbers for programs, and who may see whose."""

from datetime import date

import pytest

from wonback.figures.store import Row, store
from wonback.figures.subjects import Subject
from wonback.metrics.register import METRICS

TODAY = date(2026, 11, 23)


@pytest.fixture
def value(contoso):
    """Contoso's lifetime revenue, known in euros."""
    store(("lifetime_revenue", "client", TODAY, "money"), [Row(contoso.pk, "EUR", 84_000.0, None, None, 12, "")])


def told(client, person, path):
    client.force_login(person)
    return client.get(f"/api/v1/numbers{path}")


class TestOneNumber:
    def test_comes_with_all_that_makes_it_believable(self, client, rosa, contoso, value):
        answer = told(client, rosa, f"/lifetime-revenue?of=client-{contoso.pk}").json()

        assert answer["unit"] == "money"
        assert answer["question"] == "What is a client worth over all the years with us?"
        [figure] = answer["figures"]
        assert (figure["value"], figure["currency"], figure["n"], figure["as_of"]) == (84_000.0, "EUR", 12, str(TODAY))
        assert client.get(figure["explained_at"]).status_code == 200

    def test_says_why_there_is_none(self, client, rosa, contoso):
        store(("silence", "client", TODAY, "days"), [Row(contoso.pk, "", None, None, None, 0, "No purchases on file.")])

        [figure] = told(client, rosa, f"/silence?of=client-{contoso.pk}").json()["figures"]

        assert (figure["value"], figure["why_none"]) == (None, "No purchases on file.")

    def test_is_not_there_if_nobody_knows_it(self, client, rosa):
        assert told(client, rosa, "/moonshine").status_code == 404
        assert told(client, rosa, "/silence?of=moon-1").status_code == 422


class TestWhoseNumbers:
    def test_follow_who_may_open_whom(self, client, rosa, sam, ines, vera, adam, contoso, value):
        for person, status in ((rosa, 200), (sam, 404), (ines, 200), (vera, 404), (adam, 200)):
            assert told(client, person, f"?of=client-{contoso.pk}").status_code == status

    def test_of_a_book_are_its_owners_and_their_leads(self, client, rosa, sam, ines):
        of_rosa = f"?of={Subject.of(rosa)}"

        assert [told(client, person, of_rosa).status_code for person in (rosa, ines, sam)] == [200, 200, 404]

    def test_of_the_company_are_for_leads(self, client, rosa, ines):
        assert [told(client, person, "?of=company-0").status_code for person in (rosa, ines)] == [404, 200]

    def test_are_all_there_are_for_that_kind(self, client, rosa, contoso):
        answer = told(client, rosa, f"?of=client-{contoso.pk}").json()

        assert [one["metric"] for one in answer["numbers"]] == [
            key for key, metric in METRICS.items() if "client" in metric.kinds
        ]
        assert told(client, rosa, "").json()["of"] == f"book-{rosa.pk}"


class TestTheCatalogue:
    def test_lets_a_lead_choose_whose_numbers_to_look_at(self, client, ines, rosa, sam):
        client.force_login(ines)
        page = client.get(f"/numbers/?of={Subject.of(rosa)}").content.decode()

        assert f'<option value="{Subject.of(rosa)}" selected>' in page
        assert str(Subject.of(sam)) not in page
        assert f"/numbers/lifetime-revenue/?of={Subject.of(rosa)}" in page

    def test_offers_a_rep_no_choice(self, client, rosa):
        client.force_login(rosa)

        assert "<select" not in client.get("/numbers/").content.decode()
