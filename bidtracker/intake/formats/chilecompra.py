"""Chile's public market (ChileCompra): tenders as its API gives each by its code, and its monthly tables of offers.

https://api.mercadopublico.cl/modules/api.aspx, https://datos-abiertos.chilecompra.cl/. What was awarded stands with
every item; all that one supplier won is one award. Of the tables each row is an offer, selected or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Method, NoAwardReason, Stage
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.formats.shared.values import after, count, inner_records
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, obj, objs, text

CLOSED, DESERTED, AWARDED, REVOKED = "6", "7", "8", "18"  # CodigoEstado; 5 is published, 19 suspended
MONTHS = {"4": 1, "5": 12}  # months of a unit of time (UnidadTiempo)
DAYS = {"2": 1, "3": 7}
PRIVATE = ("E2", "CO", "B2", "H2", "I2")  # Tipo: only those who were invited
SELECTED, AWARDED_AMOUNT = "Oferta seleccionada", "MontoLineaAdjudica"
MOST = 20_000  # tenders kept until the table ends or is so long; the offers for one stand near each other
DIRECT = ("A1", "B1", "D1", "C1", "F1", "E1", "F3", "J1", "CA", "SE", "R1")


class ChileCompraReader(RecordReader):
    """Reads tenders with their items and what was awarded of them."""

    name = "chilecompra"
    label = "ChileCompra"
    alone = False  # a row is one of several offers

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._offers: dict[str, tuple[int, list[Object]]] = {}  # of each tender: its first row's number, its rows

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a tender, an answer with several, or an offer in a table."""
        if "CodigoExterno" in record and "Nombre" in record:
            return "NombreOrganismo" not in record or SELECTED in record or AWARDED_AMOUNT in record
        inner = record.get("Listado")
        return isinstance(inner, list) and any(isinstance(item, Mapping) and cls.looks(item) for item in inner[:5])

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notice of one tender; that of a table comes when all offers for it are known."""
        if "NombreOrganismo" in record:
            code = text(record.get("CodigoExterno"))
            if code not in self._offers and len(self._offers) >= MOST:
                yield from self.rest()
            self._offers.setdefault(code, (number, []))[1].append(record)
        elif "CodigoExterno" not in record:
            for inner in objs(record.get("Listado")):
                yield from self.notices(number, inner, bytes(raw) + text(inner.get("CodigoExterno")).encode())
        else:
            yield self._tender(number, record, raw)

    def _tender(self, number: int, record: Object, raw: bytes) -> Notice | Problem:
        loose, code = self._loose, text(record.get("CodigoExterno"))
        days, state = obj(record.get("Fechas")), text(record.get("CodigoEstado"))
        buyer = _buyer(obj(record.get("Comprador")))
        if buyer is None:
            short = say(
                "it is a line of a summary, which names no buyer; ask for the tender by its code and import that"
            )
            return self._refused(number, "Comprador", code, short)
        deadline = loose.published(days.get("FechaCierre") or record.get("FechaCierre") or None, "FechaCierre")
        act = obj(record.get("Adjudicacion"))
        currency = text(record.get("Moneda"))
        items = inner_records(obj(record.get("Items")).get("Listado"))
        kind = text(record.get("Tipo")).upper()
        category = text(next((item.get("CodigoProducto") for item in _items(record)), None))
        nothing = state in (DESERTED, REVOKED)
        return Notice(
            key=code,
            list=self._list or self.name,
            format=self.name,
            digest=digest(raw),
            record=number,
            url=text(act.get("UrlActa")),
            reference=code[:LONGEST_NAME],
            title=text(record.get("Nombre"))[:LONGEST_NAME],
            buyer=buyer,
            country="CL",
            category=category,
            category_scheme="UNSPSC" if category else "",
            description=text(record.get("Descripcion")),
            value=loose.money({"amount": record.get("MontoEstimado"), "currency": currency}, "MontoEstimado"),
            published=loose.day(days.get("FechaPublicacion") or None, "Fechas.FechaPublicacion"),
            enquiries_until=loose.day(days.get("FechaFinal") or None, "Fechas.FechaFinal"),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            decision_date=loose.day(days.get("FechaEstimadaAdjudicacion") or None, "Fechas.FechaEstimadaAdjudicacion"),
            stage=Stage.CLOSED if state == AWARDED or nothing else Stage.EVALUATION if state == CLOSED else None,
            method=Method.SELECTIVE if kind in PRIVATE else Method.LIMITED if kind in DIRECT else Method.OPEN,
            offers=count(act.get("NumeroOferentes")),
            tenderers=tuple(dict.fromkeys(map(_supplier, objs(record.get("Oferentes"))))),
            awards=tuple(self._awards(record, act, currency)) if items else (),
            cancelled=nothing,
            no_award_reason=NoAwardReason.NO_RECE if state == DESERTED else None,
        )

    def rest(self) -> Iterable[Notice | Problem]:
        """The tenders of a table whose offers have been gathered."""
        for number, rows in self._offers.values():
            yield from self.notices(number, _tender_of(rows), repr(rows).encode())
            yield from self._doubts(number)
        self._offers.clear()

    def _awards(self, record: Object, act: Object, currency: str) -> Iterable[NoticeAward]:
        """One award for each supplier, of all items that were awarded to him."""
        won: dict[str, list[Object]] = {}
        for item in _items(record):
            given = obj(item.get("Adjudicacion"))
            if name := text(given.get("NombreProveedor")):
                won.setdefault(text(given.get("RutProveedor")) or name, []).append(given)
        days = obj(record.get("Fechas"))
        on = self._loose.day(act.get("Fecha") or days.get("FechaAdjudicacion") or None, "Adjudicacion.Fecha")
        unit, length = text(record.get("UnidadTiempoDuracionContrato")), count(record.get("TiempoDuracionContrato"))
        end = after(on, (length or 0) * MONTHS.get(unit, 0), (length or 0) * DAYS.get(unit, 0))
        for number, lines in won.items():
            yield NoticeAward(
                key=number,
                suppliers=(_supplier(lines[0]),),
                value=self._sum(lines, currency),
                awarded=on,
                start=on if end else None,
                end=end,
                end_derived=end is not None,
                url=text(act.get("UrlActa")),
            )

    def _sum(self, given: list[Object], currency: str) -> Money | None:
        """What a supplier's items cost together; None where one of them is not known."""
        prices = [self._loose.amount(item.get("MontoUnitario"), currency, "Items.MontoUnitario") for item in given]
        amounts = [self._loose.amount(item.get("Cantidad"), "", "Items.Cantidad") for item in given]
        pairs = [(p, n) for p, n in zip(prices, amounts, strict=True) if p is not None and n is not None]
        if len(pairs) < len(given):
            return None
        return Money(sum((price.amount * n.amount for price, n in pairs), Decimal()), pairs[0][0].currency)


