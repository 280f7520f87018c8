"""What one export of one program looks like: by which columns to recognise it, and what every column means."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Preset:
    """One export of one program. `columns` gives header → target of `makes`.

    `needs` must all be there; `A|B` is met by either. Where two columns mean the same, the first one that holds something counts.
    """

    name: str
    label: "str | Promise"
    source: str
    makes: str
    needs: tuple[str, ...]
    columns: dict[str, str]
    # A file with one of these columns is another export of the same program.
    never: tuple[str, ...] = ()
    # Purchases that come as lines: add up the amounts of one invoice ("sum"), or take the total that each repeats ("once").
    lines: str = ""
    # A bill counts once something was paid for it.
    only_paid: bool = False
    # A report with headings between its rows: what a heading names.
    heading: str = ""
    # A deal with a reason why it was lost is lost, whatever its stage says.
    lost_by_reason: bool = False
    # These are no clients yet; whoever bought something since is one.
    are_prospects: bool = False
    # A row without id and name goes on with the row above: one more tag, one more product.
    continues: bool = False
