"""French public contracts ("données essentielles de la commande publique"), as JSON and as tables made of it.

https://github.com/139bercy/format-commande-publique (schema_decp_v2.0.3.json, exemples/json). Amounts are euros without
tax. A contract is told with all its modifications: each is a statement of its own, dated by its notification, so that
what it changed shows. The format of 2022 names organisations by their numbers alone. In the national table each holder
and each modification of a contract is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import structs

from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Method, Stage, Structure
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.buyers import BUYERS, beside, bought_together
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.formats.shared.values import after, count, inner_records, start_of
from bidtracker.intake.notice import Amendment, Delivery, Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, text

PROCEDURES = (  # how a procedure begins, folded
    ("appel d'offres ouvert", Method.OPEN),
    ("appel d'offres restreint", Method.SELECTIVE),
    ("procedure avec negociation", Method.SELECTIVE),
    ("procedure negociee avec", Method.SELECTIVE),
    ("dialogue competitif", Method.SELECTIVE),
    ("marche passe sans", Method.LIMITED),
    ("marche public passe sans", Method.LIMITED),
    ("marche negocie sans", Method.LIMITED),
    ("procedure negociee ouverte", Method.OPEN),
    ("procedure non negociee ouverte", Method.OPEN),
    ("procedure negociee restreinte", Method.SELECTIVE),
    ("procedure non negociee restreinte", Method.SELECTIVE),
)
TECHNIQUES = (("accord-cadre", Structure.FRAMEWORK), ("acquisition dynamique", Structure.OPEN_FRAMEWORK))  # folded
HOLDERS = ("titulaires", "concessionnaires", "titulaire", "concessionnaire")
# Columns that it alone has: a register of one's own may have "ID", "Objet", "Acheteur" and "Titulaire" too.
ITS_OWN = {"datenotification", "dureemois", "codecpv", "lieuexecution", "lieuexecution.code", "lieuexecution_code"}
ITS_OWN |= {"acheteur_id", "acheteur.id", "titulaire_id", "titulaire_id_1", "formeprix", "autoriteconcedante"}
NOTIFIED = ("dateNotification", "datenotification", "dateSignature", "dateDebutExecution")
CHANGED = ("dateNotificationModification", "dateNotificationModificationModification", "dateSignatureModification")
EMPTY = "CDL"  # what one national file writes where nothing is known
ROW_A_HOLDER = ("titulaire_id", "titulaire.id")
STATE = ("modification_id", "montant", "dureeMois", "dateNotification")  # in which one row's contract differs
MOST = 20_000  # contracts kept until the table ends or is so long; the rows of one stand near each other


class DecpReader(RecordReader):
    """Reads contracts and concessions."""

    name = "decp"
    label = "French public contracts (DECP)"
    alone = False  # a row may name one of several holders

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._rows: dict[str, tuple[int, list[Object]]] = {}  # of each contract: its first row's number, its rows

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a contract, or a page of them."""
        if "marches" in record:
            return True
        keys = {key.casefold() for key in record}
        buyer = keys & {"acheteur", "acheteur_id", "acheteur.id", "autoriteconcedante"}
        holder = keys & {*HOLDERS, "titulaire_id", "titulaire_id_1", "titulaire_nom"}
        if not (keys >= {"id", "objet"} and buyer and holder):
            return False
        nested = any(isinstance(record.get(key), (dict, list)) for key in ("acheteur", *HOLDERS))
        return nested or not keys.isdisjoint(ITS_OWN)

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives a contract as it was notified, then as each of its modifications left it."""
        if "marches" in record:
            for inner in inner_records(record["marches"]):
                yield from self.notices(number, inner, bytes(raw) + text(inner.get("id")).encode())
            return
        if any(key in record for key in ROW_A_HOLDER):
            contract = text(_of(record, "uid")) or f"{text(record.get('id'))} @ {_side(record, 'acheteur').get('id')}"
            if contract not in self._rows and len(self._rows) >= MOST:
                yield from self.rest()
            self._rows.setdefault(contract, (number, []))[1].append(record)
            return
        yield from self._with_changes(number, record, raw)

    def rest(self) -> Iterable[Notice | Problem]:
        """The contracts of a table whose rows have been gathered."""
        for number, rows in self._rows.values():
            yield from self._with_changes(number, _joined(rows), repr(rows).encode())
            yield from self._doubts(number)
        self._rows.clear()

    def _with_changes(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        base = self._contract(number, record, raw)
        yield base
        if others := base.extra.get(BUYERS):
            yield self._problem(number, "acheteur", "; ".join(others), bought_together(len(others) + 1))
        changes = inner_records(_of(record, "modifications", "modification"))
        dated = [(self._day(change, *CHANGED), change) for change in changes]
        for on, change in sorted(dated, key=lambda pair: pair[0] or date.min):
            base = self._changed(base, change, on)
            yield base

    def _contract(self, number: int, record: Object, raw: bytes) -> Notice:
        buyers = inner_records(_of(record, "acheteur", "autoriteConcedante")) or [_side(record, "acheteur")]
        parties = [party for each in buyers if (party := _party(each))]
        buyer = next(iter(parties), None)
        own, title = text(record.get("id")), text(record.get("objet"))
        notified = self._day(record, *NOTIFIED)
        begin = self._day(record, "dateDebutExecution") or notified
        nature, category = fold(text(record.get("nature"))), text(_of(record, "codeCPV", "codecpv"))
        techniques, under = fold(" ".join(_words(record.get("techniques")))), text(_of(record, "idAccordCadre"))
        called = (buyer.identifiers[0].id if buyer.identifiers else buyer.name) if buyer else ""
        award = NoticeAward(
            key=own or "award",
            suppliers=_holders(record),
            value=self._euros(_of(record, "montant", "valeurGlobale"), "montant"),
            awarded=notified,
            start=begin,
            end=after(begin, count(_of(record, "dureeMois", "dureemois"))),
            end_derived=True,
        )
        return Notice(
            key=f"{own or f'{fold(title)} {notified}'} @ {called}",
            list=self._list or "decp",
            format=self.name,
            digest=digest(raw),
            record=number,
            released=start_of(notified),
            reference=own[:LONGEST_NAME],
            title=title[:LONGEST_NAME],
            buyer=buyer,
            country="FR",
            category=category,
            category_scheme="CPV" if category else "",
            stage=Stage.CLOSED,
            method=_method(fold(text(record.get("procedure")))),
            structure=_structure(nature if under else f"{nature} {techniques}"),
            call_off=bool(under),
            offers=count(_of(record, "offresRecues", "offresrecues")),
            awards=(award,),
            extra=beside(buyer, parties),
        )

    def _changed(self, notice: Notice, change: Object, on: date | None) -> Notice:
        """The contract as a modification left it: what that leaves out is as before."""
        (award,) = notice.awards
        value = self._euros(_of(change, "montant", "valeurGlobale"), "modifications.montant")
        end = after(award.start, count(_of(change, "dureeMois")))
        holders = _holders(change)
        before_it, after_it = _numbers(award.suppliers), _numbers(holders)
        holders = holders if before_it != after_it else ()
        why = first((text(change.get("objetModification")), text(change.get("objet"))))
        ref = text(change.get("id")) or (on.isoformat() if on else why[:20])
        amendment = Amendment(
            id=ref, on=on, why=why, value=value, end=end, supplier=bool(before_it - after_it and after_it - before_it)
        )
        before = award.delivery.amendments if award.delivery else ()
        return structs.replace(
            notice,
            digest=digest(f"{notice.digest} {ref} {on} {value} {end} {holders}".encode()),
            released=max(filter(None, (start_of(on), notice.released)), default=None),  # days are mistyped
            awards=(
                structs.replace(
                    award,
                    suppliers=holders or award.suppliers,
                    value=value or award.value,
                    end=end or award.end,
                    delivery=Delivery(amendments=(*before, amendment)),
                ),
            ),
        )

    def _euros(self, amount: Any, path: str) -> Any:
        return self._loose.money({"amount": amount, "currency": "EUR"}, path) if amount != EMPTY else None

    def _day(self, record: Object, *keys: str) -> date | None:
        return next((day for key in keys if (day := self._loose.day(record.get(key) or None, key))), None)


def _of(record: Object, *keys: str) -> Any:
    """The first value under these keys that says something."""
    return next((record[key] for key in keys if record.get(key) not in (None, "", EMPTY)), None)


def _words(value: Any) -> list[str]:
    """The texts in a value, however deep they stand."""
    if isinstance(value, dict):
        value = list(value.values())
    return [word for item in value for word in _words(item)] if isinstance(value, list) else [text(value)]


def _structure(words: str) -> Structure | None:
    return next((structure for technique, structure in TECHNIQUES if technique in words), None)


def _joined(rows: list[Object]) -> Object:
    """A contract out of its rows: those that differ in nothing but the holder are one state of it, and what follows the
    first state are modifications, each dated by its own notification."""
    states: dict[tuple[str, ...], list[Object]] = {}
    for row in rows:
        states.setdefault(tuple(text(row.get(key)) for key in STATE), []).append(row)
    ordered = sorted(states.values(), key=lambda state: count(state[0].get("modification_id")) or 0)
    first_state, *later = [state[0] | {"titulaires": [_side(row, "titulaire") for row in state]} for state in ordered]
    changes = [
        {key: state.get(key) for key in ("montant", "dureeMois", "titulaires")}
        | {"id": state.get("modification_id"), "dateNotificationModification": state.get("dateNotification")}
        | {"objetModification": state.get("objetModification")}
        for state in later
    ]
    if count(first_state.get("modification_id")):  # its day is that of a change: when the contract began is not told
        first_state = {key: value for key, value in first_state.items() if key not in NOTIFIED}
    return first_state | {"modifications": changes}


def _side(record: Object, name: str, end: str = "") -> Object:
    """An organisation out of a table's columns: titulaire_id, titulaire_nom, titulaire_typeIdentifiant."""
    parts = ("id", "nom", "denominationSociale", "typeIdentifiant")
    columns = {part: (f"{name}_{part}{end}", f"{name}.{part}{end}", f"{name}_{part}{end}".lower()) for part in parts}
    return {part: value for part, keys in columns.items() if (value := _of(record, *keys))}


