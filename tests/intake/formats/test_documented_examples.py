"""Records as the publishers' own documentation writes them out; where it stands is said at each."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from came import lines
from reads import take

from bidtracker.book import Book
from bidtracker.domain.vocabulary import AwardStatus, Method, Outcome, Structure, TerminationReason
from bidtracker.intake import import_files
from bidtracker.intake.formats.worldbank import CONTRACT
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


CONCESSION = {
    "id": "0612202306122024", "autoriteConcedante": {"id": "12345678901250"}, "nature": "Concession de travaux",
    "objet": "Objet de la consultation 1", "procedure": "Procédure négociée ouverte", "dureeMois": 12,
    "dateSignature": "2024-04-02", "dateDebutExecution": "2024-04-01", "valeurGlobale": 10.3,
    "concessionnaires": [
        {"concessionnaire": {"typeIdentifiant": "SIRET", "id": "38103128500491"}},
        {"concessionnaire": {"typeIdentifiant": "SIRET", "id": "38103128500574"}},
    ],
    "modifications": [
        {"modification": {"id": 1, "dateSignatureModification": "2023-04-19", "dureeMois": 14, "valeurGlobale": 25.0}}
    ],
}  # fmt: skip


def test_a_french_modification_is_later_than_its_contract_whatever_day_it_bears(book: Book) -> None:
    """139bercy/format-commande-publique, exemples/json/concessions_avec_modifications.json."""
    import_files(book, [io.BytesIO(json.dumps({"marches": {"contrat-concession": [CONCESSION]}}).encode())])
    assert lines(book)[1].endswith("25 EUR | on 2024-04-02 | 2024-04-01 to 2025-05-31 to ?")
    assert book.get("T1").method is Method.OPEN


@pytest.mark.parametrize(
    ("technique", "under", "structure"),
    [
        ("Accord-cadre", "", Structure.FRAMEWORK),
        ("Système d'acquisition dynamique", "", Structure.OPEN_FRAMEWORK),
        ("Accord-cadre", "1234567890", None),
        ("Concours", "", None),
    ],
)
def test_a_french_framework_is_a_technique(technique: str, under: str, structure: Structure | None) -> None:
    """schema_decp_v2.0.3.json: the nature of a contract names frameworks no more; what is bought under one names it."""
    contract = {
        "id": "TEST2022", "acheteur": {"id": "21750001630066"}, "nature": "Marché", "objet": "envoi pour Json test 1",
        "techniques": {"technique": [technique]}, "idAccordCadre": under, "dureeMois": 48, "montant": 575000,
        "dateNotification": "2024-05-15",
        "titulaires": [{"titulaire": {"id": "55204599900869", "typeIdentifiant": "SIRET"}}],
    }  # fmt: skip
    notice, _ = only({"marches": {"marche": [contract]}})
    assert (notice.structure, notice.call_off) == (structure, bool(under))


def national(*rows: str) -> io.BytesIO:
    """The national table of contracts, in which every holder and every modification is a row."""
    head = "uid,id,acheteur_id,acheteur_nom,titulaire_id,titulaire_typeIdentifiant,titulaire_nom,objet,montant,"
    head += "dureeMois,dateNotification,nature,procedure,codeCPV,offresRecues,modification_id,donneesActuelles"
    return io.BytesIO("\n".join((head, *rows)).encode())


def holder(name: str, change: str) -> str:
    place = "21350238800019-7,7,21350238800019,Ville d'Exemple"
    return f"{place},{name},SIRET,Titulaire {name},Jardins,{change}"


FIRST = "127000,24,2024-03-15,Marché,Appel d'offres ouvert,77313000,4,0,false"
LAST = "150000,36,2025-03-15,Marché,Appel d'offres ouvert,77313000,4,1,true"


def test_the_holders_of_a_french_contract_stand_in_rows_of_their_own(book: Book) -> None:
    """data.gouv.fr, données essentielles consolidées au format tabulaire."""
    both = [holder(name, change) for change in (LAST, FIRST) for name in ("81223113200026", "99923113200026")]
    import_files(book, [national(*both)])
    assert lines(book)[1:] == [
        "  Titulaire 81223113200026, Titulaire 99923113200026 | 150000 EUR | on 2024-03-15"
        " | 2024-03-15 to 2027-03-14 to ?"
    ]
    assert not book.holdings.signals


def test_a_french_contract_of_which_only_a_modification_is_told(book: Book) -> None:
    import_files(book, [national(holder("81223113200026", LAST))])
    assert lines(book)[1:] == ["  Titulaire 81223113200026 | 150000 EUR"]


BRAZILIAN = {"cnpj": "00394445000101", "razaoSocial": "MINISTERIO"}


def test_what_a_brazilian_procurement_says_by_its_documentation() -> None:
    """Manual das APIs de Consultas PNCP, contratações: 0 is a secret estimate, hours are Brasília's, srp registers
    prices."""
    call = {
        "numeroControlePNCP": "00394445000101-1-000086/2025", "modalidadeNome": "Pregão - Eletrônico",
        "situacaoCompraId": 1, "situacaoCompraNome": "Divulgada no PNCP", "objetoCompra": "Limpeza", "srp": True,
        "orcamentoSigilosoCodigo": 2, "valorTotalEstimado": 0.0, "dataEncerramentoProposta": "2027-01-10T09:00:00",
        "dataPublicacaoPncp": "2026-11-20T10:11:12", "orgaoEntidade": BRAZILIAN,
    }  # fmt: skip
    (notice,), problems = take({"data": [call], "totalRegistros": 1})
    assert not problems and (notice.value, notice.structure) == (None, Structure.FRAMEWORK)
    assert str(notice.deadline_at) == "2027-01-10 09:00:00-03:00"


def test_a_brazilian_rescission_ends_the_contract() -> None:
    """The same manual, tipo de termo de contrato 1: the end comes before the contract's last day."""
    contract = {
        "numeroControlePNCP": "00394445000101-2-000086/2024",
        "numeroControlePncpCompra": "00394445000101-1-000088/2025", "objetoContrato": "Limpeza",
        "orgaoEntidade": BRAZILIAN, "niFornecedor": "88611835001877", "nomeRazaoSocialFornecedor": "ACME SA",
        "valorInicial": 1000.0, "valorGlobal": 0.0, "dataAssinatura": "2025-01-03",
        "dataVigenciaInicio": "2025-01-03", "dataVigenciaFim": "2027-06-01",
        "termos": [
            {"numeroTermoContrato": "1", "tipoTermoContratoId": 1, "tipoTermoContratoNome": "Termo de Rescisão",
             "objetoTermoContrato": "Rescisão por inexecução do contratado", "dataAssinatura": "2026-02-01"},
        ],
    }  # fmt: skip
    _, award = only({"data": [contract]})
    assert (award.status, str(award.terminated)) == (AwardStatus.TERMINATED, "2026-02-01")
    assert award.termination_reason is TerminationReason.FAILURE
    assert award.value is not None and int(award.value.amount) == 1000


