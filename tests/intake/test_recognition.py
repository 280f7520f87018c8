"""Which export a file is, and what may never be taken for who a client is. No database."""

import pytest

from wonback.core.errors import Refusal
from wonback.intake import recognition, targets
from wonback.intake.presets import BY_NAME, PRESETS
from wonback.intake.recognition import is_mixed_up, recognise, refuse_mixed_up

# Headers of real exports that name somebody of us, or somebody else: the most expensive mistake an import can make.
OURS = (
    "Account Owner", "Account Owner Email", "Account Owner.id", "Company owner", "Company owner Email", "Contact owner", "Deal Owner", "Deal owner",
    "Opportunity Owner", "Organization - Owner", "Person - Owner", "Deal - Owner", "Deal - Creator", "Owner", "Owner Email", "OwnerId", "Assistant",
    "Asst. Phone", "AssistantName", "Assistant Name", "Reports To", "ReportsToId", "Reports To Email", "Created By", "CreatedById", "LastModifiedById",
    "Modified By", "Salesperson", "Sales Rep", "sales_agent", "assignedUserName", "assigned_user_name", "Activity assigned to", "Account Manager",
    "Account executive", "Zuständig", "Verantwortlicher", "Inhaber", "Betreuer", "Propriétaire",
)  # fmt: skip
# What a record hangs on: whose it is, and never who it is.
HANGS_ON = (
    "Parent Account", "Parent Company", "Parent Account.id", "ParentId", "Associated Company", "Associated Company IDs", "Associated Contact",
    "Associated Contact IDs", "Account Site", "MasterRecordId", "subsidiary_of", "Organization - Parent", "Übergeordnete Firma",
)  # fmt: skip
OF_A_SALE = ("Deal Name", "Opportunity Name", "Deal Title", "Opportunity", "Deal - Title")


class TestTheIdentityTrap:
    @pytest.mark.parametrize("kind", sorted(set(targets.KINDS) - {"person", "product"}))
    def test_none_of_us_ever_becomes_a_client_or_a_record(self, kind):
        identity = [name for name in targets.TARGETS[kind] if name in targets.IDENTITY | targets.BELONGS]
        wrong = [(header, name) for header in OURS for name in identity if not is_mixed_up(header, name)]

        assert wrong == []

    @pytest.mark.parametrize("kind", ["client", "contact"])
    def test_what_a_record_hangs_on_is_not_who_it_is(self, kind):
        identity = [name for name in targets.TARGETS[kind] if name in targets.IDENTITY]

        assert [(header, name) for header in HANGS_ON for name in identity if not is_mixed_up(header, name)] == []

    def test_the_name_of_a_sale_is_not_that_of_a_client(self):
        for header in OF_A_SALE:
            for kind, target in (("client", "name"), ("deal", "client_name"), ("purchase", "client_name")):
                with pytest.raises(Refusal, match="tells about somebody else"):
                    refuse_mixed_up(header, target, kind=kind)

    def test_is_not_sprung_by_any_preset(self):
        wrong = [
            (preset.name, header)
            for preset in PRESETS
            if preset.makes != "person"
            for header, target in preset.columns.items()
            if target in targets.BELONGS and recognition.OURS_ONLY.search(recognition.plain(header))
        ]

        assert wrong == []

    def test_a_list_of_our_own_people_may_be_about_them(self):
        refuse_mixed_up("Sales Rep", "name", kind="person")


class TestTheTable:
    def test_means_only_what_there_is(self):
        wrong = [
            (preset.name, header, target)
            for preset in BY_NAME.values()
            for header, target in preset.columns.items()
            if target not in targets.TARGETS[preset.makes]
        ]

        assert wrong == []

    def test_knows_every_preset_by_its_own_columns(self):
        wrong = [
            (preset.name, found.preset.name)
            for preset in PRESETS
            if (found := recognise([*preset.columns, *(need.split("|")[0] for need in preset.needs)])).preset.makes
            != preset.makes
            or found.preset.source != preset.source
        ]

        assert wrong == []

    def test_makes_of_every_preset_what_its_kind_needs(self):
        lacking = {preset.name: targets.lacking(preset.makes, set(preset.columns.values())) for preset in PRESETS}

        # A report of sales by customer names the customer above the rows, not in them.
        assert {name: found for name, found in lacking.items() if found} == {}

    def test_says_how_sure_it_is(self):
        whole = recognise(["Record ID", "Company name", "Company Domain Name", "Phone Number"])
        part = recognise(["Record ID", "Company name", *(f"Custom {n}" for n in range(30))])

        assert (whole.preset.name, whole.score) == ("hubspot-companies", 1.0)
        assert (part.preset.name, part.score < 0.7) == ("hubspot-companies", True)
