"""French public contracts ("données essentielles de la commande publique"), as JSON and as tables made of it.

https://github.com/139bercy/format-commande-publique (schema_decp_v2.0.3.json, exemples/json). Amounts are euros without
tax. A contract is told with all its modifications: each is a statement of its own, dated by its notification, so that
what it changed shows. The format of 2022 names organisations by their numbers alone.
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
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.formats.shared.values import after, count, inner_records, start_of
from bidtracker.intake.notice import Amendment, Delivery, Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, text

PROCEDURES = (  # how a procedure begins, folded
    ("appel d'offres ouvert", Method.OPEN),
    ("appel d'offres restreint", Method.SELECTIVE),
    ("procedure avec negociation", Method.SELECTIVE),
    ("procedure negociee avec", Method.SELECTIVE),
    ("dialogue competitif", Method.SELECTIVE),
    ("marche passe sans", Method.LIMITED),
    ("marche public passe sans", Method.LIMITED),
    ("marche negocie sans", Method.LIMITED),
)
HOLDERS = ("titulaires", "concessionnaires", "titulaire", "concessionnaire")
NOTIFIED = ("dateNotification", "datenotification", "dateSignature", "dateDebutExecution")
CHANGED = ("dateNotificationModification", "dateNotificationModificationModification", "dateSignatureModification")
EMPTY = "CDL"  # what one national file writes where nothing is known


class DecpReader(RecordReader):
    """Reads contracts and concessions."""

    name = "decp"
    label = "French public contracts (DECP)"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a contract, or a page of them."""
        if "marches" in record:
            return True
        keys = {key.casefold() for key in record}
        buyer = keys & {"acheteur", "acheteur_id", "acheteur.id", "autoriteconcedante"}
        holder = keys & {*HOLDERS, "titulaire_id", "titulaire_id_1", "titulaire_nom"}
        return keys >= {"id", "objet"} and bool(buyer) and bool(holder)

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives a contract as it was notified, then as each of its modifications left it."""
        if "marches" in record:
            for inner in inner_records(record["marches"]):
                yield from self.notices(number, inner, bytes(raw) + text(inner.get("id")).encode())
            return
        base = self._contract(number, record, raw)
        yield base
        changes = inner_records(_of(record, "modifications", "modification"))
        dated = [(self._day(change, *CHANGED), change) for change in changes]
        for on, change in sorted(dated, key=lambda pair: pair[0] or date.min):
            base = self._changed(base, change, on)
            yield base

    def _contract(self, number: int, record: Object, raw: bytes) -> Notice:
        buyer = _party(obj(_of(record, "acheteur", "autoriteConcedante")) or _side(record, "acheteur"))
        own, title = text(record.get("id")), text(record.get("objet"))
        notified = self._day(record, *NOTIFIED)
        begin = self._day(record, "dateDebutExecution") or notified
        nature, category = fold(text(record.get("nature"))), text(_of(record, "codeCPV", "codecpv"))
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
            structure=Structure.FRAMEWORK if "accord-cadre" in nature else None,
            offers=count(_of(record, "offresRecues", "offresrecues")),
            awards=(award,),
        )

    def _changed(self, notice: Notice, change: Object, on: date | None) -> Notice:
        """The contract as a modification left it: what that leaves out is as before."""
        (award,) = notice.awards
        value = self._euros(_of(change, "montant", "valeurGlobale"), "modifications.montant")
        end = after(award.start, count(_of(change, "dureeMois")))
        holders = _holders(change)
        why = first((text(change.get("objetModification")), text(change.get("objet"))))
        ref = text(change.get("id")) or (on.isoformat() if on else why[:20])
        amendment = Amendment(
            id=ref, on=on, why=why, value=value, end=end, supplier=bool(holders and holders != award.suppliers)
        )
        before = award.delivery.amendments if award.delivery else ()
        return structs.replace(
            notice,
            digest=digest(f"{notice.digest} {ref} {on} {value} {end} {holders}".encode()),
            released=start_of(on) or notice.released,
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


def _method(procedure: str) -> Method | None:
    return next((method for start, method in PROCEDURES if procedure.startswith(start)), None)


FORMAT = DecpReader
