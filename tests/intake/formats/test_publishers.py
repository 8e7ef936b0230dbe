"""The publishers that are asked for most, each by a small record as its own documentation describes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from reads import take

from bidtracker.domain.vocabulary import AwardStatus, Method, Stage, Structure
from bidtracker.intake.notice import Notice, NoticeAward


def only(content: Any) -> tuple[Notice, NoticeAward]:
    (notice,), problems = take(content)
    assert not problems
    (award,) = notice.awards
    return notice, award


def money(value: Any) -> str:
    return f"{value.amount:f} {value.currency}" if value else ""


# ---------------------------------------------------------------- France

MARCHE = {
    "id": "2024-17",
    "acheteur": {"id": "21350238800019", "nom": "Ville d'Exemple"},
    "nature": "Accord-cadre",
    "objet": "Entretien des jardins",
    "codeCPV": "77313000",
    "procedure": "Appel d'offres ouvert",
    "dureeMois": 24,
    "dateNotification": "2024-03-15",
    "montant": 127000,
    "offresRecues": 4,
    "titulaires": [
        {"titulaire": {"typeIdentifiant": "SIRET", "id": "81223113200026", "denominationSociale": "Acme SARL"}},
        {"titulaire": {"typeIdentifiant": "TVA", "id": "DE814864138", "denominationSociale": "Bolt GmbH"}},
    ],
}
LONGER = {"id": 1, "dureeMois": 36, "dateNotificationModification": "2025-06-01", "objetModification": "Prolongation"}
DEARER = {
    "id": 2,
    "montant": 150000,
    "dateNotificationModification": "2025-09-01",
    "titulaires": [{"typeIdentifiant": "SIRET", "id": "81223113200027", "denominationSociale": "Core SA"}],
}


@pytest.mark.parametrize(
    "content", [[MARCHE], {"marches": {"marche": [MARCHE], "contrat-concession": []}}, {"marches": [MARCHE]}]
)
def test_a_french_contract(content: Any) -> None:
    notice, award = only(content)
    assert notice.title == "Entretien des jardins" and notice.buyer is not None
    assert (notice.buyer.name, notice.buyer.identifiers[0].scheme) == ("Ville d'Exemple", "FR-SIRET")
    assert (notice.method, notice.structure, notice.offers) == (Method.OPEN, Structure.FRAMEWORK, 4)
    assert [party.name for party in award.suppliers] == ["Acme SARL", "Bolt GmbH"]
    assert (award.start, award.end, award.end_derived) == (date(2024, 3, 15), date(2026, 3, 14), True)
    assert money(award.value) == "127000 EUR"


def test_each_modification_is_a_statement_of_its_own() -> None:
    notices, problems = take([MARCHE | {"modifications": [{"modification": DEARER}, {"modification": LONGER}]}])
    assert not problems and len({notice.key for notice in notices}) == 1
    states = [(str(n.released)[:10], money(n.awards[0].value), n.awards[0].end) for n in notices]
    assert states == [
        ("2024-03-15", "127000 EUR", date(2026, 3, 14)),
        ("2025-06-01", "127000 EUR", date(2027, 3, 14)),
        ("2025-09-01", "150000 EUR", date(2027, 3, 14)),
    ]
    last = notices[-1].awards[0]
    assert [party.name for party in last.suppliers] == ["Core SA"] and last.delivery is not None
    assert [(a.id, a.supplier, a.why) for a in last.delivery.amendments] == [
        ("1", False, "Prolongation"),
        ("2", True, ""),
    ]


def test_a_french_table_names_by_numbers() -> None:
    csv = "id,acheteur_id,objet,titulaire_id_1,titulaire_typeidentifiant_1,dureemois,datenotification,montant,"
    csv += "offresrecues\n"
    notice, award = only(csv + "7,21350238800019,Toiture,81223113200026,SIRET,12,2025-01-10,5000,2\n")
    assert notice.buyer is not None and notice.buyer.name == "SIRET 21350238800019" and notice.offers == 2
    assert award.suppliers[0].name == "SIRET 81223113200026" and award.end == date(2026, 1, 9)


# ---------------------------------------------------------------- Brazil

CONTRATO = {
    "numeroControlePNCP": "00000000000191-2-000007/2025",
    "numeroControlePncpCompra": "00000000000191-1-000003/2025",
    "objetoContrato": "Limpeza predial",
    "orgaoEntidade": {"cnpj": "00000000000191", "razaoSocial": "PREFEITURA DE EXEMPLO"},
    "niFornecedor": "11444777000161",
    "nomeRazaoSocialFornecedor": "ACME LTDA",
    "valorInicial": 900,
    "valorGlobal": 1000.5,
    "dataAssinatura": "2025-02-01",
    "dataVigenciaInicio": "2025-02-10",
    "dataVigenciaFim": "2026-02-09",
    "dataAtualizacao": "2025-03-01T10:00:00",
    "termos": [
        {
            "numeroTermoContrato": "1",
            "dataAssinatura": "2025-12-01",
            "tipoTermoContratoNome": "Termo Aditivo",
            "valorGlobal": 1200,
            "dataVigenciaFim": "2027-02-09",
        }
    ],
}
COMPRA = {
    "numeroControlePNCP": "00000000000191-1-000003/2025",
    "objetoCompra": "Limpeza predial",
    "orgaoEntidade": CONTRATO["orgaoEntidade"],
    "valorTotalEstimado": 1500,
    "modalidadeNome": "Pregão - Eletrônico",
    "situacaoCompraNome": "Divulgada no PNCP",
    "dataPublicacaoPncp": "2024-12-01T08:00:00",
    "dataEncerramentoProposta": "2024-12-20T17:00:00",
}


def test_a_brazilian_contract_and_its_procurement_meet() -> None:
    notice, award = only({"data": [CONTRATO]})
    assert notice.buyer is not None and notice.buyer.name == "PREFEITURA DE EXEMPLO"
    assert [(p.name, p.identifiers[0].scheme) for p in award.suppliers] == [("ACME LTDA", "BR-CNPJ")]
    assert (money(award.value), award.start, award.end) == ("1000.5 BRL", date(2025, 2, 10), date(2026, 2, 9))
    assert award.delivery is not None and award.delivery.amendments[0].end == date(2027, 2, 9)
    (call,), problems = take({"data": [COMPRA]})
    assert not problems and call.key == notice.key and not call.awards
    assert (money(call.value), call.method, call.deadline) == ("1500 BRL", Method.OPEN, date(2024, 12, 20))
    assert call.published == date(2024, 12, 1)


# ---------------------------------------------------------------- Chile


def item(supplier: str, number: str, n: int, price: int) -> dict[str, Any]:
    won = {"NombreProveedor": supplier, "RutProveedor": number, "Cantidad": n, "MontoUnitario": price}
    return {"Correlativo": n, "CodigoProducto": 76111501, "Adjudicacion": won}


LICITACION = {
    "CodigoExterno": "1000-1-LE25",
    "Nombre": "Aseo de oficinas",
    "CodigoEstado": 8,
    "Comprador": {"NombreOrganismo": "Municipalidad de Ejemplo", "RutUnidad": "69.070.100-6"},
    "Tipo": "LE",
    "Moneda": "CLP",
    "MontoEstimado": 9000000,
    "TiempoDuracionContrato": "24",
    "UnidadTiempoDuracionContrato": 4,
    "Fechas": {"FechaPublicacion": "2025-01-02T10:00:00", "FechaCierre": "2025-01-20T15:00:00"},
    "Adjudicacion": {"Fecha": "2025-02-10T00:00:00", "NumeroOferentes": 5, "UrlActa": "https://example.org/acta"},
    "Items": {
        "Cantidad": 3,
        "Listado": [
            item("Acme SpA", "76.1-1", 2, 100),
            item("Bolt SA", "77.2-2", 1, 50),
            item("Acme SpA", "76.1-1", 3, 10),
        ],
    },
}


def test_a_chilean_tender_has_an_award_for_each_supplier() -> None:
    (notice,), problems = take({"Cantidad": 1, "Version": "v1", "Listado": [LICITACION]})
    assert not problems and notice.buyer is not None and notice.buyer.name == "Municipalidad de Ejemplo"
    assert (notice.offers, notice.stage, notice.method, notice.category_scheme) == (
        5,
        Stage.CLOSED,
        Method.OPEN,
        "UNSPSC",
    )
    assert (notice.deadline, notice.published) == (date(2025, 1, 20), date(2025, 1, 2))
    held = [(a.suppliers[0].name, money(a.value), a.end) for a in notice.awards]
    assert held == [("Acme SpA", "230 CLP", date(2027, 2, 9)), ("Bolt SA", "50 CLP", date(2027, 2, 9))]


def test_a_chilean_summary_says_what_to_ask_for() -> None:
    notices, problems = take(
        {"Cantidad": 1, "Listado": [{"CodigoExterno": "1-1-LE25", "Nombre": "X", "CodigoEstado": 5}]}
    )
    assert not notices and [p.refused for p in problems] == [True]
    assert "by its code" in str(problems[0].message)


def test_the_layout_of_an_item_that_nobody_won() -> None:
    rest = {"FechaFinal": "2025-01-10T15:00:00", "FechaAdjudicacion": "2025-02-11T00:00:00"}
    empty = {"Correlativo": 4, "CodigoProducto": 76111501, "Cantidad": 4.0, "Adjudicacion": None}
    items = {"Cantidad": 4, "Listado": [empty, *LICITACION["Items"]["Listado"]]}
    whole = LICITACION | {"FechaCierre": None, "MontoEstimado": None, "Items": items, "TiempoDuracionContrato": "0"}
    (notice,), problems = take({"Listado": [whole | {"Fechas": LICITACION["Fechas"] | rest}]})
    assert not problems and (notice.deadline, notice.enquiries_until) == (date(2025, 1, 20), date(2025, 1, 10))
    assert [(money(a.value), a.awarded, a.end) for a in notice.awards] == [
        ("230 CLP", date(2025, 2, 10), None),
        ("50 CLP", date(2025, 2, 10), None),
    ]


# ---------------------------------------------------------------- Korea

NOTICE = {
    "bidNtceNo": "R25BK00000017",
    "bidNtceOrd": "000",
    "bidNtceNm": "청사 청소 용역",
    "ntceInsttNm": "조달청",
    "dminsttNm": "예시시청",
    "dminsttCd": "3000000",
    "bidNtceDt": "2025-01-02 10:00:00",
    "presmptPrce": "100000000",
    "bidClseDt": "2025-01-20 10:00:00",
    "cntrctCnclsMthdNm": "제한경쟁",
}
RESULT = {
    "bidNtceNo": "R25BK00000017",
    "bidNtceNm": "청사 청소 용역",
    "dminsttNm": "예시시청",
    "bidwinnrNm": "주식회사 가나",
    "bidwinnrBizno": "123-45-67891",
    "sucsfbidAmt": "88000000",
    "prtcptCnum": "12",
    "fnlSucsfDate": "2025-01-25",
}
CONTRACT = {
    "untyCntrctNo": "R25TA00000001",
    "ntceNo": "R25BK00000017000",
    "cntrctNm": "청사 청소 용역",
    "dminsttList": "[1^3000000^예시시청^지자체]",
    "corpList": "[1^단독^^주식회사 가나^홍^대한민국^100^^담^1234567891]",
    "totCntrctAmt": "88000000",
    "cntrctCnclsDate": "2025-02-01",
    "cntrctPrd": "계약체결일로부터 24개월",
}


def test_a_korean_notice_its_result_and_its_contract_meet() -> None:
    items = {
        "response": {"header": {"resultCode": "00"}, "body": {"items": [NOTICE, RESULT, CONTRACT], "totalCount": 3}}
    }
    (call, result, contract), problems = take(items)
    assert not problems and call.key == result.key == contract.key == "R25BK00000017"
    assert [n.buyer and n.buyer.name for n in (call, result, contract)] == ["예시시청"] * 3
    assert (money(call.value), call.method, str(call.deadline_at)) == (
        "100000000 KRW",
        Method.SELECTIVE,
        "2025-01-20 10:00:00+09:00",
    )
    (won,), (held,) = result.awards, contract.awards
    assert result.offers == 12 and won.awarded == date(2025, 1, 25) and money(won.value) == "88000000 KRW"
    assert won.key == held.key and won.suppliers == held.suppliers
    assert (held.start, held.end, held.end_derived) == (date(2025, 2, 1), date(2027, 1, 31), True)


def test_korea_under_the_names_of_the_open_standard() -> None:
    call = {
        "bidNtceNo": "R25BK00000018",
        "bidNtceOrd": "000",
        "bidNtceNm": "청사 경비 용역",
        "bidNtceSttusNm": "일반공고",
        "bidNtceDate": "2025-03-03",
        "bidNtceBgn": "09:30",
        "dmndInsttNm": "예시구청",
        "dmndInsttCd": "3000001",
        "ntceInsttNm": "조달청",
        "bidClseDate": "2025-03-20",
        "bidClseTm": "10:00",
        "presmptPrce": "90000000",
    }
    bid = call | {
        "opengDate": "2025-03-20",
        "opengTm": "11:00",
        "bidprcCorpNm": "다라 주식회사",
        "bidprcAmt": "85000000",
        "sucsfYn": "N",
        "fnlSucsfCorpNm": "주식회사 마바()",
        "fnlSucsfCorpBizrno": "123-45-67892",
        "fnlSucsfAmt": "80,000,000",
        "fnlSucsfDate": "2025-03-27",
    }
    contract = {
        "untyCntrctNo": "R25TA00000002",
        "bidNtceNo": "R25BK00000018",
        "cntrctNm": "청사 경비 용역",
        "dmndInsttNm": "예시구청",
        "rprsntCorpNm": "주식회사 마바",
        "rprsntCorpBizrno": "1234567892",
        "cntrctAmt": "40000000",
        "ttalCntrctAmt": "80000000",
        "cntrctCnclsDate": "2025-04-01",
        "cntrctPrd": "2025-04-01~2027-03-31",
        "cntrctInfoUrl": "https://example.org/c",
    }
    opened = {"bidNtceNo": "R25BK00000018", "bidNtceNm": "청사 경비 용역", "dminsttNm": "예시구청", "prtcptCnum": "3"}
    opened |= {"progrsDivCdNm": "개찰완료", "opengCorpInfo": "다라^1^홍^1^90.1", "opengDt": "2025-03-20 11:00:00"}
    body = {"items": {"item": [call, opened, bid, contract]}, "totalCount": 4}
    notices, problems = take({"response": {"header": {"resultCode": "00"}, "body": body}})
    assert not problems and {n.key for n in notices} == {"R25BK00000018"}
    assert {n.buyer and n.buyer.name for n in notices} == {"예시구청"}
    assert (notices[0].published, str(notices[0].deadline_at)) == (date(2025, 3, 3), "2025-03-20 10:00:00+09:00")
    assert (notices[1].stage, notices[1].offers, notices[1].awards) == (Stage.EVALUATION, 3, ())
    (won,), (held,) = notices[2].awards, notices[3].awards
    assert (money(won.value), won.awarded) == ("80000000 KRW", date(2025, 3, 27))
    assert won.key == held.key and won.suppliers == held.suppliers
    assert (money(held.value), held.end, notices[3].url) == ("80000000 KRW", date(2027, 3, 31), "https://example.org/c")


# ---------------------------------------------------------------- Canada

CANADA = {
    "title-titre-eng": "",
    "title-titre-fra": "Nettoyage",
    "referenceNumber-numeroReference": "cb-1",
    "amendmentNumber-numeroModification": "002",
    "amendmentDate-dateModification": "2025-05-01",
    "solicitationNumber-numeroSollicitation": "S-1",
    "publicationDate-datePublication": "2025-01-10",
    "tenderClosingDate-appelOffresDateCloture": "2024-12-01T14:00:00",
    "unspsc": "*76111501\n*76111500",
    "contractingEntityName-nomEntitContractante-eng": "Exampleton Agency",
    "contractNumber-numeroContrat": "C-9",
    "supplierLegalName-nomLegalFournisseur-eng": "Acme Inc.",
    "contractAmount-montantContrat": "1000",
    "totalContractValue-valeurTotaleContrat": "2500.00",
    "contractCurrency-contratMonnaie": "CAD",
    "contractAwardDate-dateAttributionContrat": "2025-01-05",
    "contractStartDate-contratDateDebut": "2025-02-01",
    "contractEndDate-dateFinContrat": "2027-01-31",
    "procurementMethod-methodeApprovisionnement-eng": "Open Bidding",
}


def test_heads_in_two_languages() -> None:
    notice, award = only([CANADA])
    assert (notice.title, notice.buyer and notice.buyer.name) == ("Nettoyage", "Exampleton Agency")
    assert (notice.category, notice.category_scheme, notice.method) == ("76111501", "UNSPSC", Method.OPEN)
    assert (notice.deadline, str(notice.deadline_at)) == (date(2024, 12, 1), "2024-12-01 14:00:00-05:00")
    assert (money(award.value), award.end, award.suppliers[0].name) == ("2500.00 CAD", date(2027, 1, 31), "Acme Inc.")
    assert award.delivery is not None and [a.id for a in award.delivery.amendments] == ["002"]


def test_an_award_of_canada_whose_total_is_left_at_nought() -> None:
    row = CANADA | {
        "totalContractValue-valeurTotaleContrat": "0.00",
        "awardDescription-descriptionAttribution-eng": "Cleaning of two sites",
        "awardStatus-attributionStatut-eng": "Cancelled",
    }
    notice, award = only([row])
    assert (money(award.value), award.status, notice.description) == (
        "1000 CAD",
        AwardStatus.CANCELLED,
        "Cleaning of two sites",
    )


def test_what_a_tender_of_canada_says_beside_our_fields_stays_with_it() -> None:
    of_awards = ("contract", "supplier", "totalContract")
    row = {key: value for key, value in CANADA.items() if not key.startswith((*of_awards, "amendment"))} | {
        "expectedContractStartDate-dateDebutContratPrevue": "2025-03-01",
        "expectedContractEndDate-dateFinContratPrevue": "2027/02/28",
        "endUserEntitiesName-nomEntitesUtilisateurFinal-eng": "*Fisheries Agency\n*Coast Guard",
        "endUserEntitiesName-nomEntitesUtilisateurFinal-fra": "*Pêches",
        "contractingEntityName-nomEntitContractante-eng": "Exampleton Agency",
        "tradeAgreements-accordsCommerciaux-fra": "ALEC",
        "gsin-nibs": "",
    }
    (notice,), problems = take([row])
    assert (problems, notice.awards) == ([], ())
    assert notice.extra == {
        "contract_start": "2025-03-01",
        "contract_end": "2027-02-28",
        "endUserEntitiesName": ["Fisheries Agency", "Coast Guard"],
        "tradeAgreements": "ALEC",
        "unspsc": ["76111501", "76111500"],
    }


def test_the_first_amount_of_a_contract_of_canada_stays_beside_its_total() -> None:
    notice, _ = only([CANADA])
    assert notice.extra == {"contractAmount": "1000", "unspsc": ["76111501", "76111500"]}


# ---------------------------------------------------------------- the World Bank


def test_a_world_bank_notice_of_an_award() -> None:
    report = {
        "id": "OP1",
        "notice_type": "Contract Award",
        "noticedate": "11-Sep-2026",
        "project_id": "P1",
        "agency_name": "Ministry of Roads",
        "bid_reference_no": "UT-1",
        "bid_currency_code": "USD",
        "bid_estimate_amount": "26000",
        "bid_description": "Supervision",
        "submission_date": "2026-09-11T00:00:00Z",
        "unspsc_classification": [{"proc_voc_id": "81101500"}],
    }
    (notice,), problems = take({"procnotices": [report]})
    assert not problems and notice.buyer is not None and notice.buyer.name == "Ministry of Roads"
    assert (money(notice.value), notice.deadline, notice.category) == ("26000 USD", None, "81101500")
    (call,), _ = take(
        {"procnotices": [report | {"notice_type": "Request for Bids", "submission_deadline_date": "2026-10-01"}]}
    )
    assert call.deadline == date(2026, 10, 1)


def test_pages_within_pages_are_read_or_refused() -> None:
    notices, problems = take({"pages": [{"procnotices": [{"id": "OP1", "notice_type": "Contract Award"}]}]})
    assert len(notices) + len(problems) == 1
