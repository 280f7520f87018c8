from wonback.intake.models.batch import Batch
from wonback.intake.models.sheet import Sheet
from wonback.intake.models.written import Written

__all__ = ["Batch", "Sheet", "Written"]
