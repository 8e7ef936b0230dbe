"""Plain lists with columns of any name: which column is which field of a native list.

The program proposes, from names in the main languages and from the look of the values; a person confirms; the
mapping confirmed is kept under the set of the columns' names. Nothing is ever mapped unasked.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Record
from typing import Any, Self

import msgspec

from bidtracker.domain.message import Message, listed
from bidtracker.intake.formats.native.columns import REQUIRED
from bidtracker.intake.mapping.headings.written import words_in
from bidtracker.intake.notice import digest, shorten
from bidtracker.intake.open.lenient_json import Object

DEPTH = 3


class MappedColumn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column read as one field. `reading` is the order of its dates ("dmy"), the decimal mark, currency and
    multiplier of its amounts (",", "EUR", ",EURx1000"), or the unit of its lengths ("years").

    `sure` is from 0 to 1; `doubt` where the values allow another reading as well.
    """

    column: str
    field: str
    sure: float = 1.0
    reading: str = ""
    doubt: bool = False


class ColumnMap(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which column of a list is which field; `key` is equal for lists with the same set of columns.

    A proposal has in `all_columns` all columns that the list has; once it is confirmed that is not kept. `constants`
    are fields with the value that all records have, `words` the words of a status column that a person explained
    ("cancelled", "no_award").
    """

    key: str
    columns: tuple[MappedColumn, ...] = ()
    all_columns: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What every tender needs and no column is named as."""
        named = {mapped.field for mapped in self.columns} | {field for field, _ in self.constants}
        return tuple(field for field in REQUIRED if field not in named)

    def plain(self) -> Object:
        """As JSON, to be kept in a book."""
        kept: Object = msgspec.to_builtins(self)
        return kept

    @classmethod
    def of(cls, plain: Any) -> Self:
        """Out of what `plain` gave."""
        return msgspec.convert(plain, cls)

    def in_words(self) -> Message | str:
        """Each column with its field and how sure that is: "Opportunity=title (95%), Closing=deadline:dmy (90%)"."""
        return listed(f"{shorten(m.column)}={_field(m)} ({m.sure:.0%})" for m in self.columns)


class Asked(msgspec.Struct, frozen=True):
    """How a person wants a list to be read: `columns` as "--map" has them, `constants` as "--set", `words` as "--word",
    the `sheet` of a workbook; `auto`: what is proposed may be taken where nothing is remembered; `confirms`: somebody
    is there to confirm also what is proposed beside our own columns."""

    columns: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    sheet: str = ""
    auto: bool = False
    confirms: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The columns; what is proposed where only constants or words are given."""
        return self.columns or (("auto",) if self.constants or self.words else ())


def flat(record: Record[str, Any], before: str = "", depth: int = DEPTH) -> Object:
    """A record with the keys of its inner objects as columns: {"buyer": {"name": …}} has the column buyer.name."""
    if not any(type(value) in (dict, list) for value in record.values()):
        return {before + key: value for key, value in record.items()} if before else dict(record)
    columns: Object = {}
    for key, value in record.items():
        if isinstance(value, dict) and value and depth:
            columns |= flat(value, f"{before}{key}.", depth - 1)
        elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) and depth:
            columns |= flat(value[0], f"{before}{key}.", depth - 1)
        else:
            columns[before + key] = value
    return columns


# Under which keys an object has its name, the surest first.
_NAMES = """
    name legalname legal_name companyname company_name organisationname organizationname
    denominationsociale denomination razonsocial razon_social nombre nom naam nazwa nazev název denominazione
    ragionesociale nome bezeichnung nazwisko назва название наименование найменування 名称 名稱 名前 商号 商號
    title label value company organisation organization supplier contractor vendor party entity
    firma firm unternehmen auftragnehmer bieter entreprise titulaire empresa proveedor fornecedor impresa ditta
    bedrijf leverancier wykonawca dodavatel компания поставщик исполнитель компанія постачальник
    公司 企业 企業 供应商 供應商 会社 業者
    """.split()  # noqa: SIM905 - a list of words reads better so


def name_in(value: Any, depth: int = DEPTH) -> str:
    """The name of a thing that a list writes as an object, "" where it has none.

    >>> name_in({"id": 7, "Company": {"name": "Alpha Ltd"}}), name_in({"supplierName": "Beta Ltd", "amount": 5})
    ('Alpha Ltd', 'Beta Ltd')
    """
    if isinstance(value, str):
        return value
    if not isinstance(value, dict) or not depth:
        return ""
    members = {str(key).lower(): inner for key, inner in value.items()}
    called = (inner for key, inner in value.items() if _are_names(words_in(str(key)).split()))
    return next((name for inner in (*map(members.get, _NAMES), *called) if (name := name_in(inner, depth - 1))), "")


def _are_names(words: list[str]) -> bool:
    """Whether a key of several words is one for a name: "supplierName", and not "contactName"."""
    return len(words) > 1 and all(word in _NAMES or word in ("legal", "trading") for word in words)


def hashable(value: Any) -> Any:
    """A cell as it is counted: of an object its name, else how it is written."""
    if isinstance(value, list):
        return tuple(map(hashable, value))
    return (name_in(value) or repr(value)) if isinstance(value, dict) else value


def key_of(columns: Iterable[str]) -> str:
    """What a mapping is kept under: the same for every list with these columns, in any order."""
    return digest("\x1f".join(sorted(set(columns))).encode("utf-8", "replace"))


def _field(mapped: MappedColumn) -> str:
    return f"{mapped.field}:{mapped.reading}" if mapped.reading else mapped.field
