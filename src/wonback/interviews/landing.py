"""What somebody wrote in the short form, once they sent it: answers of the interview, and what they allow or refuse."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wonback.clients.models import Permission
from wonback.interviews import writing
from wonback.interviews.models.answer import Answer
from wonback.interviews.models.guide import Question
from wonback.post import forbidding
from wonback.post.tongues import among_us

if TYPE_CHECKING:
    from wonback.interviews.models.form import Form


def land(leaves: Sequence[writing.Leaf], *, of: "Form", at: datetime) -> None:
    """Answers with the confidence they chose; what they allow or refuse becomes a permission in their words."""
    asked = {question.key: question for question in Question.objects.in_writing()}
    Answer.objects.bulk_create(
        Answer(
            interview=of.interview,
            form=of,
            question=asked[leaf.key],
            asked_as=leaf.text,
            text=leaf.said.text.strip(),
            confidence=asked[leaf.key].reader_of(leaf.said.confidence),
            saved_at=at,
        )
        for leaf in leaves
        if leaf.said.text.strip()
    )
    for leaf in leaves:
        if facts := leaf.said.permission(leaf.words_for_permission()):
            permit(facts, of=of, at=at)


def permit(facts: Mapping[str, object], *, of: "Form", at: datetime) -> None:
    """What it sets off is written down for people here, in the language of the house."""
    client = of.interview.loss.client
    with among_us():
        proof = _("Written in the short form by %(name)s") % {"name": of.contact.name}
        if facts["answer"] == Permission.Answer.REFUSED:
            forbidding.forbid(of.contact, str(facts["words"]), proof=proof, at=at)
        else:
            Permission.note(by=None, at=at, client=client, contact=of.contact, proof=proof, **facts)