def test_a_brazilian_price_registration_meets_its_procurement() -> None:
    """The same manual, atas de registro de preço: they name no supplier, and the number in them is the buyer's."""
    registration = {
        "numeroControlePNCPAta": "00394445000101-1-000088/2025-000001",
        "numeroControlePNCPCompra": "00394445000101-1-000088/2025", "numeroAtaRegistroPreco": "5/2025",
        "dataAssinatura": "2025-02-01", "vigenciaInicio": "2025-02-02", "vigenciaFim": "2026-02-01",
        "cancelado": False, "objetoContratacao": "Limpeza", "cnpjOrgao": "00394445000101", "nomeOrgao": "MINISTERIO",
    }  # fmt: skip
    notice, award = only({"data": [registration]})
    assert notice.key == "00394445000101-1-000088/2025" and notice.structure is Structure.FRAMEWORK
    assert notice.buyer is not None and notice.buyer.identifiers[0].id == "00394445000101"
    assert (award.suppliers, str(award.start), str(award.end)) == ((), "2025-02-02", "2026-02-01")


@pytest.mark.parametrize(
    "call",
    [
        {  # dadosabertos.compras.gov.br, consultarContratacoes_PNCP_14133
            "numeroControlePNCP": "00394445000101-1-000088/2025", "orgaoEntidadeCnpj": "00394445000101",
            "orgaoEntidadeRazaoSocial": "MINISTERIO", "unidadeOrgaoNomeUnidade": "INES", "objetoCompra": "Limpeza",
            "situacaoCompraNomePncp": "Divulgada no PNCP", "dataEncerramentoPropostaPncp": "2025-01-15T10:00:00",
            "valorTotalEstimado": 100.0,
        },
        {  # pncp.gov.br/api/search
            "id": "abc", "title": "Edital nº 12/2025", "description": "Limpeza", "document_type": "edital",
            "item_url": "/compras/00394445000101/2025/88", "numero_controle_pncp": "00394445000101-1-000088/2025",
            "orgao_cnpj": "00394445000101", "orgao_nome": "MINISTERIO", "situacao_nome": "Divulgada no PNCP",
            "data_inicio_vigencia": "2025-01-02T10:00", "data_fim_vigencia": "2025-01-15T10:00", "cancelado": False,
            "valor_global": 100.0, "tem_resultado": False,
        },
    ],
)  # fmt: skip
def test_a_brazilian_procurement_under_other_names(call: dict[str, Any]) -> None:
    (notice,), problems = take({"resultado": [call]})
    assert not problems and (notice.key, notice.title) == ("00394445000101-1-000088/2025", "Limpeza")
    assert notice.buyer is not None and notice.buyer.name == "MINISTERIO" and not notice.awards
    assert str(notice.deadline_at) == "2025-01-15 10:00:00-03:00" and notice.value is not None


