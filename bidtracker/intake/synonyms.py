"""What lists in the main languages call the fields of a tender, folded: without accents and case, in single words."""

from __future__ import annotations

from bidtracker.domain.text import fold

_NAMES = {
    "reference": """reference, ref, reference number, reference no, id, tender id, tender number, tender no,
        notice id, notice number, contract id, contract number, contract no, contract, award id, procurement id,
        solicitation number, solicitation, ocid, bid number, rfp number, record id, identifier, numero, numéro,
        numéro de marché, référence, aktenzeichen, vergabenummer, referenznummer, expediente, número de expediente,
        referencia, código, codice gara, cig, numero gara, número do processo, processo, kenmerk,
        numer referencyjny, numer, id zakázky, číslo zakázky, evidenční číslo, номер, реестровый номер,
        номер закупки, ідентифікатор, 项目编号, 招标编号, 采购编号, 编号, 項目編號, 案號, 標案案號, 調達案件番号,
        案件番号, 番号""",
    "title": """title, name, subject, tender title, tender name, notice title, contract title, contract name,
        project, project name, project title, opportunity, opportunity title, procurement title, object, objet,
        intitulé, titre, titel, bezeichnung, auftrag, gegenstand, título, objeto, objeto del contrato, titolo,
        oggetto, oggetto gara, objeto do contrato, onderwerp, omschrijving, nazwa, przedmiot zamówienia, przedmiot,
        tytuł, název, předmět, název zakázky, наименование, наименование закупки, предмет, назва,
        предмет закупівлі, 项目名称, 标题, 采购项目名称, 招标项目, 項目名稱, 標案名稱, 件名, 調達件名, 案件名,
        titulli, emërtimi""",
    "buyer": """buyer, buyer name, authority, contracting authority, contracting authority name, organisation,
        organisation name, organization, organization name, agency, agency name, awarding agency, department,
        entity, procuring entity, procuring entity name, client, customer, purchaser, public body, council,
        institution, acheteur, nom acheteur, pouvoir adjudicateur, auftraggeber, vergabestelle,
        öffentlicher auftraggeber, órgano de contratación, órgano contratante, entidad, entidad contratante,
        comprador, stazione appaltante, amministrazione, ente, entidade adjudicante, entidade, órgão,
        aanbestedende dienst, opdrachtgever, zamawiający, nazwa zamawiającego, zadavatel, zadavatel název,
        objednatel, заказчик, наименование заказчика, замовник, організатор, 采购人, 采购单位, 招标人, 招標機關,
        機關名稱, 採購機關, 発注機関, 調達機関, 発注者, autoriteti kontraktues""",
    "buyer_id": """buyer id, buyer identifier, authority id, organisation id, agency id, agency code,
        siret acheteur, nif órgano, codice fiscale stazione appaltante, ičo zadavatele, инн заказчика,
        єдрпоу замовника""",
    "country": """country, country code, buyer country, pays, land, país, paese, kraj, země, страна, країна, 国家,
        國家, 国""",
    "category": """category, cpv, cpv code, cpv codes, main cpv, classification, naics, naics code, unspsc, psc,
        psc code, commodity, code cpv, cpv kód, kod cpv, kategorie, catégorie, categoría, categoria, категория,
        код окпд2, категорія, 类别, 品目, 標的分類, sector""",
    "description": """description, details, summary, scope, contract description, short description, beschreibung,
        descripción, descrizione, descrição, beschrijving, opis, popis, описание, опис, 描述, 采购内容, 概要""",
    "value": """value, estimated value, estimated amount, amount, budget, tender value, contract value,
        total value, estimated cost, estimate, value eur, montant, montant estimé, valeur estimée, auftragswert,
        geschätzter wert, schätzwert, importe, valor estimado, presupuesto base, presupuesto, importo,
        importo a base di gara, importo base, valor, valor base, preço base, geraamde waarde, waarde, wartość,
        wartość szacunkowa, hodnota, předpokládaná hodnota, cena, нмцк, начальная цена, сумма, очікувана вартість,
        сума, 预算金额, 采购预算, 金额, 預算金額, 予定価格""",
    "currency": """currency, currency code, devise, währung, moneda, divisa, valuta, moeda, waluta, měna, валюта,
        币种, 幣別, 通貨""",
    "published": """published, publication date, published date, date published, published at, posted date, posted,
        notice date, issue date, release date, date de publication, date parution, veröffentlicht,
        veröffentlichungsdatum, bekanntmachung, fecha de publicación, fecha publicación, data pubblicazione,
        data di pubblicazione, data de publicação, data publicação, publicatiedatum, data publikacji,
        datum uveřejnění, datum zveřejnění, дата публикации, дата размещения, дата публікації, 发布日期, 公告日期,
        发布时间, 公告日, 公示日""",
    "deadline": """deadline, closing date, closing, close date, submission deadline, due date, response deadline,
        bid deadline, tender deadline, deadline date, date limite, date limite de réception,
        date limite de remise des offres, angebotsfrist, abgabefrist, einreichungsfrist, frist, fecha límite,
        fecha límite de presentación, plazo, scadenza, data scadenza, termine, prazo, data limite, sluitingsdatum,
        termin składania ofert, termin, lhůta pro podání nabídek, lhůta, срок подачи, окончание подачи заявок,
        кінцевий строк, 截止日期, 投标截止时间, 开标时间, 截止時間, 締切日, 入札日""",
    "decision_date": """decision date, expected award date, date de décision, entscheidungsdatum""",
    "method": """procurement method, method""",
    "offers": """offers, number of offers, bids, number of bids, n bids, bidders, number of bidders,
        number of tenders, number of tenderers, bids received, offers received, number of offers received,
        nombre offres, nombre offres reçues, anzahl angebote, anzahl der angebote, número de ofertas,
        ofertas recibidas, numero offerte, offerte ricevute, número de propostas, aantal inschrijvingen,
        liczba ofert, počet nabídek, количество заявок, кількість пропозицій, 投标人数量, 投标家数, 投標廠商家數,
        応札者数""",
    "winner": """winner, winner name, supplier, supplier name, suppliers, vendor, vendor name, contractor,
        contractor name, awardee, recipient, recipient name, winning supplier, winning bidder, awarded to,
        awarded supplier, provider, company, titulaire, attributaire, nom titulaire, auftragnehmer,
        zuschlagsempfänger, gewinner, bieter, adjudicatario, contratista, proveedor, aggiudicatario, fornitore,
        adjudicatário, fornecedor, contratado, contratada, opdrachtnemer, gegunde onderneming, wykonawca,
        nazwa wykonawcy, dodavatel, vybraný dodavatel, поставщик, победитель, переможець, постачальник, 中标人,
        中标供应商, 成交供应商, 供应商, 得標廠商, 落札者, 契約相手方, operatori ekonomik""",
    "winner_id": """winner id, supplier id, vendor id, supplier number, company number, recipient uei, uei,
        siret titulaire, nif adjudicatario, cnpj, ičo dodavatele, инн поставщика, єдрпоу переможця""",
    "award_value": """award value, awarded value, award amount, awarded amount, contract amount, contract price,
        winning price, winning bid, final value, lot value, lot value eur, contract sum, obligated amount,
        montant attribué, montant marché, zuschlagswert, auftragssumme, importe de adjudicación,
        importe adjudicación, importo aggiudicato, importo di aggiudicazione, preço contratual, valor do contrato,
        valor contratado, gegunde waarde, wartość umowy, smluvní cena, cena dodavatele, цена контракта,
        вартість договору, сума договору, 中标金额, 成交金额, 合同金额, 決標金額, 落札金額, 契約金額""",
    "award_date": """award date, awarded date, date awarded, date of award, contract date, signature date,
        signing date, date signed, date attribution, date de notification, zuschlagsdatum,
        datum der zuschlagserteilung, fecha de adjudicación, fecha adjudicación, data aggiudicazione,
        data di aggiudicazione, data de adjudicação, data da assinatura, data do contrato, gunningsdatum,
        data udzielenia zamówienia, data zawarcia umowy, datum zadání, datum uzavření smlouvy, дата заключения,
        дата контракта, дата підписання, 中标日期, 成交日期, 合同签订日期, 決標日期, 落札日, 契約締結日""",
    "contract_start": """contract start, contract start date, start date, start, commencement date, period start,
        date de début, date début, vertragsbeginn, beginn, laufzeitbeginn, fecha de inicio, fecha inicio,
        data inizio, data de início, início da vigência, startdatum, ingangsdatum, data rozpoczęcia,
        datum zahájení, дата начала, дата початку, 合同开始日期, 开始日期, 契約開始日, 履約起日""",
    "contract_end": """contract end, contract end date, end date, end, expiry date, expiration date, expires,
        completion date, contract expiry, contract expiry date, current end date, period end, date de fin,
        date fin, vertragsende, ende, laufzeitende, fecha de fin, fecha fin, fecha de término, data fine,
        data de término, fim da vigência, data de fim, einddatum, data zakończenia, datum ukončení, дата окончания,
        срок действия, дата закінчення, 合同结束日期, 结束日期, 契約終了日, 履約迄日""",
    "contract_max_end": """contract max end, maximum end date, max end date, potential end date, latest end date,
        end date with extensions, extension end date""",
    "contract_length": """contract length, expected contract length, duration, contract duration, term,
        contract term, months, duration months, durée, durée mois, laufzeit, vertragslaufzeit, duración,
        plazo de ejecución, durata, duração, prazo de execução, looptijd, czas trwania, doba trvání, срок, строк,
        合同期限, 服务期限, 契約期間""",
    "lot": """lot, lot number, lot no, lot id, los, losnummer, lote, lotto, perceel, część, část, лот, 标段, 包号""",
    "url": """url, link, notice url, web link, website, href, permalink, lien, enlace, adresse, ссылка, посилання,
        链接, 網址""",
    "notes": """notes, comments, remarks""",
}  # fmt: skip

SYNONYMS = {
    field: tuple(dict.fromkeys(" ".join(fold(name).split()) for name in names.split(",")))
    for field, names in _NAMES.items()
}
# Beside a name these words say that it is something else: the winner's country is not the winner.
OFF = frozenset(
    """
    type kind country nuts city town postcode zip address email phone telephone region state flag size score
    description desc code domain department division person contact url uri hash status reason currency days sme
    smes uei office parent id criteria modified remaining
    """.split()  # noqa: SIM905 - a list of words reads better so
)
# Words that make a column one of the winner's, so that "recipient country" is not the tender's.
WINNERS = frozenset(
    """winner supplier vendor recipient contractor awardee titulaire adjudicatario fornitore""".split()  # noqa: SIM905
)
