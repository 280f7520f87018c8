"""Ways in which a file gets broken on its way: by an editor, a mail program, a spreadsheet, a disk, or an ill will."""

import random
from collections.abc import Callable

TOKENS = (
    b",", b";", b"\t", b"|", b'"', b'""', b"'", b"\n", b"\r", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\\", b"=1+1", b"@x",
    b"-", b"0", b"1e309", b"NaN", b"Infinity", b"9999999999999", b"99999999999999999999", b"0001-01-01", b"9999-12-31", b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-14:00", b"31/02/2025", b"03/04/2025", b"2025-01-31T25:61:61Z", b"00/00/0000", b"4102444800000", b"Q5-2025", b"Q1-9999", b"FY0001",
    "٣".encode(), b"\xef\xbc\x91\xef\xbc\x92", "\u202e".encode(), "İ".encode(), "ß".encode(), "😀".encode(), b"\xed\xa0\x80", b"#N/A", b"NULL", b"Total", b"Closed lost",
    b"a@b.c", b"mailto:", b"http://", b"zcrm_", b"$", "€".encode(), b"(", b")", b"%", b"1.234,56", b"1,23,456", b"true", b"False", b"__proto__", b"' OR 1=1",
    b"{{ x }}", b"<b>", b"&#x110000;", b"x" * 300, b"PK\x03\x04", b"\x1f\x8b",
)  # fmt: skip
Mutation = Callable[[bytes, random.Random], bytes]


def place(body: bytes, dice: random.Random) -> int:
    return dice.randrange(len(body) + 1)


def insert(body: bytes, dice: random.Random) -> bytes:
    at = place(body, dice)
    return body[:at] + dice.choice(TOKENS) + body[at:]


def in_a_cell(body: bytes, dice: random.Random) -> bytes:
    """Put something else where a cell stands."""
    lines = body.split(b"\n")
    row = dice.randrange(len(lines))
    cells = lines[row].split(b",")
    cells[dice.randrange(len(cells))] = dice.choice(TOKENS)
    lines[row] = b",".join(cells)
    return b"\n".join(lines)


def flip(body: bytes, dice: random.Random) -> bytes:
    if not body:
        return body
    at = dice.randrange(len(body))
    return body[:at] + bytes([dice.randrange(256)]) + body[at + 1 :]


def cut(body: bytes, dice: random.Random) -> bytes:
    begin, end = sorted((place(body, dice), place(body, dice)))
    return body[:begin] + body[end:] if dice.random() < 0.5 else body[:begin]


def again(body: bytes, dice: random.Random) -> bytes:
    begin, end = sorted((place(body, dice), place(body, dice)))
    return body[:end] + body[begin:end] * dice.randrange(1, 4) + body[end:]


def other_marks(body: bytes, dice: random.Random) -> bytes:
    return body.replace(b",", dice.choice((b";", b"\t", b"|", b",,", b" , ")))


def other_letters(body: bytes, dice: random.Random) -> bytes:
    encoding = dice.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-7"))
    return body.decode("utf-8", "replace").encode(encoding, "replace")


def shuffled_lines(body: bytes, dice: random.Random) -> bytes:
    lines = body.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def without_a_column(body: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(6)
    return b"\n".join(
        b",".join(cells[:at] + cells[at + 1 :]) for cells in (line.split(b",") for line in body.split(b"\n"))
    )


MUTATIONS: tuple[Mutation, ...] = (
    insert, in_a_cell, in_a_cell, in_a_cell, flip, cut, again, other_marks, other_letters, shuffled_lines, without_a_column,
)  # fmt: skip


def broken(body: bytes, dice: random.Random) -> bytes:
    """This file after one to six misfortunes."""
    for _each in range(dice.randrange(1, 7)):
        body = dice.choice(MUTATIONS)(body, dice)
    return body[: 1 << 18]
