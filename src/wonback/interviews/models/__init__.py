from wonback.interviews.models.answer import Answer, Feeling, Heard, Note, WrittenElsewhere
from wonback.interviews.models.form import Form
from wonback.interviews.models.guide import Confidence, Question
from wonback.interviews.models.hours import Away, Hours
from wonback.interviews.models.interview import Interview, NotNeutral
from wonback.interviews.models.invitation import Invitation
from wonback.interviews.models.is_it_me import IsItMe
from wonback.interviews.models.nomination import Nomination
from wonback.interviews.models.phrasing import Phrasing
from wonback.interviews.models.quote import Quote, Quoted
from wonback.interviews.models.recap import Recap
from wonback.interviews.models.sheet import Sheet

__all__ = [
    "Answer",
    "Away",
    "Confidence",
    "Feeling",
    "Form",
    "Heard",
    "Hours",
    "Interview",
    "Invitation",
    "IsItMe",
    "Nomination",
    "NotNeutral",
    "Note",
    "Phrasing",
    "Question",
    "Quote",
    "Quoted",
    "Recap",
    "Sheet",
    "WrittenElsewhere",
]
