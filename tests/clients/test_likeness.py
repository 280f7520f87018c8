"""Which names, addresses and clients are alike. Without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.clients import blocking, likeness, why_alike
from wonback.clients.domains import company_domain, host, registered
from wonback.clients.likeness import Known
from wonback.clients.names import core


def found(*known):
    return {(pair.one, pair.other): pair for pair in likeness.pairs(known)}


class TestTheCoreOfAName:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Müller & Söhne GmbH", "Mueller und Soehne Gesellschaft mbH"),
            ("Acme GmbH & Co. KG", "ACME"),
            ("Łódź Trans Sp. z o.o.", "Lodz Trans sp zoo"),
            ("ПАО «Яндекс»", "Yandex LLC"),
            ("Société Générale S.A.", "Societe Generale SA"),
            ("Norte, S.A. de C.V.", "Norte"),
            ("Ørsted A/S", "Orsted AS"),
            ("O’Neill Ltd.", "ONeill Limited"),
            ("J. P. Tools Inc", "JP Tools, Incorporated"),
            ("Hitachi Kabushiki Kaisha", "Hitachi"),
            ("株式会社日立", "日立"),
            ("Århus Glas ApS", "Aarhus Glas"),
        ],
    )
    def test_is_equal_for_two_spellings(self, one, other):
        assert core(one).key == core(other).key != ""

    @pytest.mark.parametrize(("one", "other"), [("Acme North", "Acme South"), ("東京", "大阪"), ("AG", "SE")])
    def test_differs_for_two_companies(self, one, other):
        assert core(one).key != core(other).key

    @given(st.text(max_size=100))
    def test_is_small_latin_letters_and_digits(self, name):
        assert core(name).key == "" or core(name).key.isascii()


class TestDomains:
    @pytest.mark.parametrize(
        ("text", "domain"),
        [
            ("https://www.Acme.de/kontakt", "acme.de"),
            ("shop.acme.co.uk", "acme.co.uk"),
            ("dana@eu.acme.com", "acme.com"),
            ("dana@gmail.com", ""),
            ("facebook.com/acme", ""),
            ("acme.wixsite.com", ""),
            ("acme", ""),
            ("", ""),
        ],
    )
    def test_of_a_company(self, text, domain):
        assert company_domain(text) == domain

    @given(st.text(max_size=80))
    def test_take_any_text(self, text):
        assert registered(text) == registered(host(text))


class TestPairs:
    def test_share_a_domain_and_nearly_a_name(self):
        pair = found(Known(1, "Halvento Logistik GmbH", "halvento.de"), Known(2, "Halvneto Logistik", "halvento.de"))[
            1, 2
        ]

        said = why_alike.why([[sign.kind, sign.told] for sign in pair.signs])
        assert said == "same domain halvento.de; names alike 0.94; one letter apart"

    def test_are_none_if_only_an_address_of_ours_is_shared(self):
        """Whoever reads the clients leaves out what is ours; and what many share tells nothing anyway."""
        rosa = frozenset({"rosa@seller.example"})

        assert not found(
            *(
                Known(n, f"{name} Ltd", mails=rosa)
                for n, name in enumerate(["Acme", "Borvo", "Celtix", "Dunmor", "Evra"])
            )
        )

    def test_are_none_if_only_one_address_is_shared(self):
        mail = frozenset({"kim@agency.example"})

        assert not found(Known(1, "Acme Tools", mails=mail), Known(2, "Borvo Foods", mails=mail))

    def test_are_none_between_branches_with_numbers(self):
        assert not found(Known(1, "Store 12", "store.com"), Known(2, "Store 13", "store.com"))

    def test_are_none_between_sisters_of_one_group(self):
        assert not found(
            *(Known(n, f"Halden {what}", "halden.com") for n, what in enumerate(["Logistics", "Packaging", "Energy"]))
        )

    def test_are_none_in_two_lands_with_two_domains(self):
        one = Known(1, "Apex", "apex.fr", country="France")
        assert not found(one, Known(2, "Apex", "apexmetal.se", country="Sweden"))

    def test_are_identical_if_nothing_differs_and_more_than_the_name_is_the_same(self):
        one = Known(1, "Acme GmbH", "acme.de", town="Kiel")

        assert found(one, Known(2, "ACME", "acme.de"))[1, 2].identical
        assert not found(one, Known(2, "ACME", "acme.de", town="Ulm"))[1, 2].identical
        assert not found(Known(1, "Acme"), Known(2, "ACME"))[1, 2].identical

    @given(st.lists(st.sampled_from(["Acme", "Acme Ltd", "Acmee", "Borvo AB", "Store 1", "Ж"]), max_size=12))
    def test_are_the_same_whatever_the_order(self, names):
        known = [Known(n, name) for n, name in enumerate(names)]

        assert found(*known) == found(*reversed(known))

    def test_among_some_holds_one_of_these(self):
        known = [Known(n, "Acme Ltd", "acme.com") for n in range(4)]

        assert {(pair.one, pair.other) for pair in likeness.pairs(known, among=frozenset({3}))} == {
            (0, 3),
            (1, 3),
            (2, 3),
        }


class TestNamesButForALetter:
    @pytest.mark.parametrize("other", ["halvnto", "halventto", "halvanto", "havlento"])
    def test_are_candidates(self, other):
        assert set(blocking.but_for_a_letter(["halvento", other])) == {(0, 1)}

    def test_are_no_candidates_at_two_letters(self):
        assert list(blocking.but_for_a_letter(["halvento", "halxxnto"])) == []
