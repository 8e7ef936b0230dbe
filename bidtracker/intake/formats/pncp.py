"""Brazil's national portal of public contracts (PNCP): its contracts, with their terms, and its procurements.

https://pncp.gov.br/api/consulta/swagger-ui; the same flat, as https://dadosabertos.compras.gov.br gives it; what the
portal's own search finds. All amounts are BRL, 0 where they are secret, and all times Brasília's. A contract and a
price registration ("ata") name the procurement that they come from, by which they meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import AwardStatus, Method, Stage, Structure
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.formats.shared.values import after, count
from bidtracker.intake.notice import Amendment, Delivery, Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, objs, text
from bidtracker.intake.reasons.terminations import termination_reason

PURCHASE = ("numeroControlePncpCompra", "numeroControlePNCPCompra")
CONCLUDED = ("objetoContrato", "objetoContratacao")  # of a contract, of a price registration
DEADLINES = ("dataEncerramentoProposta", "dataEncerramentoPropostaPncp")
FLAT = (  # name, number and unit of a buyer whose fields stand in the record itself
    ("orgaoEntidadeRazaoSocial", "nomeOrgao", "orgao_nome"),
    ("orgaoEntidadeCnpj", "cnpjOrgao", "orgao_cnpj"),
    ("unidadeOrgaoNomeUnidade", "nomeUnidadeOrgao", "unidade_nome"),
)
SEARCHED = {  # the API's names -> those of the portal's search
    "numeroControlePNCP": "numero_controle_pncp",
    "modalidadeNome": "modalidade_licitacao_nome",
    "situacaoCompraNome": "situacao_nome",
    "dataPublicacaoPncp": "data_publicacao_pncp",
    "dataAtualizacao": "data_atualizacao_pncp",
}
SEARCHED_CALL = {  # while it runs, the validity is the time in which to bid
    "objetoCompra": "description",
    "dataEncerramentoProposta": "data_fim_vigencia",
    "valorTotalEstimado": "valor_global",
}
SEARCHED_CONTRACT = {
    "objetoContrato": "description",
    "dataAssinatura": "data_assinatura",
    "dataVigenciaInicio": "data_inicio_vigencia",
    "dataVigenciaFim": "data_fim_vigencia",
    "valorGlobal": "valor_global",
}
ZONE = "-03:00"
RESCISSION = "1"  # tipoTermoContratoId: the contract ends before its time
METHODS = (  # how the name of a modality begins, folded
    ("dispensa", Method.LIMITED),
    ("inexigibilidade", Method.LIMITED),
    ("concorrencia", Method.OPEN),
    ("pregao", Method.OPEN),
    ("leilao", Method.OPEN),
    ("dialogo competitivo", Method.SELECTIVE),
    ("pre-qualificacao", Method.SELECTIVE),
)
_CLOCK = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?")
CAME_TO_NOTHING = ("revogada", "anulada", "deserta", "fracassada")


class PncpReader(RecordReader):
    """Reads contracts and procurements."""

    name = "pncp"
    label = "PNCP (Brazil)"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a contract, a procurement, a price registration, or a find of the portal's search."""
        return (
            ("numeroControlePNCP" in record and ("objetoContrato" in record or "objetoCompra" in record))
            or ("numeroControlePNCPAta" in record and "objetoContratacao" in record)
            or ("numero_controle_pncp" in record and "orgao_nome" in record)
        )

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notice of one contract, price registration or procurement."""
        if "numero_controle_pncp" in record:
            record = _as_api(record)
        loose, own = self._loose, text(_of(record, "numeroControlePNCPAta", "numeroControlePNCP"))
        concluded = any(key in record for key in CONCLUDED)
        purchase = first(text(record.get(key)) for key in PURCHASE) if concluded else own
        title = text(_of(record, *CONCLUDED, "objetoCompra"))
        deadline = loose.published(_moment(record, *DEADLINES), "dataEncerramentoProposta")
        published = loose.day(_of(record, "dataPublicacaoPncp"), "dataPublicacaoPncp")
        status = fold(text(_of(record, "situacaoCompraNome", "situacaoCompraNomePncp")))
        off = status.startswith(CAME_TO_NOTHING) or record.get("cancelado") is True
        framework = record.get("srp") is True or "numeroControlePNCPAta" in record
        yield Notice(
            key=purchase or own,
            list=self._list or self.name,
            format=self.name,
            digest=digest(raw),
            record=number,
            released=loose.moment(_moment(record, "dataAtualizacao", "dataPublicacaoPncp"), "dataAtualizacao"),
            url=_web(record),
            reference=(purchase or own)[:LONGEST_NAME],
            title=title.partition("\n")[0][:LONGEST_NAME],
            buyer=_buyer(record),
            country="BR",
            description=title,
            value=self._reais(record, "valorTotalEstimado"),
            published=None if concluded else published,
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            stage=Stage.CLOSED if concluded or off else None,
            method=_method(fold(text(record.get("modalidadeNome")))),
            structure=Structure.FRAMEWORK if framework else None,
            awards=(self._award(record, own),) if concluded else (),
            cancelled=not concluded and off,
        )

    def _award(self, record: Object, own: str) -> NoticeAward:
        """A contract or a price registration; its holder is the supplier's own fields, never one in the buyer's."""
        loose = self._loose
        name, number = text(record.get("nomeRazaoSocialFornecedor")), text(record.get("niFornecedor"))
        supplier = identifier("BR-CPF" if len(number) == 11 else "BR-CNPJ", number) if number else None
        start = loose.day(_of(record, "dataVigenciaInicio", "vigenciaInicio", "dataAssinatura"), "dataVigenciaInicio")
        end = loose.day(_of(record, "dataVigenciaFim", "vigenciaFim"), "dataVigenciaFim")
        terms = objs(record.get("termos") or record.get("termosContrato"))
        amendments = tuple(self._term(term, n) for n, term in enumerate(terms, 1))
        ended = [term for term, is_end in zip(amendments, map(_ends, terms), strict=True) if is_end]
        return NoticeAward(
            key=own,
            suppliers=(Party(name=name[:LONGEST_NAME], identifiers=(supplier,) if supplier else (), country=""),)
            if name
            else (),
            status=AwardStatus.TERMINATED
            if ended
            else AwardStatus.CANCELLED
            if record.get("cancelado") is True
            else None,
            value=self._reais(record, "valorGlobal", "valorInicial"),
            awarded=loose.day(record.get("dataAssinatura") or None, "dataAssinatura"),
            start=start,
            end=end or after(start, days=count(record.get("prazoDias"))),
            end_derived=end is None,
            terminated=ended[-1].on if ended else None,
            termination_reason=termination_reason(ended[-1].why) if ended else None,
            delivery=Delivery(amendments=amendments, ended=ended[-1].why if ended else "") if terms else None,
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
            value=self._reais(term, "valorGlobal"),  # 0 where it changes none
            end=self._loose.day(term.get("dataVigenciaFim") or None, "termos.dataVigenciaFim"),
        )

    def _reais(self, record: Object, *keys: str) -> Money | None:
        """The first amount that is told; 0 tells none."""
        amounts = (self._loose.money({"amount": record.get(key), "currency": "BRL"}, key) for key in keys)
        return next(filter(None, amounts), None)


def _as_api(hit: Object) -> Object:
    """What the portal's search finds, under the names of the API."""
    names = SEARCHED | (SEARCHED_CONTRACT if text(hit.get("document_type")) in ("contrato", "ata") else SEARCHED_CALL)
    return hit | {key: hit.get(name) for key, name in names.items()}


