"""How many of the clients that were written down twice are found, how many pairs are wrong, and what it costs.

    python benchmarks/duplicates.py [--clients 20000] [--pairs 2000] [--splink] [--seed 7]

Makes companies of many lands with a known truth: so many are written a second time, with another legal form, typing mistakes, the domain
kept and the name changed, another spelling or script, or two of these; each second writing lost about half of what else was known. Among
the others are what misleads: families of one name in one town, branches with numbers, groups with one domain, and a third of all with the
e-mail of one of our own reps, which has to join nobody. `--splink` lets splink 5 (pip install 'wonback[splink]') do the same.
Prints precision and recall with n, by kind of change, the seconds of processor time, and the memory over that of the facts.
"""

# ruff: noqa: RUF001  # names of many lands

import argparse
import random
import resource
import time
from collections import Counter

from wonback.clients import likeness
from wonback.clients.domains import company_domain
from wonback.clients.likeness import Known

SURNAMES = """Müller Schäfer Köhler Jäger Größmann Weiß Hoffmann Bauer Krüger Vogel Brandt Lindqvist Sørensen Østergård Bjørnstad Håkansson
Nyström Järvinen Mäkelä Kowalski Wójcik Łukaszewicz Dvořák Němeček Novák Šimůnek Horváth Kovács Szűcs García Núñez Ibáñez Peña Gonçalves
Araújo Conceição Lefèvre Bérenger Gagné Rossi Bianchi De_Luca Papadopoulos O'Neill MacKenzie Whitaker Thornbury Ashworth Yıldız Çelik
Öztürk Ionescu Țepeș Petrović Đorđević Kovač Jansen Van_Dijk De_Vries Peeters Claes""".split()
TRADES = """Logistik Logistics Transport Spedition Maschinenbau Machinery Foods Bakery Metall Steel Elektro Electric Software Consulting Bau
Construction Holz Timber Papier Packaging Textil Fashion Pharma Dental Optik Print Druck Media Energy Solar Plastics Chemie Marine Auto
Tools Glas Keramik Möbel Garten Farms""".split()
TOWNS = {
    "Germany": "Hamburg Köln Leipzig Kassel Ulm", "France": "Lyon Nantes Lille", "Sweden": "Malmö Lund Umeå", "Denmark": "Århus Odense",
    "Poland": "Łódź Gdańsk Poznań", "Czechia": "Brno Plzeň", "Spain": "Cádiz León Vigo", "Italy": "Torino Parma", "Austria": "Graz Linz",
    "United Kingdom": "Leeds York Hull Bath", "Greece": "Πάτρα Βόλος", "Ukraine": "Львів Одеса",
}  # fmt: skip
FORMS = {
    "Germany": ["GmbH", "AG", "GmbH & Co. KG", "OHG"], "France": ["SARL", "S.A.", "SAS"], "Sweden": ["AB"], "Denmark": ["A/S", "ApS"],
    "Poland": ["Sp. z o.o.", "S.A."], "Czechia": ["s.r.o.", "a.s."], "Spain": ["S.L.", "S.A."], "Italy": ["S.r.l.", "S.p.A."],
    "Austria": ["GmbH", "KG"], "United Kingdom": ["Ltd", "PLC", "LLP"], "Greece": ["Α.Ε.", "Ε.Π.Ε."], "Ukraine": ["ТОВ"],
}  # fmt: skip
LONG = {
    "GmbH": "Gesellschaft mbH",
    "Ltd": "Limited",
    "AG": "Aktiengesellschaft",
    "AB": "Aktiebolag",
    "S.p.A.": "SpA",
    "A/S": "AS",
}
ENDINGS = {"Germany": "de", "France": "fr", "Sweden": "se", "Denmark": "dk", "Poland": "pl", "Czechia": "cz", "Spain": "es", "Italy": "it",
    "Austria": "at", "United Kingdom": "co.uk", "Greece": "gr", "Ukraine": "ua"}  # fmt: skip
