# The rows written come first: what the batch calls writes them.
from wonback.intake.models.made import Made
from wonback.intake.models.written import Written

from wonback.intake.models.arrival import Arrival  # isort: skip
from wonback.intake.models.batch import Batch  # isort: skip
from wonback.intake.models.shape import Shape, Term  # isort: skip
from wonback.intake.models.sheet import Sheet  # isort: skip

__all__ = ["Arrival", "Batch", "Made", "Shape", "Sheet", "Term", "Written"]
