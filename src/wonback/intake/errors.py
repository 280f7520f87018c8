"""What can be wrong with a file, a row or an import. Each is a sentence for the person who brought it."""

from wonback.core.errors import Refusal


class NotATable(Refusal):
    """This file cannot be read as a table."""

    code = "not_a_table"


class Unexplained(NotATable):
    """We do not know what the columns of this file mean."""

    code = "columns_not_explained"


class Unclear(NotATable):
    """The days of a column can be read in two ways."""

    code = "days_not_clear"


class NotReady(Refusal):
    """An import is checked before it is done."""

    code = "import_not_ready"


class Unmappable(Refusal):
    """A column cannot mean that."""

    code = "column_not_mappable"


class Unreadable(ValueError):
    """One row cannot be used. Its text is the reason, as a sentence."""


class Stopped(Exception):  # not an error: a person asked for it
    """A person stopped the import while it ran."""


class NoSuchPart(Refusal):
    """An import has only these parts."""

    code = "no_such_part"


class OutOfStep(Refusal):
    """A piece of a file does not follow what is here."""

    code = "piece_out_of_step"


class StillArriving(Refusal):
    """Files are read when all of them are here."""

    code = "files_still_arriving"
