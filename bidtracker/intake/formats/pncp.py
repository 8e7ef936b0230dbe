"""Brazil's national portal of public contracts (PNCP): its contracts, with their terms, and its procurements.

https://pncp.gov.br/api/consulta/swagger-ui. All amounts are BRL. A contract names the procurement that it comes
from, by which the two meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Method, Stage
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.formats.shared.values import after, count
from bidtracker.intake.notice import Amendment, Delivery, Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, objs, text

PURCHASE = ("numeroControlePncpCompra", "numeroControlePNCPCompra")
METHODS = (  # how the name of a modality begins, folded
    ("dispensa", Method.LIMITED),
    ("inexigibilidade", Method.LIMITED),
    ("concorrencia", Method.OPEN),
    ("pregao", Method.OPEN),
    ("leilao", Method.OPEN),
    ("dialogo competitivo", Method.SELECTIVE),
    ("pre-qualificacao", Method.SELECTIVE),
)
CAME_TO_NOTHING = ("revogada", "anulada", "deserta", "fracassada")


class PncpReader(RecordReader):
    """Reads contracts and procurements."""

    name = "pncp"
    label = "PNCP (Brazil)"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a contract or a procurement."""
        return "numeroControlePNCP" in record and ("objetoContrato" in record or "objetoCompra" in record)

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notice of one contract or procurement."""
        loose, own = self._loose, text(record.get("numeroControlePNCP"))
        contract = "objetoContrato" in record
        purchase = first(text(record.get(key)) for key in PURCHASE) if contract else own
        title = text(record.get("objetoContrato" if contract else "objetoCompra"))
        deadline = loose.published(record.get("dataEncerramentoProposta") or None, "dataEncerramentoProposta")
        published = loose.day(record.get("dataPublicacaoPncp") or None, "dataPublicacaoPncp")
        status = fold(text(record.get("situacaoCompraNome")))
        yield Notice(
            key=purchase or own,
            list=self._list or self.name,
            format=self.name,
            digest=digest(raw),
            record=number,
            released=loose.moment(_of(record, "dataAtualizacao", "dataPublicacaoPncp"), "dataAtualizacao"),
            url=_web(record),
            reference=(purchase or own)[:LONGEST_NAME],
            title=title.partition("\n")[0][:LONGEST_NAME],
            buyer=_buyer(record),
            country="BR",
            description=title,
            value=self._reais(record.get("valorTotalEstimado"), "valorTotalEstimado"),
            published=None if contract else published,
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            stage=Stage.CLOSED if contract or status.startswith(CAME_TO_NOTHING) else None,
            method=_method(fold(text(record.get("modalidadeNome")))),
            awards=(self._award(record, own),) if contract else (),
            cancelled=not contract and status.startswith(CAME_TO_NOTHING),
        )

    def _award(self, record: Object, own: str) -> NoticeAward:
        """A contract; its holder is the supplier's own fields, never one within the buyer's object."""
        loose = self._loose
        name, number = text(record.get("nomeRazaoSocialFornecedor")), text(record.get("niFornecedor"))
        supplier = identifier("BR-CPF" if len(number) == 11 else "BR-CNPJ", number) if number else None
        start = loose.day(_of(record, "dataVigenciaInicio", "dataAssinatura"), "dataVigenciaInicio")
        end = loose.day(record.get("dataVigenciaFim") or None, "dataVigenciaFim")
        terms = objs(record.get("termos") or record.get("termosContrato"))
        return NoticeAward(
            key=own,
            suppliers=(Party(name=name[:LONGEST_NAME], identifiers=(supplier,) if supplier else (), country=""),)
            if name
            else (),
            value=self._reais(_of(record, "valorGlobal", "valorInicial"), "valorGlobal"),
            awarded=loose.day(record.get("dataAssinatura") or None, "dataAssinatura"),
            start=start,
            end=end or after(start, days=count(record.get("prazoDias"))),
            end_derived=end is None,
            delivery=Delivery(amendments=tuple([self._term(term, n) for n, term in enumerate(terms, 1)]))
            if terms
            else None,
        )

    def _term(self, term: Object, n: int) -> Amendment:
        """One term ("aditivo") of a contract."""
        words = (
            text(term.get(key)) for key in ("tipoTermoContratoNome", "objetoTermoContrato", "informativoObservacao")
        )
        return Amendment(
            id=text(term.get("numeroTermoContrato")) or str(n),
            on=self._loose.day(term.get("dataAssinatura") or None, "termos.dataAssinatura"),
            why="; ".join(filter(None, words)),
            value=self._reais(term.get("valorGlobal") or None, "termos.valorGlobal"),  # 0 where it changes none
            end=self._loose.day(term.get("dataVigenciaFim") or None, "termos.dataVigenciaFim"),
        )

    def _reais(self, amount: Any, path: str) -> Money | None:
        return self._loose.money({"amount": amount, "currency": "BRL"}, path)


def _of(record: Object, *keys: str) -> Any:
    """The first value under these keys that says something."""
    return next((record[key] for key in keys if record.get(key) not in (None, "")), None)


def _buyer(record: Object) -> Party | None:
    body, unit = obj(record.get("orgaoEntidade")), obj(record.get("unidadeOrgao"))
    name = first((text(body.get("razaoSocial")), text(unit.get("nomeUnidade"))))
    own = identifier("BR-CNPJ", text(body.get("cnpj"))) if body.get("cnpj") else None
    return Party(name=name[:LONGEST_NAME], identifiers=(own,) if own else (), country="BR") if name else None


def _web(record: Object) -> str:
    """Where a person can read it."""
    addresses = (text(record.get(key)) for key in ("linkSistemaOrigem", "urlContrato", "linkProcessoEletronico"))
    return first(address for address in addresses if address.startswith("http"))


def _method(modality: str) -> Method | None:
    return next((method for start, method in METHODS if modality.startswith(start)), None)


FORMAT = PncpReader
