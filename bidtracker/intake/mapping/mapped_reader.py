"""Reading a plain list by a mapping that was confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import msgspec

from bidtracker.domain.amounts import CURRENCIES
from bidtracker.domain.dates import DateSpan, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, say
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.intake.formats.native.columns import COLUMNS, IN_WORDS, REQUIRED
from bidtracker.intake.formats.native.notice import is_us
from bidtracker.intake.formats.native.reader import NativeReader
from bidtracker.intake.formats.native.values import texts
from bidtracker.intake.formats.reader import Reader
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.amounts import AmountReading, beside, is_zero
from bidtracker.intake.mapping.bid_rows import OF_AN_AWARD
from bidtracker.intake.mapping.column_values import (
    AMOUNTS,
    BID_PRICE,
    BIDDER,
    DATES,
    FEEDBACK,
    LENGTH,
    LENGTH_UNIT,
    LOT_TITLE,
    NAMES,
    OPTIONS,
    STATES,
    WINNING_BID,
    WON_FOR,
    meaning_of,
    reader_of,
)
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, name_in
from bidtracker.intake.mapping.contract_days import ContractDays
from bidtracker.intake.mapping.dates import ColumnDay
from bidtracker.intake.mapping.holders import holder_rows
from bidtracker.intake.mapping.lengths.length import Length
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS, LOST
from bidtracker.intake.mapping.words.meaning import LIKELY, WordMeaning
from bidtracker.intake.mapping.words.reasons import asks_of_losses, is_reason
from bidtracker.intake.mapping.words.state_words import STATE_WORDS
from bidtracker.intake.mapping.words.states import columns_of
from bidtracker.intake.mapping.words.vocabulary import plain
from bidtracker.intake.notice import ListedBid, Notice, Party, Problem, shorten
from bidtracker.intake.open.layout import is_no_record
from bidtracker.intake.open.lenient_json import Object
from bidtracker.intake.open.values import key_twice

# A registered number before a name, as in "501111111 - AutoMed Lda".
_NUMBERED = re.compile(r"(?P<number>\d{8,14}) ?[-–] ?(?P<name>[^\W\d][^|;\n]*)")
MOST_KEPT = 20_000  # different cells of a column whose reading is kept
MONTH = timedelta(days=31)
EXPLAINED = (*STATES, "lost_reason", "p_win", AWARD_STATUS)  # fields whose words a person may explain
AWARD_STATES = {str(status): status for status in AwardStatus}
_ENDED = ("won", "lost", "no_award", "disqualified", "withdrawn", "no_bid")


class CellReading(msgspec.Struct, frozen=True):
    """What a cell is read as: a value, None where there is none; `rough` where it is a day of which only the month is
    known. `problem` says what was wrong with it."""

    value: Any = None
    rough: bool = False
    problem: Message | None = None


NOTHING = CellReading()


class ColumnReader:
    """Reads one column. Each way of writing a cell is read once."""

    def __init__(self, mapped: MappedColumn, answers: dict[str, str]) -> None:
        self.mapped = mapped
        self.field = mapped.field
        self._read = reader_of(mapped.field, mapped.reading)
        self._answers = answers if mapped.field in EXPLAINED else {}
        self._cells: dict[Any, CellReading] = {}

    def read(self, given: Any) -> CellReading:
        """What a cell is read as."""
        key = given if type(given) is str else (type(given), given) if type(given) not in (list, dict) else None
        cell = self._cells.get(key) if key is not None else None
        if cell is None:
            cell = self._of(given)
            if key is not None and len(self._cells) < MOST_KEPT:
                self._cells[key] = cell
        return cell

    def _of(self, given: Any) -> CellReading:
        field, problem = self.field, None
        if field in IN_WORDS and isinstance(given, dict):
            given = name_in(given)  # what is nested too deep for columns of its own
        if self._answers and (answer := self._answers.get(fold(str(given).strip()))):
            return CellReading(_answered(field, answer))
        if field in AMOUNTS and is_zero(given):
            return NOTHING  # lists write 0 where nothing is known
        in_words = field in (*STATES, "lost_reason", WINNING_BID, AWARD_STATUS)  # "x" there is a tick
        if field in REQUIRED and isinstance(given, str) and given.startswith("#") and is_unknown(given):
            return CellReading("")  # what a spreadsheet writes for a formula that failed is no name
        if is_unknown(given) and not in_words and field not in REQUIRED:
            return CellReading(problem=say("it says that nothing is known"))
        if field == "winner" and isinstance(given, str) and (code := STATE_WORDS.get(plain(given))):
            if code == "no_award":
                return CellReading(WordMeaning(columns_of(code)))
            return CellReading(problem=say("it says how the bid stands, and names nobody"))
        if field in NAMES and isinstance(given, str) and len(given) > LONGEST_NAME:
            given, problem = given[:LONGEST_NAME], say("it is too long and was cut")
        try:
            value = self._read(given)
        except Unreadable as error:
            if field in REQUIRED:
                return CellReading(given if isinstance(given, str) else "")  # the native list says what is wrong
            return NOTHING if is_unknown(given) and in_words else CellReading(problem=error.message)
        if type(value) is ColumnDay:
            return CellReading(value.text, value.rough)
        if field in AMOUNTS:
            problem = beside(given)
        return CellReading(value, problem=problem)


def _with_awards(items: list[Notice | Problem], of_another: list[Notice | Problem]) -> list[Notice | Problem]:
    """What a record holds with the awards of another of its rows, and what is wrong in that row alone."""
    awards = tuple(award for item in of_another if isinstance(item, Notice) for award in item.awards)
    joined = [
        msgspec.structs.replace(item, awards=(*item.awards, *awards)) if isinstance(item, Notice) else item
        for item in items
    ]
    return [*joined, *(item for item in of_another if isinstance(item, Problem) and item not in items)]


def _only_bidding(item: Notice | Problem) -> Notice | Problem:
    """A record of whose award there is only who bid."""
    if not isinstance(item, Notice):
        return item
    bidders = tuple(party for award in item.awards for party in award.suppliers)
    return msgspec.structs.replace(item, awards=(), tenderers=(*item.tenderers, *bidders))


def _with_lot_title(item: Notice | Problem, title: str) -> Notice | Problem:
    """A record whose one lot has this title."""
    if not isinstance(item, Notice) or len(item.lots) != 1 or item.lots[0].id == title:
        return item
    return msgspec.structs.replace(item, lots=(msgspec.structs.replace(item.lots[0], title=title),))


def _beside(column: str) -> str:
    """The name under which what no field has stays with a record; none of our own columns' is."""
    return f"list {column}" if column.lower() in COLUMNS else column


