from wonback.interviews.models.answer import Answer, Confidence, Feeling, Note, Quote, WrittenElsewhere
from wonback.interviews.models.form import Form
from wonback.interviews.models.guide import Question
from wonback.interviews.models.hours import Away, Hours
from wonback.interviews.models.interview import Interview, NotNeutral
from wonback.interviews.models.invitation import Invitation
from wonback.interviews.models.is_it_me import IsItMe
from wonback.interviews.models.nomination import Nomination
from wonback.interviews.models.recap import Recap

__all__ = [
    "Answer",
    "Away",
    "Confidence",
    "Feeling",
    "Form",
    "Hours",
    "Interview",
    "Invitation",
    "IsItMe",
    "Nomination",
    "NotNeutral",
    "Note",
    "Question",
    "Quote",
    "Recap",
    "WrittenElsewhere",
]