def _ends(term: Object) -> bool:
    """Whether a term ends its contract before the time."""
    kind = text(term.get("tipoTermoContratoId"))
    return kind == RESCISSION or fold(text(term.get("tipoTermoContratoNome"))).startswith("termo de rescisao")


def _of(record: Object, *keys: str) -> Any:
    """The first value under these keys that says something."""
    return next((record[key] for key in keys if record.get(key) not in (None, "")), None)


def _moment(record: Object, *keys: str) -> str | None:
    """A day, or a moment in Brasília's time."""
    written = text(_of(record, *keys))
    return f"{written}{ZONE}" if _CLOCK.fullmatch(written) else written or None


def _buyer(record: Object) -> Party | None:
    body, unit = obj(record.get("orgaoEntidade")), obj(record.get("unidadeOrgao"))
    name, number, part = (text(_of(record, *keys)) for keys in FLAT)
    name = first((text(_of(body, "razaoSocial", "razaosocial")), name, text(unit.get("nomeUnidade")), part))
    number = text(body.get("cnpj")) or number
    own = identifier("BR-CNPJ", number) if number else None
    return Party(name=name[:LONGEST_NAME], identifiers=(own,) if own else (), country="BR") if name else None


def _web(record: Object) -> str:
    """Where a person can read it."""
    addresses = (text(record.get(key)) for key in ("linkSistemaOrigem", "urlContrato", "linkProcessoEletronico"))
    return first(address for address in addresses if address.startswith("http"))


def _method(modality: str) -> Method | None:
    return next((method for start, method in METHODS if modality.startswith(start)), None)


FORMAT = PncpReader