def _in_currency(mapping: ColumnMap) -> ColumnMap:
    """A map whose amounts have the currency that is set for all records, where their column names none."""
    currency = dict(mapping.constants).get("currency", "").upper()
    if currency not in CURRENCIES:
        return mapping
    columns = []
    for mapped in mapping.columns:
        reading = AmountReading.of(mapped.reading) if mapped.field in AMOUNTS else None
        if reading is not None and not reading.code:
            mapped = msgspec.structs.replace(mapped, reading=str(reading._replace(code=currency)))
        columns.append(mapped)
    return msgspec.structs.replace(mapping, columns=tuple(columns))


def _answered(field: str, answer: str) -> Any:
    """What a word means as a person explained it."""
    if answer.endswith("%"):
        return float(answer[:-1]) / 100 if field == "p_win" else None
    if is_reason(answer) and field == "lost_reason":
        return (answer,), 1.0
    return meaning_of(field, answer)


class _ReadRow(msgspec.Struct):
    """A row on its way: its cells, the record of the native list that comes of them, what stays as it stands, words
    that say several things, and what came up."""

    number: int
    row: Object
    record: Object = {}
    extra: Object = {}
    words: dict[str, WordMeaning] = {}
    items: list[Notice | Problem] = []
    state_unread: bool = False  # so that nothing is concluded from what else stands there


