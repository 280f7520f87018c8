"""Everything that happens is told in one sentence, and every sentence can be told."""

import ast
import string
from functools import cache
from pathlib import Path

import pytest

from wonback.core.verbs import VERBS, Verb

SOURCE = Path(__file__).parents[2] / "src/wonback"
# Every entry knows who did it and to whom; all else is handed over by the verb.
ALWAYS_KNOWN = {"actor", "client", "about"}


@cache
def modules():
    """All nodes of each module, walked once; read by the tests below alone, as each process collects them all."""
    return {
        ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts): list(ast.walk(ast.parse(path.read_text())))
        for path in SOURCE.rglob("*.py")
    }


def placeholders(sentence):
    return {field for _text, field, _spec, _conversion in string.Formatter().parse(sentence) if field is not None}


def verbs_defined(nodes):
    """The constants of a module that are verbs, with the verb's own name."""
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "Verb":
            yield node.targets[0].id, node.value.args[0].value


@cache
def defined():
    return {name: dict(verbs_defined(nodes)) for name, nodes in modules().items()}


def verbs_known(name, nodes):
    """Those a module defines and those it imports, by the names it uses."""
    imported = {
        alias.asname or alias.name: defined()[node.module][alias.name]
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module in defined()
        for alias in node.names
        if alias.name in defined()[node.module]
    }
    return imported | defined()[name]


def tellings():
    """Each place in the source where a timeline is told a verb: the verb and the facts handed over with it."""
    for name, nodes in modules().items():
        known = verbs_known(name, nodes)
        for call in nodes:
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith((".tell", ".tell_all", ".telling")):
                facts = {keyword.arg for keyword in call.keywords}
                spelled = {
                    node.id for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Name)
                }
                yield from ((known[constant], facts) for constant in spelled if constant in known)


def test_each_telling_hands_over_what_its_sentence_names():
    told = list(tellings())
    # None among the facts is `**facts`, whose names only the run knows.
    short = [
        (verb, missing)
        for verb, facts in told
        if None not in facts and (missing := placeholders(str(VERBS[verb].sentence)) - facts - ALWAYS_KNOWN)
    ]
    assert len(told) >= 20
    assert short == []


def test_each_telling_hands_over_nothing_its_sentence_leaves_out():
    spare = [
        (verb, unused)
        for verb, facts in tellings()
        if (unused := facts - placeholders(str(VERBS[verb].sentence)) - {"by", "at", "actor", None})
    ]
    assert spare == []


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
class TestEverySentence:
    def test_is_whole(self, verb):
        sentence = str(verb.sentence)
        assert sentence.endswith((".", "”", "{line}"))
        assert sentence[0] == "{" or sentence[0].isupper()

    def test_is_named_by_a_noun_and_what_happened(self, verb):
        noun, happened = verb.name.split(".")
        assert noun.isidentifier()
        assert happened.isidentifier()


def test_two_verbs_cannot_share_a_name():
    taken = next(iter(VERBS))

    with pytest.raises(ValueError, match=taken):
        Verb(taken, "{actor} did something else.")


def test_the_story_of_a_client_reads_as_sentences(ready_plan):
    told = [str(entry) for entry in ready_plan.loss.client.timeline.order_by("at", "pk")]

    assert told[0] == "Rosa Lindqvist added Northwind."
    assert "Rosa Lindqvist recorded that we lost Northwind: We failed: delivery." in told
    assert not [sentence for sentence in told if "{" in sentence]
