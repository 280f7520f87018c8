"""The three exports of a HubSpot of any size, the same ones each time: companies, contacts, deals."""

import csv
import random
from datetime import date, timedelta

SEED = 20261127
COMPANIES = (
    "Record ID", "Company name", "Company Domain Name", "Company owner", "Phone Number", "Industry", "Number of Employees",
    "Country/Region", "City", "Lifecycle Stage", "Create Date", "Annual Revenue", "Last Activity Date",
)  # fmt: skip
CONTACTS = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Job Title", "Contact owner", "Associated Company IDs",
    "Associated Company", "Create Date", "Unsubscribed from all email", "Lead Status",
)  # fmt: skip
DEALS = (
    "Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Currency", "Close Date", "Create Date", "Deal owner",
    "Associated Company IDs", "Associated Company", "Closed Lost Reason", "Is Closed Won", "Is closed lost", "Deal Type",
)  # fmt: skip
FIRST = (
    "Anna Bruno Clara David Elena Farid Greta Hugo Ines Jonas Karla Lars Mira Nils Olga Paul Rosa Sven Tina Uwe".split()
)
LAST = "Adler Baumann Conti Dietrich Ebner Fischer Garcia Huber Ivanova Jensen Keller Lang Moreau Novak Olsen Peters".split()
WORDS = "North Oak Silver River Stone Harbour Green Alpine Cedar Lake Iron Bright Summit Valley Copper Amber Union Nova".split()
FORMS = ("GmbH", "Ltd", "Inc.", "SARL", "AG", "BV", "")
FIELDS = ("Machinery", "Retail", "Software", "Hospitality", "Logistics", "Food", "Chemicals", "Education")
COUNTRIES = ("Germany", "France", "United Kingdom", "Italy", "United States", "Poland")
TOWNS = ("Berlin", "Lyon", "Leeds", "Milan", "Boston", "Gdańsk", "Zürich", "Köln")
STAGES = ("Closed lost", "Closed won", "Appointment scheduled", "Contract sent")
REASONS = (
    "Too expensive", "Went with a competitor", "No budget", "Bad timing", "Missing feature", "Service problems",
    "Contact left the company", "No decision", "", "",
)  # fmt: skip
OWNERS = [f"{first} {last}" for first in FIRST for last in LAST][:200]


def make(folder, deals, *, part=0):
    """Write the files; `part` gives another export, of other records."""
    chance = random.Random(SEED + part)
    companies, base = deals // 5, 1_000_000_000 * (part + 1)
    write(folder / "companies.csv", COMPANIES, (company(chance, base, n) for n in range(companies)))
    write(folder / "contacts.csv", CONTACTS, (contact(chance, base, n, companies) for n in range(companies * 3 // 2)))
    write(folder / "deals.csv", DEALS, (deal(chance, base, n, companies) for n in range(deals)))
    return [folder / name for name in ("companies.csv", "contacts.csv", "deals.csv")]


def write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def day(chance, first, days):
    """As HubSpot writes it where the month comes first."""
    return f"{first + timedelta(days=chance.randrange(days)):%m/%d/%Y %H:%M}"


def name(base, n):
    words = f"{WORDS[n % 18]} {WORDS[n // 18 % 18]} {FIELDS[n // 324 % 8]} {base // 1_000_000_000}{n:06d}"
    return f"{words} {FORMS[n % 7]}".strip()


def company(chance, base, n):
    stage = "Customer" if chance.random() < 0.4 else "Opportunity"
    return (
        base + n, name(base, n), f"{base + n}.example", chance.choice(OWNERS), f"+49 30 {n:07d}", chance.choice(FIELDS),
        chance.randrange(5, 5_000), chance.choice(COUNTRIES), chance.choice(TOWNS), stage, day(chance, date(2015, 1, 1), 3_000),
        chance.randrange(100_000, 90_000_000), day(chance, date(2025, 1, 1), 600),
    )  # fmt: skip


def contact(chance, base, n, companies):
    first, last, whose = chance.choice(FIRST), chance.choice(LAST), chance.randrange(companies)
    return (
        base + n, first, last, f"{first}.{last}.{n}@{base + whose}.example".lower(), f"+49 171 {n:07d}", "Head of purchasing",
        chance.choice(OWNERS), base + whose, name(base, whose), day(chance, date(2016, 1, 1), 3_000),
        "true" if chance.random() < 0.02 else "", "Open",
    )  # fmt: skip


def deal(chance, base, n, companies):
    whose = chance.randrange(companies)
    stage = chance.choices(STAGES, (45, 35, 12, 8))[0]
    closed = stage.startswith("Closed")
    return (
        base + n, f"{name(base, whose)} - new deal {n}", stage, "Sales Pipeline", f"{chance.randrange(50_000, 9_000_000) / 100:.2f}",
        "EUR", day(chance, date(2021, 1, 1), 2_000) if closed else "", day(chance, date(2018, 1, 1), 1_000), chance.choice(OWNERS),
        base + whose, name(base, whose), chance.choice(REASONS) if stage == "Closed lost" else "",
        str(stage == "Closed won").lower(), str(stage == "Closed lost").lower(), "New Business",
    )  # fmt: skip
