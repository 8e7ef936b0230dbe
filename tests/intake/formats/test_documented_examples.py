"""Records as the publishers' own documentation writes them out; where it stands is said at each."""

from __future__ import annotations

from typing import Any

import pytest
from reads import take

from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.intake.notice import Notice, NoticeAward


def only(content: Any) -> tuple[Notice, NoticeAward]:
    (notice,), problems = take(content)
    assert not problems
    (award,) = notice.awards
    return notice, award


def test_an_award_notice_of_the_united_states() -> None:
    """GSA/open-gsa-redesign, _apidocs/get-opportunities-public-api.md, example 1 of version 2."""
    record = {
        "noticeId": "5b345bbb7127b91a3ad577b203fc6f68", "title": "Office renovation ",
        "solicitationNumber": " 47PF0018R0023 ", "department": "GENERAL SERVICES ADMINISTRATION",
        "subTier": "PUBLIC BUILDINGS SERVICE", "office": "PBS R5", "postedDate": "2018-05-04", "type": "Award Notice",
        "archiveDate": None, "responseDeadLine": None, "naicsCode": "236220", "classificationCode": "Z",
        "award": {
            "date": "2018-05-04", "number": "47PF0018C0066", "amount": "800620",
            "awardee": {
                "name": "Beyer, Inc.", "ueiSAM": "025114695AST",
                "location": {"city": {"code": "56375", "name": "New Berlin"}, "country": {"code": "USA"}},
            },
        },
        "description": "https://api.sam.gov/prod/opportunities/v1/noticedesc?noticeid=5b3",
    }  # fmt: skip
    notice, award = only({"totalRecords": 34, "limit": 1, "offset": 0, "opportunitiesData": [record]})
    assert (notice.reference, notice.category, notice.description) == ("47PF0018R0023", "236220", "")
    assert notice.buyer is not None and notice.buyer.name == "PUBLIC BUILDINGS SERVICE / PBS R5"
    assert (award.key, str(award.awarded), [party.name for party in award.suppliers]) == (
        "47PF0018C0066",
        "2018-05-04",
        ["Beyer, Inc."],
    )
    assert award.value is not None and (int(award.value.amount), award.value.currency) == (800_620, "USD")


def test_a_ukrainian_contract_that_is_paid_in_full() -> None:
    """ProzorroUKR/openprocurement.api, docs/source/contracting/contract/http/contract-termination.http: "terminated"
    is said of every contract that has come to its end, and its last change came with the signature."""
    contract = {
        "awardID": "765d", "contractID": "UA-2023-10-10-000001-a-1", "contractNumber": "contract #13111",
        "dateSigned": "2023-10-10T01:00:00+03:00", "dateModified": "2023-10-10T01:00:00+03:00",
        "items": [{"id": "5b", "description": "Картон", "classification": {"scheme": "ДК021", "id": "44617100-9"}}],
        "tender_id": "19e4", "status": "terminated", "id": "78fd",
        "period": {"startDate": "2023-10-10T01:00:00+03:00", "endDate": "2023-11-09T01:00:00+03:00"},
        "buyer": {"name": "Управління", "identifier": {"scheme": "UA-IPN", "id": "00037257"}},
        "suppliers": [{"name": "Постач", "identifier": {"scheme": "UA-IPN", "id": "00037256"}, "scale": "micro"}],
        "changes": [
            {"rationale": "Друга поставка", "rationaleTypes": ["volumeCuts"], "id": "68", "status": "active",
             "date": "2023-10-09T22:00:00", "dateSigned": "2023-10-10T01:00:00+03:00"},
        ],
        "amountPaid": {"amount": 240.0, "currency": "UAH", "amountNet": 200.0},
        "value": {"amount": 240.0, "currency": "UAH", "valueAddedTaxIncluded": True, "amountNet": 200.0},
    }  # fmt: skip
    _, award = only({"data": contract, "config": {"restricted": False}})
    assert (award.status, str(award.end), award.terminated) == (AwardStatus.ENDED, "2023-11-09", None)
    assert award.value is not None and int(award.value.amount) == 240


@pytest.mark.parametrize(("stated", "value"), [(0, None), (130.5, "130.5")])
def test_a_brazilian_term_that_leaves_the_value_as_it_is(stated: float, value: str | None) -> None:
    """Manual de Integração PNCP 2.3.7, termos de contrato: valorGlobal and valorAcrescido are 0 where nothing is
    added."""
    contract = {
        "numeroControlePNCP": "13927801000149-2-000001/2026",
        "numeroControlePNCPCompra": "13927801000149-1-000001/2026",
        "objetoContrato": "Serviço teste", "orgaoEntidade": {"cnpj": "13927801000149", "razaoSocial": "Município"},
        "unidadeOrgao": {"codigoUnidade": "1", "nomeUnidade": "Prefeitura"}, "tipoPessoa": "PJ",
        "niFornecedor": "12345678000190", "nomeRazaoSocialFornecedor": "Fornecedor", "valorInicial": 100.0,
        "valorGlobal": 120.0, "dataAssinatura": "2026-01-10", "dataVigenciaInicio": "2026-01-10",
        "dataVigenciaFim": "2026-12-31", "dataPublicacaoPncp": "2026-01-11T10:00:00",
        "termos": [
            {"numeroTermoContrato": "1", "objetoTermoContrato": "Prazo", "dataAssinatura": "2026-07-22",
             "informativoObservacao": "Exemplo", "valorAcrescido": 0, "valorGlobal": stated, "prazoAditadoDias": 0,
             "dataVigenciaFim": "2027-07-24"},
        ],
    }  # fmt: skip
    _, award = only({"data": [contract], "totalRegistros": 1, "numeroPagina": 1})
    assert award.delivery is not None
    (term,) = award.delivery.amendments
    assert (str(term.end), term.why) == ("2027-07-24", "Prazo; Exemplo")
    assert (str(term.value.amount) if term.value else None) == value


def test_a_world_bank_invitation_has_its_hour() -> None:
    """search.worldbank.org/api/v2/procnotices: day and hour of the deadline stand in two members."""
    record = {
        "id": "OP00455112", "notice_type": "Invitation for Bids", "noticedate": "22-Jul-2026",
        "submission_deadline_date": "2026-12-12T00:00:00Z", "submission_deadline_time": "17:00",
        "project_ctry_name": "Bangladesh", "project_id": "P178985", "bid_reference_no": "RW-1",
        "bid_description": "Construction of a road", "procurement_group": "CW", "contact_organization": "Pourashava",
    }  # fmt: skip
    (notice,), problems = take({"rows": 1, "total": 1, "procnotices": [record]})
    assert not problems and notice.deadline_at is not None
    assert notice.deadline_at.replace(tzinfo=None).isoformat() == "2026-12-12T17:00:00"
