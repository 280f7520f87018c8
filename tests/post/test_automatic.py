"""What comes back by itself, as people and mail programs write it in eleven languages."""

from pathlib import Path

import pytest

from wonback.post.automatic import Says, read

# What is said, who is named instead with which address, and the text, one a line: `says name email text`.
LETTERS = [
    tuple(line.split("\t")) for line in (Path(__file__).parent / "automatic_replies.tsv").read_text().splitlines()[1:]
]


def test_there_are_enough_of_them():
    assert len(LETTERS) >= 60


@pytest.mark.parametrize(("says", "name", "email", "text"), LETTERS)
def test_is_read_as_a_person_would(says, name, email, text):
    found = read(text)

    assert (str(found.says), found.name, found.email) == (says, name, email)


def test_the_address_we_wrote_to_is_nobody_elses():
    text = "Your mail to dana@norra.example: Dana is no longer with us. Write to jon.lie@norra.example."

    assert read(text, own="Dana@norra.example").email == "jon.lie@norra.example"


def test_a_robot_is_nobodys_successor():
    assert read("Dana is no longer with us. This mail was sent by no-reply@norra.example.").email == ""


@pytest.mark.parametrize(
    "text", ["I am temporarily away from my desk, back on Monday.", "Ausente de 5.1.2027 a 9.1.2027."]
)
def test_what_looks_like_a_servers_code_and_is_none(text):
    assert read(text).says == Says.AWAY


def test_the_subject_counts_too():
    assert read("Thank you for your message.", subject="Out of office").says == Says.AWAY


def test_who_is_on_leave_has_not_left():
    assert not read("I am on parental leave until May.").has_left
    assert read("550 5.1.1 User unknown").has_left