def korean(**values: str) -> dict[str, str]:
    return {"bidNtceNo": "R26BK00000017", "bidNtceNm": "청소", "dminsttNm": "예시시청"} | values


def test_the_last_issue_of_a_korean_notice_stands_wherever_it_is_listed(book: Book) -> None:
    """조달청 입찰공고정보서비스: a changed notice (변경공고) is a record of its own, newest first."""
    changed = korean(bidNtceOrd="001", ntceKindNm="변경공고", bidNtceDt="2026-01-12 10:00:00", presmptPrce="109090909",
                     bidClseDt="2026-01-30 10:00:00", rgstDt="2026-01-12 10:00:00")  # fmt: skip
    first_issue = korean(bidNtceOrd="000", ntceKindNm="등록공고", bidNtceDt="2026-01-02 10:00:00",
                         presmptPrce="100000000", bidClseDt="2026-01-20 10:00:00",
                         rgstDt="2026-01-02 10:00:00")  # fmt: skip
    body = {"items": [changed, first_issue], "totalCount": 2}
    import_files(book, [io.BytesIO(json.dumps({"response": {"body": body}}).encode())])
    assert lines(book) == [
        "R26BK00000017 | 청소 | 예시시청 | by 2026-01-30T10:00:00+09:00 | worth 109090909 KRW"
        " | watching pending pending"
    ]


def test_a_korean_bidding_that_failed_and_was_held_again(book: Book) -> None:
    """조달청 낙찰정보서비스: progrsDivCdNm 유찰 is a bidding that came to nothing; rbidNo counts those that follow."""
    failed = korean(rbidNo="000", progrsDivCdNm="유찰", prtcptCnum="1", opengDt="2026-08-10 11:00:00")
    body = {"items": [failed]}
    import_files(book, [io.BytesIO(json.dumps({"response": {"body": body}}).encode())])
    assert book.get("T1").outcome is Outcome.NO_AWARD
    won = korean(rbidNo="001", bidwinnrNm="가나", sucsfbidAmt="100", rlOpengDt="2026-08-12 11:00:00",
                 fnlSucsfDate="2026-08-13", rgstDt="2026-08-13 12:00:00")  # fmt: skip
    body = {"items": [won]}
    import_files(book, [io.BytesIO(json.dumps({"response": {"body": body}}).encode())])
    assert book.get("T1").outcome is Outcome.PENDING and lines(book)[1] == "  가나 | 100 KRW | on 2026-08-13"