BEGIN, MIDDLE, END = (
    "ba de fa gri ha jo ka lo mi no pe qua ro sta te vi wo za".split(),
    "l r n m nd rt st v".split(),
    "a en is o um ix ar io".split(),
)
GREEK = dict(zip("abgdeziklmnxoprstyfw", "αβγδεζικλμνξοπρστυφω", strict=True))
CYRILLIC = dict(zip("abvgdezijklmnoprstufhc", "абвгдезийклмнопрстуфхц", strict=True))
OURS = "rosa@seller.example"
KINDS = ("legal form", "typing", "domain", "spelling", "two of these")


def brand(dice):
    return "".join(dice.choice(part) for part in (BEGIN, MIDDLE, BEGIN, MIDDLE, END)[dice.randrange(2) * 2 :]).title()


def company(dice):
    """A name without its form, and the land it is in."""
    land = dice.choice(list(TOWNS))
    kind = dice.random()
    surname, trade, word = dice.choice(SURNAMES).replace("_", " "), dice.choice(TRADES), brand(dice)
    if kind < 0.35:
        return f"{surname} {dice.choice(['& Söhne ', '& Partner ', '', ''])}{trade}", land
    if kind < 0.85:
        return f"{word} {trade}" if kind < 0.7 else word + brand(dice).lower(), land
    return f"{word} {surname} {dice.choice(['Group', 'Holding', 'International', trade])}", land


def facts(dice, name, land):
    plain = likeness.core(name).key
    domain = f"{plain[:24]}.{ENDINGS[land]}" if dice.random() < 0.7 else ""
    mails = (
        {f"{dice.choice('abcdefgh')}.{brand(dice).lower()}@{domain or 'gmail.com'}"} if dice.random() < 0.6 else set()
    )
    return {
        "domain": domain,
        "phone": f"+{dice.randrange(30, 49)} {dice.randrange(10**8, 10**9)}" if dice.random() < 0.6 else "",
        "country": land,
        "town": dice.choice(TOWNS[land].split()),
        "mails": mails,
    }


def with_form(dice, name, land):
    return f"{name} {dice.choice(FORMS[land])}" if dice.random() < 0.85 else name


def other_form(dice, name, land):
    form = next((one for one in sorted(FORMS[land], key=len, reverse=True) if name.endswith(f" {one}")), "")
    bare = name.removesuffix(form).strip()
    return dice.choice(
        [
            bare,
            bare.upper(),
            f"{bare}, {LONG.get(form, form)}",
            bare.replace("&", "and"),
            f"{bare} {form.replace('.', '')}",
            f"{bare} {form.lower()}",
        ]
    )


def typing(dice, name, land):
    for _time in range(1 if dice.random() < 0.8 else 2):
        place = dice.randrange(1, max(2, len(name.split()[0])))
        letter = dice.choice("aeinrst")
        left, here, right = name[:place], name[place : place + 1], name[place + 1 :]
        name = dice.choice(
            [left + right, left + letter + here + right, left + letter + right, left + right[:1] + here + right[1:]]
        )
    return name


def renamed(dice, name, land):
    """The same domain; of the name the part that people say, or the house of the group."""
    said = name.split()[0]
    return dice.choice(
        [
            said,
            f"{said} {dice.choice(['Group', 'Gruppe', 'Europe', land])}",
            f"{said} Holding {dice.choice(FORMS[land])}",
        ]
    )


def spelled(dice, name, land):
    if land in {"Greece", "Ukraine"}:
        table = GREEK if land == "Greece" else CYRILLIC
        return "".join(table.get(letter, letter) for letter in name.lower()).title()
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "Ö": "Oe", "Ø": "Oe"})
    if dice.random() < 0.5 and name.translate(umlauts) != name:
        return name.translate(umlauts)
    from anyascii import anyascii  # as somebody types it who has no such keys

    return anyascii(name)


CHANGES = (other_form, typing, renamed, spelled)