class MappedReader(Reader):
    """Reads the records of a list by a mapping, as a native list; a cell that cannot be read is left out and reported,
    and its row comes in."""

    name = "native"
    label = "a plain list"

    def __init__(self, file: str, list_name: str, mapping: ColumnMap) -> None:
        super().__init__(file, list_name)
        answers = dict(mapping.words)
        mapping = _in_currency(mapping)
        self._columns = {mapped.column: ColumnReader(mapped, answers) for mapped in mapping.columns}
        self._constants = [
            (ColumnReader(MappedColumn("", field), answers), value) for field, value in mapping.constants
        ]
        self._native = NativeReader(file, list_name)
        self._above: Object = {}  # what a lot below may leave out
        self._doubts = [mapped for mapped in mapping.columns if mapped.doubt]
        reasons = (mapped.column for mapped in mapping.columns if mapped.field == "lost_reason")
        fields = {mapped.field for mapped in mapping.columns}
        self._bidder, self._winning = BIDDER in fields, WINNING_BID in fields
        self._of_contracts = [mapped.column for mapped in mapping.columns if mapped.field == AWARD_STATUS]
        self._of_losses = next(filter(asks_of_losses, reasons), "")
        column_of = {mapped.field: mapped.column for mapped in mapping.columns}
        self._length, self._unit = column_of.get(LENGTH, ""), column_of.get(LENGTH_UNIT, "")

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives what one record holds."""
        if not isinstance(value, dict):
            return (self._refused(number, "", value, say("it is not a record with keys")),)
        items: list[Notice | Problem] = [*map(self._doubted, self._doubts)]
        self._doubts = []
        if (why := is_no_record([*value.values()], [*value])) is not None:
            return (*items, Problem(file=self._file, record=number, message=why, left_out=True))
        if twice := key_twice(raw, len(value)):
            last_counts = say("the key stands twice in this record, and what stands last was taken")
            items.append(self._problem(number, twice, "", last_counts))
        first, *others = holder_rows(value)
        items += self._row(number, first, raw)
        for row in others:
            items = _with_awards(items, self._row(number, row, raw))
        return items

    def _row(self, number: int, row: Object, raw: bytes) -> list[Notice | Problem]:
        """Gives what one row holds."""
        read = self._read_cells(number, row)
        self._complete(read)
        _settle_words(read.record, read.words)
        state = self._settle_outcome(read)
        self._settle_length(read)
        lot_title = read.record.pop(LOT_TITLE, "")
        if lot_title and "lot" not in read.record:
            read.record["lot"] = lot_title
        if self._bidder or self._winning:
            read.items += self._bid(number, read.record, raw)
        else:
            read.record |= {AWARD_STATUS: state} if state in AWARD_STATES else {}
            noted = self._native.of_columns(number, read.record, read.extra, raw)
            read.items += map(_only_bidding, noted) if state == LOST else noted
        return [_with_lot_title(item, lot_title) for item in read.items] if lot_title else read.items

    def _read_cells(self, number: int, row: Object) -> _ReadRow:
        """Reads each cell as what its column is; what no column is for stays as it stands."""
        read = _ReadRow(number, self._with_unit(row) if self._unit in row and self._length in row else row)
        for constant, given in self._constants:
            self._put(constant, given, read.record, read.words)
        for name, given in read.row.items():
            if given is None or given == "" or given == []:
                continue
            column = self._columns.get(name)
            if column is None:
                read.extra[_beside(name)] = given
                continue
            problem = self._put(column, given, read.record, read.words)
            if problem is not None:
                read.items.append(self._problem(number, name, given, problem))
                read.state_unread |= column.field in STATES and not is_unknown(given)
                in_numbers = column.field in (*DATES, *AMOUNTS) and not any(map(str.isalpha, str(given)))
                if (column.read(given).value is None or beside(given)) and not in_numbers and not is_unknown(given):
                    read.extra[_beside(name)] = given  # a person can still read it
        return read

    def _complete(self, read: _ReadRow) -> None:
        """Takes over what a lot's row leaves to the row above, and that a bid of which the reason stands was lost."""
        record = read.record
        if "title" not in record and "buyer" not in record and "lot" in record and self._above:
            record |= self._above
            read.items.append(self._problem(read.number, "", "", say("its title and buyer are those of the row above")))
        self._above = {field: record[field] for field in ("title", "buyer", "reference") if field in record}
        concludes = self._of_losses and not read.state_unread
        if concludes and "lost_reason" in record and _is_open(record, read.words):
            we_bid = all(meaning.columns.get("decision") != "no_go" for meaning in read.words.values())
            record["outcome"] = "lost" if we_bid else "no_bid"
            if we_bid:
                so_lost = say("it says why it was lost, so it was lost")
                read.items.append(self._problem(read.number, self._of_losses, "", so_lost))

    def _settle_outcome(self, read: _ReadRow) -> str:
        """Lets the rest of a record agree with how it ended; gives where its contract stands."""
        record = read.record
        state: str = record.pop(AWARD_STATUS, "")
        if state in (AwardStatus.CANCELLED, LOST) and "winner" not in record:
            record.setdefault("outcome", "no_award")
        if record.get("outcome") == "no_award" and "winner" not in record:
            read.extra |= self._without_award(record, read.row)
        if not state or "winner" not in record:  # of the tender it says what no field has
            read.extra |= {_beside(name): read.row[name] for name in self._of_contracts if read.row.get(name)}
        if record.get("outcome", "won") != "won":
            record.pop("won_reason", None)
            record.pop("also_won_reasons", None)
        if record.get("p_win") in (0, 1) and record.get("outcome") in _ENDED:
            hindsight = say("it says how it ended, and not what was thought before")
            read.items.append(self._problem(read.number, "", record.pop("p_win"), hindsight))
        return state

    def _settle_length(self, read: _ReadRow) -> None:
        """Counts the end of a contract, or notes its length where nothing says from when: a person may know it."""
        record = read.record
        record.pop(LENGTH_UNIT, None)
        if (LENGTH in record or OPTIONS in record) and not _settle_ends(record):
            lengths = [name for name, column in self._columns.items() if column.field in (LENGTH, OPTIONS)]
            lines = [
                f"{name}: {read.row[name]}" for name in lengths if read.row.get(name)
            ]  # a person may know the start
            record["notes"] = "\n".join(filter(None, (record.get("notes"), *lines)))

    def _with_unit(self, row: Object) -> Object:
        """A row whose length has the unit that stands beside it."""
        unit = self._columns[self._unit].read(row[self._unit]).value
        if not unit or not str(row[self._length]).strip().isdigit():
            return row
        others = {name: given for name, given in row.items() if name != self._unit}
        return others | {self._length: f"{row[self._length]} {unit}"}

    def _without_award(self, record: Object, row: Object) -> Object:
        """Takes out of a record what an award would have, where there is none: a day is that of the decision, and the
        cells are given to be kept."""
        if "award_date" in record:
            record.setdefault("decision_date", record.pop("award_date"))
        fields = OF_AN_AWARD - {LENGTH, OPTIONS}  # which then stand in the notes
        columns = {name: column.field for name, column in self._columns.items() if column.field in fields}
        kept = {_beside(name): row[name] for name, field in columns.items() if field in record and row.get(name)}
        for field in columns.values():
            record.pop(field, None)
        return kept

    def _bid(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives what a row with one bid tells of its tender, which all rows of it tell alike: columns of no field are
        left out, since each bid has others in them."""
        bidders = texts(record.pop(BIDDER, ()))
        bidder_id = record.pop(f"{BIDDER}_id", None)
        won = record.pop(WINNING_BID, not self._winning)
        asked = record.pop(BID_PRICE, None) or record.get("award_value")
        tender = {field: value for field, value in record.items() if field not in OF_AN_AWARD}
        if won and self._winning and bidders:
            record["winner"] = list(bidders)
            if bidder_id:
                record.setdefault("winner_id", bidder_id)
        (item,) = self._native.of_columns(number, record if won else tender, {}, raw)
        (alike,) = self._native.of_columns(number, tender, {}, raw)
        if isinstance(item, Notice) and isinstance(alike, Notice):
            others = tuple(Party(name=name) for name in bidders if not is_us(name))
            bid = ListedBid(
                price=asked and msgspec.structs.replace(asked, currency=asked.currency or record.get("currency", "")),
                won=won if self._winning else None,
                ours=len(others) < len(bidders),
            )
            item = msgspec.structs.replace(item, key=alike.key, tenderers=others, bid=bid)
        return (item,)

    def _put(self, column: ColumnReader, given: Any, record: Object, words: dict[str, WordMeaning]) -> Message | None:
        """Puts what a cell is read as into the record; gives what is wrong with it."""
        cell, field = column.read(given), column.field
        value = cell.value
        if value is None:
            return cell.problem
        if type(value) is WordMeaning:
            if value.columns:
                words[field] = value
        elif field == "lost_reason":
            _put_reasons(record, value, given)
        elif field == "won_reason":
            record["won_reason"] = value[0]
            if value[1:]:
                record["also_won_reasons"] = list(value[1:])
        elif field == FEEDBACK:
            record["notes"] = "\n".join(filter(None, (str(record.get("notes", "")), str(value))))
        elif field == "notes" and record.get("notes"):
            record["notes"] = f"{value}\n{record['notes']}"
        else:
            if field in ("buyer", "winner", BIDDER):
                value = _without_number(record, field, value)
            record[field] = value
            if cell.rough:
                record.setdefault("rough", []).append(field)
        return cell.problem

    def _doubted(self, mapped: MappedColumn) -> Problem:
        """What is in doubt of a column as a whole."""
        if mapped.field in (LENGTH, OPTIONS):
            why = say("its numbers have no unit and were read as {unit}", unit=mapped.reading)
        elif mapped.field not in DATES:
            why = say(
                "its amounts are written in more than one way; those that could mean two amounts are not imported"
            )
        elif mapped.reading:
            why = say("its dates could be read in two orders and were read as {order}", order=mapped.reading)
        else:
            why = say(
                "its dates are written in two orders; those that could be two days are left out: name the order with "
                "--map {column}={field}:dmy",
                column=shorten(mapped.column),
                field=mapped.field,
            )
        return self._problem(0, mapped.column, "", why)


def _is_open(record: Object, words: dict[str, WordMeaning]) -> bool:
    """Whether nothing else in a row says how the bid stands, or how it ended."""
    return "outcome" not in record and not any({"outcome", "stage"} & m.columns.keys() for m in words.values())


def _without_number(record: Object, field: str, value: Any) -> Any:
    """A party's name, or several, without the number it is registered under, which a single one keeps beside it."""
    names = value if isinstance(value, list) else [value]
    numbered = [_NUMBERED.fullmatch(name) if isinstance(name, str) else None for name in names]
    if len(names) == 1 and numbered[0]:
        record.setdefault(f"{field}_id", numbered[0]["number"])
    names = [match["name"] if match else name for name, match in zip(names, numbered, strict=True)]
    return names if isinstance(value, list) else names[0]


def _put_days(record: Object, days: ContractDays) -> bool:
    """From when until when a contract runs, where there is one: a length is often what was expected. Whether it was."""
    if record.get("outcome") not in ("won", "lost") and OF_AN_AWARD.isdisjoint(record):
        return False
    if days.start:
        record.setdefault("contract_start", days.start)
    if "contract_end" not in record:
        record["contract_end"] = days.end.text
        if days.end.rough:
            record.setdefault("rough", []).append("contract_end")
    return True


def _put_reasons(record: Object, value: tuple[tuple[str, ...], float], given: Any) -> None:
    """Why we lost: the codes, and the cell's own words where they say more."""
    codes, sure = value
    record["lost_reason"] = codes[0] if codes else "other"
    if codes[1:]:
        record["also_reasons"] = list(codes[1:])
    if sure <= LIKELY:
        record.setdefault("lost_evidence", str(given))


def _settle_ends(record: Object) -> bool:
    """A length with a start gives the end, with the day of the award one that is rough; what it may be extended by the
    last end. Whether the end is known then."""
    length: Length | ContractDays = record.pop(LENGTH, None) or Length(DateSpan())
    options: Length = record.pop(OPTIONS, None) or Length(DateSpan())
    if isinstance(length, ContractDays):
        if not _put_days(record, length):
            return False
        length = Length(DateSpan(), length.more)
    months, days = max(length.more, options.more)  # which may stand in both columns
    ends = "contract_end" in record
    try:
        begun = record.get("contract_start") or record.get("award_date")
        start = read_published(begun).day if begun else None
        is_rough = "contract_start" not in record or "contract_start" in record.get("rough", ())
        if start and "contract_start" in record and is_rough:
            start = start.replace(day=1)  # of a month only its last day is read
        if start and length.fixed != DateSpan() and "contract_end" not in record:
            record["contract_end"] = length.fixed.last_day(start).isoformat()
            if is_rough:
                record.setdefault("rough", []).append("contract_end")
        if not (months or days) or "contract_max_end" in record:
            return "contract_end" in record
        whole = DateSpan(months=length.fixed.months + months, days=length.fixed.days + days)
        longest = whole.last_day(start) if start and length.fixed != DateSpan() else None
        if longest and not ends:
            record["contract_max_end"] = longest.isoformat()
        elif "contract_end" in record:
            end = read_published(record["contract_end"]).day
            if longest is None and DateSpan() not in length:
                return False  # before or behind its options: nobody says
            if longest is None or longest - end > MONTH:  # else that end is the last one already
                record["contract_max_end"] = DateSpan(months=months, days=days + 1).last_day(end).isoformat()
    except Unreadable:
        pass
    return "contract_end" in record


def _won_for(record: Object) -> None:
    """A register's one reason column says of a win why it was won."""
    codes = [record.get("lost_reason"), *record.get("also_reasons", ())]
    first, *others = [code for code in codes if code in WON_FOR] or [None]
    if first is not None:
        record.setdefault("won_reason", first)
        if others:
            record.setdefault("also_won_reasons", others)


def _settle_words(record: Object, words: dict[str, WordMeaning]) -> None:
    """What the words of the status, result, stage and decision columns mean together: an end counts more than that
    nothing is decided, and the column that is made for it more than another."""
    if not words and "outcome" not in record:
        return
    if "no_bid" in [meaning.columns.get("outcome") for meaning in words.values()]:
        words = {field: meaning for field, meaning in words.items() if meaning.columns.get("outcome") != "lost"}
    for target in {target: None for meaning in words.values() for target in meaning.columns}:
        order = (target, *(field for field in ("outcome", "status", "stage", "decision", "winner") if field != target))
        values = [words[field].columns[target] for field in order if field in words and target in words[field].columns]
        ends = [value for value in values if target != "outcome" or value in _ENDED]
        if values and target not in record:
            record[target] = (ends or values)[0]
    if record.get("outcome") == "no_bid" and "lost_reason" in record:
        record["no_bid_reason"] = record.pop("lost_reason")
        record.pop("also_reasons", None)
        if evidence := record.pop("lost_evidence", ""):
            record["notes"] = "\n".join(filter(None, (str(record.get("notes", "")), evidence)))
    elif record.get("outcome") in ("won", "pending", "no_award"):
        if record["outcome"] == "won":
            _won_for(record)
        for field in ("lost_reason", "also_reasons", "lost_evidence"):
            record.pop(field, None)