def test_a_contract_award_of_sam_has_the_key_that_usaspending_gives_it() -> None:
    """GSA/open-gsa-redesign, _apidocs/contract-awards.md, example 1."""
    award = {
        "contractId": {
            "subtier": {"code": "9700", "name": "DEPT OF DEFENSE"}, "piid": "SPE3SU25F97V0",
            "modificationNumber": "0", "transactionNumber": "0",
            "referencedIDVSubtier": {"code": "9700", "name": "DEPT OF DEFENSE"}, "referencedIDVPiid": "SPE30023DSA78",
        },
        "coreData": {
            "awardOrIDV": "AWARD", "awardOrIDVType": {"code": "C", "name": "DELIVERY ORDER"},
            "federalOrganization": {
                "contractingInformation": {
                    "contractingDepartment": {"code": "9700", "name": "DEPT OF DEFENSE"},
                    "contractingSubtier": {"code": "97AS", "name": "DEFENSE LOGISTICS AGENCY"},
                    "contractingOffice": {"code": "SPE3SU", "name": "DLA TROOP SUPPORT"},
                },
            },
            "acquisitionData": {"consolidatedContract": {"code": "D", "name": "NOT CONSOLIDATED"}},
            "productOrServiceInformation": {"principalNaics": [{"code": "311812", "name": "COMMERCIAL BAKERIES"}]},
            "competitionInformation": {"extentCompeted": {"code": "A", "name": "FULL AND OPEN COMPETITION"}},
        },
        "awardDetails": {
            "dates": {
                "dateSigned": "2025-02-20T00:00:00Z", "periodOfPerformanceStartDate": "2025-02-20 00:00:00.000",
                "currentCompletionDate": "2026-02-20 00:00:00.000", "ultimateCompletionDate": "2027-02-20 00:00:00.000",
            },
            "dollars": {"actionObligation": "202.39", "baseAndAllOptionsValue": "303.39"},
            "totalContractDollars": {"totalBaseAndExercisedOptionsValue": "202.39"},
            "productOrServiceInformation": {"descriptionOfContractRequirement": "SALAD MIX"},
            "competitionInformation": {"idvNumberOfOffersReceived": "1", "numberOfOffersReceived": "3"},
            "awardeeData": {
                "awardeeHeader": {"awardeeName": "VALLEY PRODUCE, INC."},
                "awardeeUEIInformation": {"uniqueEntityId": "HKK3H54PK7C3", "cageCode": "0EPU7"},
            },
        },
    }  # fmt: skip
    notice, won = only({"awardSummary": [award]})
    assert (notice.key, notice.title) == ("CONT_AWD_SPE3SU25F97V0_9700_SPE30023DSA78_9700", "SALAD MIX")
    assert notice.buyer is not None and notice.buyer.name == "DEFENSE LOGISTICS AGENCY"
    assert (notice.category, notice.offers, notice.method, notice.structure) == ("311812", 3, Method.OPEN, None)
    assert (won.suppliers[0].name, won.suppliers[0].identifiers[0].id) == ("VALLEY PRODUCE, INC.", "HKK3H54PK7C3")
    assert [str(day) for day in (won.awarded, won.end, won.max_end)] == ["2025-02-20", "2026-02-20", "2027-02-20"]
    vehicle = award | {"coreData": {"awardOrIDV": "IDV"}}
    notice, _ = only({"awardSummary": [vehicle]})
    assert (notice.key, notice.structure) == ("CONT_IDV_SPE3SU25F97V0_9700", Structure.FRAMEWORK)