def second(dice, name, land, known, kind):
    """The same company as somebody else wrote it down."""
    changes = dice.sample([other_form, typing, spelled], 2) if kind == 4 else [CHANGES[kind]]
    for change in changes:
        name = change(dice, name, land)
    kept = {field: value for field, value in known.items() if dice.random() < 0.55}
    if kind == 2:
        kept["domain"] = known["domain"] or f"{likeness.core(name).key}.com"
        known["domain"] = kept["domain"]
    if dice.random() < 0.05:
        kept["phone"] = f"+44 {dice.randrange(10**8, 10**9)}"
    return name, kept


def world(clients, pairs, seed):
    """The facts of all clients, and the true pairs with the kind of their change."""
    dice = random.Random(seed)
    rows, names, truth = [], set(), {}
    while len(rows) < clients - pairs:
        bare, land = company(dice)
        name = with_form(dice, bare, land)
        if (bare, land) in names:
            continue
        names.add((bare, land))
        rows.append((name, land, facts(dice, bare, land)))
        mislead(dice, rows, names, clients - pairs)
    for place in dice.sample(range(len(rows)), pairs):
        name, land, known = rows[place]
        kind = dice.randrange(len(KINDS))
        other, kept = second(dice, name, land, known, kind)
        truth[place, len(rows)] = KINDS[kind]
        rows.append((other, land, kept))
    # Every third came from a file in which the owner's address stood beside the client's.
    return [as_known(place, *row, ours=dice.random() < 1 / 3) for place, row in enumerate(rows)], truth


def mislead(dice, rows, names, most):
    """Neighbours who are not the same: a branch with another number, a sister in the group with the same domain."""
    name, land, known = rows[-1]
    if dice.random() > 0.04 or len(rows) + 2 > most:
        return
    if dice.random() < 0.5:
        rows[-1] = (f"{name} 1", land, known)
        rows.append((f"{name} 2", land, facts(dice, f"{name} 2", land) | {"domain": known["domain"]}))
    else:
        sister = f"{name.split()[0]} {dice.choice(TRADES)} {dice.choice(TRADES)}"
        rows.append((sister, land, facts(dice, sister, land) | {"domain": known["domain"]}))


def as_known(pk, name, land, known, *, ours):
    mails = {*known.get("mails", ()), *({OURS} if ours else ())}
    told = {field: known.get(field, "") for field in ("domain", "phone", "country", "town")}
    domain = told.pop("domain") or next(filter(None, map(company_domain, mails - {OURS})), "")
    return Known(pk=pk, name=name, domain=domain, mails=frozenset(mails - {OURS}), **told)


def report(what, found, truth, seconds, memory):
    hits = found & truth.keys()
    by_kind, all_kinds = Counter(truth[pair] for pair in hits), Counter(truth.values())
    print(
        f"{what}: precision {len(hits) / max(1, len(found)):.3f} (n {len(found)}), recall {len(hits) / len(truth):.3f} (n {len(truth)})"
    )
    print("  " + ", ".join(f"{kind} {by_kind[kind] / n:.3f} (n {n})" for kind, n in sorted(all_kinds.items())))
    print(f"  {seconds:.1f} s of CPU, {memory:.0f} MiB over the facts")


def measured(find, known):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = find(known)
    seconds = time.process_time() - began
    return found, seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def ours(known):
    return {(pair.one, pair.other) for pair in likeness.pairs(known)}


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--clients", type=int, default=20_000)
    asked.add_argument("--pairs", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--splink", action="store_true")
    asked.add_argument("--wrong", type=int, default=0, help="show so many of what was missed and of what is wrong")
    told = asked.parse_args()
    known, truth = world(told.clients, told.pairs, told.seed)
    found, *cost = measured(ours, known)
    report("wonback", found, truth, *cost)
    dice = random.Random(1)
    for what, wrong in (("missed", truth.keys() - found), ("wrong", found - truth.keys())):
        for one, other in dice.sample(sorted(wrong), min(told.wrong, len(wrong))):
            print(f"  {what} {truth.get((one, other), '')}\n    {known[one]}\n    {known[other]}")
    if told.splink:
        from wonback.clients import splinked  # an extra

        found, *cost = measured(lambda facts: {(pair.one, pair.other) for pair in splinked.pairs(facts)}, known)
        report("splink", found, truth, *cost)


if __name__ == "__main__":
    main()
