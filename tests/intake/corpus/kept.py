"""What must be given by files with columns of a company's own, by lists of companies and people, and by bills beside their payments."""

from tests.intake.corpus.given import bought, client, deal, given, lost, person

NEVER_PAID = "It was never paid"
KEPT = [
    given(
        "hubspot-deals-competitor.csv",
        "hubspot-deals",
        {"deal": 4, "client": 1, "person": 1, "loss": 3, "competitor": 2},
        lost("Acme", deal="Roof", competitor="Initech GmbH"),
        deal("1", more="{'Contract length': '12 months', 'Deal Type': 'New Business'}"),
        deal("2", more="{'Deal Type': 'Existing Business', 'Main Competitor(s)': 'Globex; INITECH'}", competitor="Globex"),
        deal("3", more="{'Contract length': '24 months', 'Deal Type': 'New Business', 'Main Competitor(s)': 'Globex', 'Next step': 'Send the price list'}"),
        deal("4", more="{'Deal Type': 'New Business'}", competitor="None"),
    ),
    given(
        "hubspot-contacts-custom.csv",
        "hubspot-contacts",
        {"contact": 2, "client": 1},
        person("Dana Roe", email="dana.roe@acme.example", more="{'Birthday': '3 May', 'Contact owner': 'Rosa Lindqvist', 'Contact owner email': 'rosa@ours.example', 'Favourite product': 'Roof tiles'}"),
        person("Kim Low", more="{'Contact owner': 'Rosa Lindqvist', 'Contact owner email': 'rosa@ours.example'}"),
    ),
    given(
        "pipedrive-deals-competitor.csv",
        "pipedrive-deals",
        {"deal": 2, "client": 1, "loss": 2, "competitor": 2},
        deal("1", competitor="Initech, Inc.", more="{'Deal - Label': 'Hot'}"),
        deal("2", competitor="Globex", more="{'Deal - Competitor': 'Globex, Hooli'}"),
    ),
    given(
        "zoho-deals-competitor.csv",
        "zoho-deals",
        {"deal": 1, "client": 1, "person": 1, "loss": 1, "competitor": 1},
        lost("Acme", competitor="Hooli", reason="competitor"),
    ),
    given(
        "odoo-contacts.csv",
        "odoo-contacts",
        {"client": 3, "contact": 4, "person": 1},
        client("Aurora Shelves GmbH", domain="aurora.example", town="Berlin", owner="Rosa Lindqvist", standing="active", more="{'Tags': 'Gold'}"),
        client("Aurora Nord", parent="Aurora Shelves GmbH", standing="prospect"),
        client("Yvan Holiday", phone="+33 1"),
        person("Dana Roe", client="Aurora Shelves GmbH", phone="+49 170 1", title="Head of Buying"),
        person("Roger Martins", client="Aurora Shelves GmbH"),
        person("Yvan Holiday", client="Yvan Holiday", email="yvan@home.example"),
        refused=("They sell to us",),
        told=("One line is an address", "One line goes on with the line above"),
    ),
    given(
        "odoo-partners.csv",
        "odoo-partners",
        {"client": 1, "contact": 2, "permission": 1, "person": 1},
        client("Acme", external_id="__export__.p1", country="France"),
        person("Dana Roe", client="Acme", phone="+49 170"),
        person("Kim Low", client="Acme"),
    ),
    given(
        "odoo-contacts.csv odoo-opportunities.csv",
        "odoo-contacts odoo-opportunities",
        {"client": 5, "contact": 4, "person": 1, "deal": 3, "loss": 1},
        refused=("They sell to us",),
    ),
    given(
        "stripe-invoices.csv",
        "stripe-invoices",
        {"purchase": 2, "client": 1},
        bought("INV-0001", external_id="ch_1", amount="100.00", bought_on="2024-01-05", currency="EUR"),
        bought("INV-0005", external_id="in_5", amount="70.00", bought_on="2024-04-20"),
        refused=(NEVER_PAID, "Nothing was paid for it", "“void” is no purchase"),
        told=("One invoice names no payment",),
    ),
    given(
        "stripe-payments-old.csv stripe-invoices.csv",
        "stripe-payments stripe-invoices",
        {"purchase": 2, "client": 1},
        bought("INV-0001", external_id="ch_1", amount="70.00"),
        refused=("no purchase", "never paid", NEVER_PAID, "Nothing was paid for it", "“void” is no purchase"),
    ),
]  # fmt: skip