def test_a_british_tender_in_two_stages_has_the_deadline_of_the_first() -> None:
    """cabinetoffice/ocds_uk_extension, Tender: such procedures have no tenderPeriod until bids are asked for."""
    release = {
        "ocid": "ocds-h6vhtk-000001", "id": "000001-2026", "date": "2026-09-11T16:52:33+01:00", "tag": ["tender"],
        "buyer": {"id": "GB-PPON-1", "name": "Town of Exampleton"},
        "tender": {
            "id": "T-1", "title": "Beds", "status": "active", "procurementMethod": "selective",
            "expressionOfInterestDeadline": "2026-10-16T12:00:00+01:00",
            "documents": [{"id": "000001-2026", "documentType": "tenderNotice", "noticeType": "UK4"}],
        },
    }  # fmt: skip
    (notice,), problems = take({"releases": [release]})
    assert not problems and str(notice.deadline_at) == "2026-10-16 12:00:00+01:00"
    release["tender"]["tenderPeriod"] = {"endDate": "2026-12-16T12:00:00Z"}
    (notice,), _ = take({"releases": [release]})
    assert str(notice.deadline_at) == "2026-12-16 12:00:00+00:00"


@pytest.mark.parametrize("named", [False, True])
def test_a_world_bank_contract_has_the_borrowers_reference(named: bool) -> None:
    """Contract Awards in Investment Project Financing, as a table and as its interface gives it."""
    row = {
        "As of Date": "09/26/2026", "Borrower Country / Economy": "Kenya", "Project ID": "P130544",
        "Project Name": "Roads", "WB Contract Number": "1657297", "Contract Description": "Supervision",
        "Borrower Contract Reference Number": "KE-RD-1", "Contract Signing Date": "06/05/2021",
        "Supplier": "SUPPLIER ONE", "Supplier Country / Economy": "Kenya",
        "Supplier Contract Amount (USD)": "35729.020000",
    }  # fmt: skip
    if named:
        row = {CONTRACT[key]: value for key, value in row.items() if key in CONTRACT}
        row["contract_signing_date"] = "05-Jun-2021"
    notice, award = only([row])
    assert (notice.key, notice.title, notice.country) == ("1657297", "Supervision", "Kenya")
    assert notice.extra == {"Borrower Contract Reference Number": "KE-RD-1"}
    assert (award.suppliers[0].name, str(award.awarded)) == ("SUPPLIER ONE", "2021-06-05")
    assert award.value is not None and str(award.value) == "35,729.02 USD"


def test_an_offer_in_a_chilean_table_is_no_award_unless_it_was_selected(book: Book) -> None:
    """datos-abiertos.chilecompra.cl, licitaciones: a row an offer, with what was awarded of it."""
    head = "CodigoExterno;Nombre;Descripcion;Tipo de Adquisicion;CodigoEstado;NombreOrganismo;RutUnidad;CodigoMoneda;"
    head += "FechaCierre;FechaAdjudicacion;MontoEstimado;NumeroOferentes;Codigoitem;CodigoProductoONU;RutProveedor;"
    head += "RazonSocialProveedor;Valor Total Ofertado;MontoLineaAdjudica;Oferta seleccionada\n"
    tender = (
        "1509-5-LE25;Aseo;Servicio;Licitación Pública (LE);8;SALUD;61.608.006-7;CLP;2025-01-27;2025-02-10;9000000;2"
    )
    rows = [
        f"{tender};11;76111501;76.012.551-2;MEGA LIMITADA;8000000;8000000;Seleccionada",
        f"{tender};11;76111501;77.012.551-2;BETA SPA;8500000;0;No Seleccionada",
        f"{tender};12;76111501;76.012.551-2;MEGA LIMITADA;500;500;Seleccionada",
    ]
    import_files(book, [io.BytesIO((head + "\n".join(rows)).encode())])
    assert lines(book) == [
        "1509-5-LE25 | Aseo | SALUD | by 2025-01-27 | worth 9000000 CLP | closed pending pending",
        "  MEGA LIMITADA | 8000500 CLP | on 2025-02-10",
    ]
    tender_of_both = book.get("T1")
    assert [book.holdings.competitors[n].name for n in tender_of_both.tenderers] == ["MEGA LIMITADA", "BETA SPA"]
