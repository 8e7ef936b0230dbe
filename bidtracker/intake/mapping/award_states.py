"""The column of a list of awards that says where each contract stands: signed, completed, terminated, cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.column_readings import Cells
from bidtracker.intake.mapping.column_values import OF_PROCEDURE, STATES, STATUS
from bidtracker.intake.mapping.columns import MappedColumn
from bidtracker.intake.mapping.headings.whole_names import CALLED
from bidtracker.intake.mapping.headings.written import words_in
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS, contract_state_of
from bidtracker.intake.mapping.words.states import is_own_word, state_of

READ = 0.8  # of the cells of a column that is called a status
BY_STATUS = 0.9  # how sure it is that a list's one status is that of its awards


def with_award_state(
    kept: Mapping[str, MappedColumn],
    taken: Mapping[str, MappedColumn],
    named: Iterable[MappedColumn],
    cells: Mapping[str, Cells],
) -> dict[str, MappedColumn]:
    """The columns that are kept of a list, with the one that says where its contracts stand: one that is called so, or
    what a public list calls its status. `taken` are the columns that a register of one's own bids would have, `named`
    those that are called so."""
    is_register = len(kept) == len(taken)
    columns = dict(kept)
    used = {mapped.column for field, mapped in columns.items() if field != STATUS}
    for mapped in named:
        if mapped.column not in used and not _is_of_bids(cells[mapped.column], is_register):
            if STATUS in columns and columns[STATUS].column == mapped.column:
                del columns[STATUS]
            return columns | {AWARD_STATUS: mapped}
    left = [taken[field].column for field in STATES if field in taken and field not in kept and field != "decision"]
    if "winner" in columns:  # beside whom a status is the contract's, whose words no tender has
        used = {mapped.column for mapped in columns.values()}
        left += [column for column in cells if column not in used and words_in(column) in CALLED[STATUS]]
    for column in left:
        if _says_where_contracts_stand(cells[column]):
            return columns | {AWARD_STATUS: MappedColumn(column, AWARD_STATUS, BY_STATUS, OF_PROCEDURE)}
    return columns


def _is_of_bids(cells: Collection[object], is_register: bool) -> bool:
    """Whether a column tells of bids of one's own, as in a register what says that something was awarded, or not."""
    words = [cell for cell in cells if isinstance(cell, str)]
    if any(map(is_own_word, words)):
        return True
    ends = {meaning.columns.get("outcome") for word in words if (meaning := state_of(word)) is not None}
    return is_register and not ends.isdisjoint(("won", "lost"))


def _says_where_contracts_stand(cells: Cells) -> bool:
    """Whether nearly all cells are words for where a contract stands."""
    words = {cell: n for cell, n in cells.items() if not is_unknown(cell)}
    read = sum(n for cell, n in words.items() if isinstance(cell, str) and contract_state_of(cell) is not None)
    return bool(read) and read >= READ * sum(words.values())