def _holders(record: Object) -> tuple[Party, ...]:
    """All who hold a contract together."""
    held = inner_records(_of(record, *HOLDERS))
    held = held or [side for end in ("", "_1", "_2", "_3") if (side := _side(record, "titulaire", end))]
    return tuple(dict.fromkeys(party for holder in held if (party := _party(holder))))


def _party(record: Object) -> Party | None:
    """An organisation; one that is not named is called by its number."""
    number, kind = text(record.get("id")), text(record.get("typeIdentifiant")).upper() or "SIRET"
    name = first(text(record.get(key)) for key in ("nom", "denominationSociale", "nomAcheteur"))
    if not (name or number) or number == EMPTY:
        return None
    own = identifier(f"FR-{kind}", number) if number else None
    return Party(
        name=(name or f"{kind} {number}")[:LONGEST_NAME],
        identifiers=(own,) if own else (),
        country="FR" if kind == "SIRET" else "",
    )


def _numbers(parties: tuple[Party, ...]) -> set[str]:
    """What tells organisations apart, whether they are named or not."""
    return {party.identifiers[0].id if party.identifiers else fold(party.name) for party in parties}


def _method(procedure: str) -> Method | None:
    return next((method for start, method in PROCEDURES if procedure.startswith(start)), None)


FORMAT = DecpReader
