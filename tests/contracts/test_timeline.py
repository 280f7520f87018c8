"""Everything that happens is told in one sentence, and every sentence can be told."""

import string

import pytest

from wonback.clients.timeline import VERBS, Verb

# A template of a sentence may name who did it and to whom; anything else is a fact handed over by the verb.
ALWAYS_KNOWN = {"actor", "client"}
FACTS = {
    "answer", "channel", "competitor", "contact", "deal", "due_by", "line", "on", "reason", "side", "to", "until", "what",
    "why", "words",
}  # fmt: skip


def placeholders(sentence):
    return {field for _text, field, _spec, _conversion in string.Formatter().parse(sentence) if field is not None}


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
class TestEverySentence:
    def test_names_only_what_is_known(self, verb):
        assert placeholders(str(verb.sentence)) <= ALWAYS_KNOWN | FACTS

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
