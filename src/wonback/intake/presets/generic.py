"""Any other list: what its columns may be called, for each kind of record and in several languages."""

from django.utils.translation import gettext_lazy

from wonback.intake.presets.preset import Preset
from wonback.intake.targets import TARGETS

# For any other file: what its columns may be called, for each kind.
WHOSE = {
    "client id": "client_id", "company id": "client_id", "account id": "client_id", "customer id": "client_id", "customerid": "client_id",
    "customer number": "client_id", "customer no": "client_id", "customer": "client_name", "customer name": "client_name", "client": "client_name",
    "client name": "client_name", "company": "client_name", "company name": "client_name", "account": "client_name",
    "account name": "client_name", "organization": "client_name", "organisation": "client_name", "kunde": "client_name", "firma": "client_name", "société": "client_name", "entreprise": "client_name", "empresa": "client_name",
    "kundennummer": "client_id", "mql id": "client_id",
}  # fmt: skip
ALIASES: dict[str, dict[str, str]] = {
    "client": {
        "name": "name", "client": "name", "client name": "name", "company": "name", "company name": "name", "account": "name",
        "account name": "name", "customer": "name", "customer name": "name", "organization": "name", "organisation": "name",
        "organization name": "name", "business name": "name", "firma": "name", "kunde": "name", "id": "id", "record id": "id", "client id": "id",
        "company id": "id", "account id": "id", "customer id": "id", "customerid": "id", "customer number": "id", "customer no": "id",
        "kundennummer": "id", "external id": "id", "seller id": "id", "industry": "industry", "sector": "industry", "branche": "industry",
        "employees": "employees", "number of employees": "employees", "headcount": "employees", "country": "country", "land": "country",
        "town": "town", "city": "town", "ort": "town", "stadt": "town", "ville": "town", "billing city": "town",
        "country/region": "country", "billing country": "country", "domain": "domain", "website": "domain", "web site": "domain", "url": "domain",
        "phone": "phone", "phone number": "phone", "telephone": "phone", "telefon": "phone", "owner": "owner", "account owner": "owner",
        "client owner": "owner", "sales rep": "owner", "rep": "owner", "parent": "parent", "parent account": "parent", "parent company": "parent",
        "tier": "tier", "segment": "tier", "status": "status", "lifecycle stage": "status", "since": "since", "client since": "since",
        "customer since": "since", "signup date": "since", "start date": "since", "created": "since", "create date": "since",
        "created date": "since", "lost on": "lost_on", "churn date": "lost_on", "left on": "lost_on", "reason": "reason",
        "churn reason": "client_reason", "reason code": "client_reason", "exit reason": "client_reason", "cancellation reason": "client_reason",
        "feedback": "feedback", "feedback text": "feedback", "exit feedback": "feedback", "churn feedback": "feedback",
        "monthly charges": "per_month", "monthlycharges": "per_month", "monthly charge": "per_month", "mrr": "per_month", "mrr amount": "per_month",
        "arr": "per_year", "arr amount": "per_year", "annual value": "per_year", "revenue per year": "per_year", "currency": "currency",
        "customer status": "status", "client status": "status", "churn": "is_lost", "churned": "is_lost",
        "lost to": "competitor", "went to": "competitor", "switched to": "competitor", "churn label": "is_lost", "churn flag": "is_lost", "is churned": "is_lost", "lost": "is_lost", "is lost": "is_lost",
    },
    "contact": {
        **WHOSE, "id": "id", "contact id": "id", "record id": "id", "name": "name", "full name": "name", "contact": "name", "contact name": "name",
        "contact person": "name", "first name": "first_name", "firstname": "first_name", "vorname": "first_name", "last name": "last_name",
        "lastname": "last_name", "surname": "last_name", "nachname": "last_name", "title": "title", "job title": "title", "position": "title",
        "email": "email", "e-mail": "email", "email address": "email", "mail": "email", "phone": "phone", "phone number": "phone",
        "mobile": "phone", "mobile phone": "phone", "telefon": "phone", "do not contact": "refuses", "opted out": "refuses",
        "email opt out": "refuses", "unsubscribed": "refuses",
    },
    "partner": {},
    "contract": {
        **WHOSE, "id": "id", "contract id": "id", "subscription id": "id", "contract number": "id", "contract": "name", "contract name": "name",
        "plan": "name", "plan tier": "name", "start": "starts", "starts": "starts", "start date": "starts", "starts on": "starts",
        "contract start": "starts", "valid from": "starts", "beginn": "starts", "end": "last_day", "end date": "last_day", "ends": "last_day",
        "contract end": "last_day", "valid to": "last_day", "valid until": "last_day", "expires": "last_day", "expiry date": "last_day",
        "renewal date": "last_day", "ende": "last_day", "notice by": "notice_by", "notice date": "notice_by", "annual amount": "per_year",
        "amount per year": "per_year", "arr": "per_year", "arr amount": "per_year", "acv": "per_year", "annual value": "per_year",
        "mrr": "per_month", "mrr amount": "per_month", "monthly amount": "per_month", "amount per month": "per_month", "currency": "currency",
    },
    "deal": {
        **WHOSE, "id": "id", "deal id": "id", "opportunity id": "id", "deal": "name", "deal name": "name", "opportunity": "name",
        "opportunity name": "name", "title": "name", "name": "name", "stage": "stage", "deal stage": "stage", "sales stage": "stage", "phase": "stage", "étape": "stage", "etapa": "stage", "auftragsphase": "stage",
        "status": "status", "outcome": "status", "result": "status", "won": "is_won", "is won": "is_won", "lost": "is_lost", "is lost": "is_lost",
        "amount": "amount", "value": "amount", "deal value": "amount", "deal amount": "amount", "close value": "amount", "betrag": "amount",
        "currency": "currency", "product": "product", "product name": "product", "owner": "owner", "deal owner": "owner",
        "opportunity owner": "owner", "sales agent": "owner", "sales rep": "owner", "rep": "owner", "salesperson": "owner", "vertriebler": "owner", "verantwortlich": "owner", "zuständig": "owner", "commercial": "owner", "created": "opened",
        "create date": "opened", "created date": "opened", "opened": "opened", "opened on": "opened", "open date": "opened",
        "closed": "closed", "abschlussdatum": "closed", "date de clôture": "closed", "fecha de cierre": "closed", "close date": "closed", "closed date": "closed", "closed on": "closed", "closing date": "closed",
        "won date": "won_on", "won on": "won_on", "lost date": "lost_on", "lost on": "lost_on", "lost reason": "reason", "loss reason": "reason", "closed lost reason": "reason",
        "reason": "reason", "verlustgrund": "reason", "grund der absage": "reason", "motif de perte": "reason", "motivo de pérdida": "reason", "reason lost": "reason", "reason for loss": "reason",
        "competitor": "competitor", "lost to": "competitor", "went to": "competitor",
    },
    "leaving": {
        **WHOSE, "id": "id", "churn event id": "id", "event id": "id", "churn date": "lost_on", "lost on": "lost_on", "left on": "lost_on",
        "cancelled on": "lost_on", "cancellation date": "lost_on", "reason": "reason", "lost reason": "reason",
        "churn reason": "client_reason", "reason code": "client_reason", "exit reason": "client_reason", "cancellation reason": "client_reason",
        "feedback": "feedback", "feedback text": "feedback", "exit feedback": "feedback", "churn feedback": "feedback",
        "competitor": "competitor", "lost to": "competitor", "went to": "competitor", "switched to": "competitor",
    },
    "purchase": {
        **WHOSE, "contactname": "client_name", "bill to": "client_name", "customer full name": "client_name", "country": "client_country",
        "id": "id", "order id": "reference", "order number": "reference", "invoice": "reference", "invoice no": "reference",
        "invoiceno": "reference", "invoice number": "reference", "num": "reference", "order no": "reference", "receipt": "reference",
        "rechnungsnummer": "reference", "date": "day", "day": "day", "invoice date": "day", "invoicedate": "day", "order date": "day",
        "purchase date": "day", "bought on": "day", "transaction date": "day", "datum": "day",
        "rechnungsdatum": "day", "belegdatum": "day", "bestelldatum": "day", "kaufdatum": "day", "date of purchase": "day", "order day": "day", "amount": "amount", "total": "amount",
        "dollar value": "amount", "order value": "amount", "invoice amount": "amount", "invoice total": "amount", "umsatz": "amount", "montant": "amount", "total amount": "amount", "net amount": "amount", "revenue": "amount", "sales": "amount", "betrag": "amount", "line total": "amount",
        "tax": "tax", "quantity": "quantity", "qty": "quantity", "menge": "quantity", "unit price": "unit_price", "unitprice": "unit_price",
        "price": "unit_price", "sales price": "unit_price", "currency": "currency", "product": "product", "item": "product",
        "description": "product", "product/service": "product", "transaction type": "type", "payment status": "status",
    },
    "touch": {
        **WHOSE, "id": "id", "activity id": "id", "date": "at", "when": "at", "activity date": "at", "logged at": "at", "datum": "at", "deal id": "deal_id",
        "contact id": "contact_id", "type": "type", "activity": "type", "activity type": "type", "channel": "type", "art": "type", "outcome": "result",
        "result": "result", "status": "result", "direction": "direction", "by": "by", "user": "by", "owner": "by", "assigned to": "by",
        "subject": "line", "betreff": "line", "summary": "line", "note": "text", "notes": "text", "comment": "text", "comments": "text",
        "notiz": "text", "description": "text", "body": "text",
    },
    "person": {
        "sales rep": "name", "sales agent": "name", "employee": "name", "manager": "lead", "team lead": "lead", "team": "team", "office": "team",
        "region": "team",
    },
    "product": {
        "product": "name", "product name": "name", "series": "series", "category": "series", "list price": "list_price", "price": "list_price",
        "sales price": "list_price", "currency": "currency",
    },
}  # fmt: skip
# Companies and people in one list may be called what either is called, if a column says which of the two a row is.
ALIASES["partner"] = {
    **{header: target for header, target in ALIASES["client"].items() if target in TARGETS["partner"]},
    "title": "title", "job title": "title", "position": "title", "email": "email", "e-mail": "email", "is a company": "is_company",
    "is company": "is_company", "related company": "parent", "works at": "parent", "employer": "employer",
}  # fmt: skip
GENERIC = {
    kind: Preset(
        f"generic-{kind}{'es' if kind == 'touch' else 's'}",
        label,
        "file",
        kind,
        (),
        aliases,
        lines="sum" if kind == "purchase" else "",
    )
    for kind, label, aliases in (
        ("client", gettext_lazy("Any list of clients"), ALIASES["client"]),
        ("partner", gettext_lazy("Any list of companies and people"), ALIASES["partner"]),
        ("contact", gettext_lazy("Any list of contacts"), ALIASES["contact"]),
        ("contract", gettext_lazy("Any list of contracts"), ALIASES["contract"]),
        ("deal", gettext_lazy("Any list of deals"), ALIASES["deal"]),
        ("leaving", gettext_lazy("Any list of clients who left"), ALIASES["leaving"]),
        ("purchase", gettext_lazy("Any list of purchases"), ALIASES["purchase"]),
        ("touch", gettext_lazy("Any list of touches and notes"), ALIASES["touch"]),
        ("person", gettext_lazy("Any list of our people"), ALIASES["person"]),
        ("product", gettext_lazy("Any list of products"), ALIASES["product"]),
    )
}
