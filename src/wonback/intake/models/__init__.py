from wonback.intake.models.batch import Batch
from wonback.intake.models.shape import Shape, Term
from wonback.intake.models.sheet import Sheet
from wonback.intake.models.written import Written

__all__ = ["Batch", "Shape", "Sheet", "Term", "Written"]