def _supplier(offer: Object) -> Party:
    own = identifier("CL-RUT", text(offer.get("RutProveedor")))
    name = text(offer.get("NombreProveedor"))
    return Party(name=name[:LONGEST_NAME], identifiers=(own,) if own else ())


def _tender_of(rows: list[Object]) -> Object:
    """A tender out of the rows of a table, each an offer for one of its items, under the names of the API."""
    row, items, bidders = rows[0], [], []
    for offer in rows:
        bidder = {"RutProveedor": offer.get("RutProveedor")}
        bidder["NombreProveedor"] = text(offer.get("RazonSocialProveedor")) or offer.get("NombreProveedor")
        chosen = fold(text(offer.get(SELECTED))) if SELECTED in offer else ""
        amount = offer.get(AWARDED_AMOUNT)
        won = bidder | {"Cantidad": 1, "MontoUnitario": amount}
        selected = chosen == "seleccionada" or (not chosen and text(amount).strip("0., ") != "")
        items.append({"CodigoProducto": offer.get("CodigoProductoONU"), "Adjudicacion": won if selected else None})
        if text(bidder["NombreProveedor"]):
            bidders.append(bidder)
    kind = text(row.get("Tipo de Adquisicion")).rpartition("(")[2].rstrip(") ")
    return {
        **{key: row.get(key) for key in ("CodigoExterno", "Nombre", "Descripcion", "CodigoEstado", "MontoEstimado")},
        **{key: row.get(key) for key in ("TiempoDuracionContrato", "UnidadTiempoDuracionContrato")},
        "Moneda": row.get("CodigoMoneda"),
        "Tipo": kind,
        "Comprador": {key: row.get(key) for key in ("NombreOrganismo", "RutUnidad", "NombreUnidad")},
        "Fechas": {key: row[key] for key in row if key.startswith("Fecha")},
        "Adjudicacion": {"NumeroOferentes": row.get("NumeroOferentes"), "Fecha": row.get("FechaAdjudicacion")},
        "Items": {"Listado": items},
        "Oferentes": bidders,
    }


def _items(record: Object) -> list[Object]:
    return objs(obj(record.get("Items")).get("Listado"))


def _buyer(buyer: Object) -> Party | None:
    name = text(buyer.get("NombreOrganismo")) or text(buyer.get("NombreUnidad"))
    own = identifier("CL-RUT", text(buyer.get("RutUnidad"))) if buyer.get("RutUnidad") else None
    return Party(name=name[:LONGEST_NAME], identifiers=(own,) if own else (), country="CL") if name else None


FORMAT = ChileCompraReader
