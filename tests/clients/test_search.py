"""Names: when two are the same company's, and how a client is found by any word of its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.clients.models import Client, Word
from wonback.clients.names import LEGAL_FORMS, name_key, words


class TestTheKeyOfAName:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Müller & Söhne GmbH", "Muller & Sohne"),
            ("GTX Pro", "GTXPro"),
            ("ACME, Inc.", "Acme"),
            ("Straße AG", "STRASSE"),
            ("\uff26ull Ltd", "full"),
            ("  Acme   Tools ", "acme-tools"),
            ("Société Générale SA", "Societe Generale"),
        ],
    )
    def test_is_equal_for_two_spellings_of_one_company(self, one, other):
        assert name_key(one) == name_key(other) != ""

    @pytest.mark.parametrize(
        ("one", "other"), [("Acme North", "Acme South"), ("Studio 1", "Studio 2"), ("東京", "大阪"), ("AG", "SE")]
    )
    def test_differs_for_two_companies(self, one, other):
        assert name_key(one) != name_key(other)

    def test_of_a_name_made_of_legal_forms_is_that_name(self):
        assert name_key("SE AG") == "seag"

    @given(st.text(max_size=300))
    def test_is_its_own_key_unless_it_ends_up_as_a_legal_form(self, name):
        key = name_key(name)

        assert len(key) <= 200
        assert name_key(key) == key

    @given(st.sampled_from(sorted(LEGAL_FORMS)))
    def test_forgets_each_legal_form_behind_a_name(self, form):
        assert name_key(f"Northwind {form.upper()}") == "northwind"

    @given(st.text(max_size=80))
    def test_does_not_depend_on_capitals(self, name):
        assert words(name.upper().lower()) == words(name.upper().lower().casefold())


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture
    def muller(self, rosa, noon):
        return Client.add(by=rosa, at=noon, since=None, name="Müller & Söhne GmbH", owner=rosa)

    @pytest.mark.parametrize("text", ["mul", "MÜLLER", "söh", "sohne mul", "gmbh", "mullersoh", "Müller & Söhne GmbH"])
    def test_goes_by_the_beginning_of_any_word(self, muller, contoso, text):
        assert list(Client.objects.search(text)) == [muller]

    @pytest.mark.parametrize("text", ["uller", "ohne", "mul con", "100%", "m_l"])
    def test_goes_by_nothing_else(self, muller, contoso, text):
        assert muller not in Client.objects.search(text)

    def test_keeps_each_word_once(self, rosa, noon):
        client = Client.add(by=rosa, at=noon, since=None, name="Tom Tom")

        assert sorted(client.words.values_list("word", flat=True)) == ["tom", "tomtom"]

    def test_remembers_a_client_twice_without_harm(self, muller):
        before = Word.objects.count()
        muller.remember_name()

        assert Word.objects.count() == before

    def test_takes_a_name_as_long_as_it_may_be(self, rosa, noon):
        client = Client.add(by=rosa, at=noon, since=None, name="x" * 200)

        assert list(Client.objects.search("xxx")) == [client]
