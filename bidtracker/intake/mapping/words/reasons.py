"""What registers write for why a bid was lost, or not made."""

from __future__ import annotations

import re

from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import LostReason
from bidtracker.intake.mapping.words.meaning import LIKELY, SURE
from bidtracker.intake.mapping.words.vocabulary import plain, word_in, words_of

_REASONS = words_of({
    "price": """price, cost, cheaper, outbid, günstiger, günstigerer, billiger, moins cher, moins chère,
        más barato, más barata, più economico, mais barato, mais barata, goedkoper, tańszy, tańsza,
        tańsza oferta, levnější, дешевле, дешевше, 更便宜, 更低价, 安値, too expensive, pricing, on price,
        higher price, preis, zu teuer, kosten, prix, trop cher, coût, precio, demasiado caro, coste, prezzo,
        costo, preço, custo, prijs, te duur, cena, zbyt drogo, koszt, příliš drahé, цена, дорого, стоимость,
        ціна, вартість, 价格, 报价, 價格, 報價, 価格, 金額, price too high, our price too high, too high,
        lower price won, lowest price, beaten on price, higher cost, cost too high, most expensive, underbid,
        undercut, priced out, preis zu hoch, zu hoher preis, günstigerer bieter,
        nicht wirtschaftlichstes angebot, prix trop élevé, trop élevé, más caro, precio alto, precio más alto,
        baja temeraria, prezzo troppo alto, prezzo alto, ribasso, più caro, preço alto, preço elevado,
        mais caro, prijs te hoog, duurder, za drogo, wyższa cena, za wysoka cena, vysoká cena,
        cena příliš vysoká, высокая цена, цена выше, дороже, висока ціна, дорожче, 价格高, 价格过高, 报价高,
        报价过高, 價格過高, 價格太高, 価格高, 高い, 価格負け, 价格因素, day rates, rates, rates too high,
        preislich, preislich unterlegen, más caros, troppo cari, 太贵, 价格太高, commercially, pris, priset,
        för dyrt, för dyra, för högt pris, högre pris, lägre pris, lägsta pris, for dyrt, for dyr, for dyre,
        for høj pris, for høy pris, højere pris, høyere pris, laveste pris, billigere, billigare, hinta,
        liian kallis, kallis, kalliimpi, korkea hinta, halvempi, fiyat, fiyat yüksek, yüksek fiyat, pahalı,
        pahalıydık, daha ucuz, 가격, 가격 높음, 고가, 높은 가격, 가격 경쟁력, 최저가""",
    "commercial_terms": """commercial terms, terms, payment terms, contract terms, vertragsbedingungen,
        konditionen, conditions commerciales, condiciones comerciales, condizioni commerciali,
        condições comerciais, voorwaarden, warunki handlowe, obchodní podmínky, коммерческие условия,
        комерційні умови, 商务条款, 商務條款, 契約条件, liability, terms and conditions, t&cs, indemnity,
        insurance, haftung, zahlungsbedingungen, conditions de paiement, pago, condizioni di pagamento,
        betalingsvoorwaarden, warunki płatności, platební podmínky, условия оплаты, умови оплати, 付款条件,
        付款條件, 支払条件, villkor, avtalsvillkor, betalningsvillkor, vilkår, kontraktvilkår,
        betalingsbetingelser, ehdot, sopimusehdot, maksuehdot, koşullar, ödeme koşulları, 계약조건, 결제조건""",
    "technical_fit": """technical fit, technical, quality, technical quality, quality score, method statement,
        specification, solution, functionality, technik, qualität, technisch, konzept, technique, qualité,
        note technique, técnica, técnico, calidad, tecnica, tecnico, qualità, qualidade, kwaliteit, technische,
        techniczne, jakość, technické, kvalita, техника, качество, технические, технічні, якість, 技术, 质量,
        技術, 品質, 技術点, technical score, outscored on quality, lower quality score, quality too low,
        social value, methodology, innovation, design, presentation, tech, fachlich, technische mängel,
        qualitativ, konzeptqualität, mémoire technique, offre technique, oferta técnica, memoria técnica,
        offerta tecnica, proposta técnica, plan van aanpak, parametry techniczne, technické řešení,
        техническое решение, технічне рішення, 技术方案, 技术分, 技術方案, 技術力, 技術評価, 提案内容, spec,
        spec not met, did not meet spec, product fit, missing features, features, spezifikation,
        spezifikation nicht erfüllt, especificaciones, especificaciones técnicas, specifiche, especificação,
        especificações, techniek, specificatie, specificaties, specyfikacja, niezgodność techniczna,
        характеристики, 参数不满足, 参数不符, 規格不符, 仕様不適合, qualitätspunkte, ocena jakościowa, kvalitet,
        kvalitetspoäng, teknik, kravuppfyllnad, teknisk, tekniske, tekninen, laatu, laatupisteet, kalite,
        teknik yetersizlik, teknik puan, 기술, 기술점수, 품질, 제안 내용""",
    "delivery_time": """delivery time, delivery, lead time, timeline, programme, lieferzeit, liefertermin,
        délai, délai de livraison, plazo, plazo de entrega, tempi di consegna, prazo, prazo de entrega,
        levertijd, termin, termin dostawy, termín dodání, срок поставки, сроки, строк поставки, 交货期, 交期,
        納期, schedule, timescale, timescales, availability, mobilisation, mobilization, programme too long,
        termine, zeitplan, calendrier, délais, plazos, tempi, tempistiche, prazos, planning, doorlooptijd,
        terminy, harmonogram, termíny, график, терміни, 工期, 交付时间, 交付期, スケジュール, lieferfrist,
        czas dostawy, dodací lhůta, термін поставки, leveranstid, leveringstid, tidplan, tidsplan, toimitusaika,
        aikataulu, teslim süresi, termin süresi, 납기, 일정, 공기""",
    "relationship": """relationship, politics, preference, beziehung, beziehungen, relation, relations,
        relación, relaciones, relazioni, relação, relatie, relacje, vztahy, отношения, связи, відносини, 关系,
        關係, 関係, no relationship, not known to buyer, trust, kundenbeziehung, vertrauen, confiance,
        confianza, fiducia, confiança, vertrouwen, zaufanie, důvěra, доверие, довіра, 客情, 客户关系, 客戶關係,
        人間関係, relationships, stitched up, piston, enchufe, conoscenze, relacionamento, relaties, znajomości,
        стосунки, зв'язки, 关系户, relationer, relasjon, relasjoner, suhteet, ilişki, ilişkiler, 관계, 인맥,
        고객 관계""",
    "incumbent_kept": """incumbent kept, incumbent, incumbent retained, existing supplier, bestandslieferant,
        bisheriger lieferant, bestandsanbieter, titulaire sortant, sortant, proveedor actual, incumbente,
        fornitore uscente, fornecedor atual, huidige leverancier, dotychczasowy wykonawca, stávající dodavatel,
        действующий поставщик, чинний постачальник, 现有供应商, 原供应商, 原廠商, 既存業者, lost to incumbent,
        incumbent won, incumbent stayed, current supplier, current provider, incumbency, amtsinhaber,
        altlieferant, bestandsdienstleister, bisheriger anbieter, prestataire sortant, fournisseur actuel,
        proveedor saliente, adjudicatario actual, gestore uscente, uscente, fornecedor incumbente,
        incumbent leverancier, zittende leverancier, obecny wykonawca, současný dodavatel, текущий поставщик,
        поточний постачальник, 原中标人, 老供应商, 既存ベンダー, 現行業者, altauftragnehmer, titulaire en place,
        atual fornecedor, obecny dostawca, actual adjudicatario, befintlig leverantör, nuvarande leverantör,
        eksisterende leverandør, nuværende leverandør, nåværende leverandør, nykyinen toimittaja,
        mevcut yüklenici, mevcut tedarikçi, mevcut firma, 기존 업체, 기존업체, 기존 사업자, 기존 공급사""",
    "references": """references, experience, track record, case studies, referenzen, erfahrung, références,
        expérience, referencias, experiencia, referenze, esperienza, referências, experiência, referenties,
        ervaring, referencje, doświadczenie, reference, zkušenosti, опыт, референции, досвід, 业绩, 经验, 實績,
        經驗, 実績, no references, poor references, lack of experience, no experience, insufficient experience,
        fehlende referenzen, keine referenzen, manque de références, références insuffisantes,
        falta de experiencia, sin referencias, mancanza di referenze, falta de experiência, te weinig ervaring,
        brak referencji, brak doświadczenia, chybějící reference, нет опыта, недостаточно опыта, немає досвіду,
        缺乏业绩, 业绩不足, 實績不足, 実績不足, no similar projects, similar projects, 案例不足, 经验不足, 案例,
        referenser, erfarenhet, bristande referenser, referencer, erfaring, manglende referencer,
        manglende referanser, referanser, referenssit, kokemus, referanslar, deneyim, tecrübe, iş deneyimi,
        실적, 실적 부족, 경험 부족, 레퍼런스""",
    "capacity": """capacity, resource, resources, no capacity, resourcing, kapazität, keine kapazität,
        ressourcen, capacité, moyens, capacidad, recursos, capacità, capacidade, capaciteit, brak mocy, zasoby,
        moce przerobowe, kapacita, мощности, ресурсы, нет ресурсов, потужності, ресурси, 产能, 资源, 資源, 產能,
        体制, 人員不足, too busy, no resource, no resources, lack of capacity, lack of resource,
        not enough staff, staffing, no time, workload, bid team capacity, keine ressourcen, personalmangel,
        zeitmangel, pas de ressources, manque de capacité, manque de temps, charge de travail, sin capacidad,
        falta de capacidad, falta de recursos, mancanza di risorse, carico di lavoro, falta de capacidade,
        geen capaciteit, geen tijd, brak zasobów, brak czasu, nedostatek kapacit, bez kapacity, нет мощностей,
        нехватка ресурсов, немає ресурсів, брак ресурсів, 人手不足, 人手不够, 人手不夠, 人员不足, 人力不足,
        人员不够, 人力不夠, 缺人, 没有人手, 沒有人手, 忙不过来, 忙不過來, mancanza di capacità,
        manque d'effectif, manque d'effectifs, manque de personnel, falta de personal, falta de pessoal,
        mancanza di personale, te weinig capaciteit, brak ludzi, brak personelu, málo lidí, нет людей,
        не хватает людей, немає людей, бракує людей, keine leute, keine kapazitäten, kein personal, geen mensen,
        产能不足, 资源不足, 資源不足, リソース不足, kapacitet, resurser, resursbrist, brist på resurser,
        tidsbrist, ressourcer, manglende ressourcer, manglende kapacitet, kapasitet, ressurser,
        manglende ressurser, kapasiteetti, resurssit, resurssipula, ei resursseja, kapasite, kaynak,
        kaynak yetersizliği, kapasite yetersiz, 인력 부족, 인력부족, 인원 부족, 리소스 부족, 자원 부족,
        여력 부족, kapa, keine kapa, brak mocy przerobowych, ressources, manque de ressources, effectifs,
        effectif insuffisant, falta de equipe, falta de equipo, falta de gente""",
    "disqualified": """disqualified, non-compliant, non compliant, compliance, excluded, formfehler,
        ausgeschlossen, non conforme, exclu, no conforme, excluido, não conforme, wykluczenie, vyloučeno,
        несоответствие, невідповідність, 不合规, 資格不符, 失格, not compliant, noncompliant, failed mandatory,
        formal error, formal errors, missing document, missing documents, formaler fehler, fehlende unterlagen,
        unvollständig, dossier incomplet, pièce manquante, irrégulière, documentación incompleta,
        documentazione incompleta, documentação incompleta, onvolledig, braki formalne, formální chyba, neúplná,
        неполный пакет документов, неповний пакет, 资料不全, 資料不全, 文件不全, 書類不備, diskvalificerad,
        formfel, formfejl, formalfeil, ikke konditionsmæssigt, muotovirhe, şekil eksikliği, evrak eksikliği,
        eksik evrak, 서류 미비, 서류 부족, 자격 미달, 실격""",
    "late_or_process": """late or process error, late, process error, late submission, verspätet, zu spät,
        hors délai, retard, fuera de plazo, tarde, in ritardo, fuori termine, fora de prazo, te laat,
        po terminie, pozdě, опоздали, запізнення, 逾期, 期限切れ, missed deadline, deadline missed, too late,
        portal error, upload failed, uploaded late, frist versäumt, fristversäumnis, délai dépassé,
        remis trop tard, plazo vencido, scaduto il termine, fora do prazo, deadline gemist, spóźnienie,
        przekroczony termin, zmeškaný termín, пропущен срок, опоздание, пропущено строк, 超过截止时间, 逾時,
        期限超過, för sent, sent inlämnat, for sent, for sen, myöhässä, geç kaldık, süre aşımı, 지각 제출,
        기한 초과""",
    "insourced": """insourced, taken in house, in-house, in house, eigenleistung, en régie, internalizado,
        internalizzato, własnymi siłami, vlastními silami, своими силами, власними силами, 自营, 自辦, 内製,
        done in house, taken in-house, self delivered, inhouse, eigenerledigung, internalisé, internalisation,
        internalización, internalizzazione, interno, em casa, zelf doen, insourcing, wykonanie własne,
        vlastní síly, 自行完成, 內部自辦, 自前, egen regi, egenregi, omana työnä, kurum içi, 자체 수행,
        직접 수행""",
    "spec_steered": """specification steered, steered, wired, tailored spec, zugeschnitten, orienté, dirigida,
        pilotato, dirigido, ustawiony, na míru, заточено, под конкурента, 量身定制, 綁標, 官製談合, riktad,
        skræddersyet, skreddersydd, räätälöity, adrese teslim, 스펙 고정""",
    "other": """other, sonstiges, andere, autre, otro, otra, altro, outro, anders, inne, jiné, другое, 其他,
        その他, annat, øvrigt, andet, annet, muu, muut, diğer, 기타""",
    "unknown": """unknown, not known, unbekannt, inconnu, inconnue, desconocido, desconocida, sconosciuto,
        desconhecido, onbekend, nieznany, nieznane, neznámý, neznámé, неизвестно, невідомо, 未知, 不明,
        no feedback, kein feedback""",
})  # fmt: skip
INCUMBENTS = tuple(word for word, code in _REASONS.items() if code == "incumbent_kept")
_AND = re.compile(r"\s*(?:[;,/&+\n、，；]| and | und | et | y | e | en | i | a | и | та | і )\s*")


# Stands in the heading of a column that asks of lost bids alone, so that who fills it in has lost.
_OF_A_LOSS = re.compile(
    r"\blos[ts]|\bloss\b|\blosing|not won|verlust|verlor|verlies|\bperte|\bperdu|\bperdid|\bperdit|\bperda|przegran"
    r"|porazk|prohr|проигр|пораж|програш|поразк|失标|丢标|丢单|未中标|失標|落標|失注|敗因"
)


def asks_of_losses(column: str) -> bool:
    """Whether a column of reasons is filled in for lost bids alone, by its heading.

    >>> asks_of_losses("Closed Lost Reason"), asks_of_losses("Reason won/lost"), asks_of_losses("Reason")
    (True, False, False)
    """
    heading = fold(column)
    return bool(_OF_A_LOSS.search(heading)) and not re.search(r"\bwon\b|\bwin\b|gewonnen|gagne|ganad|中标/", heading)


def reason_of(text: str) -> tuple[tuple[str, ...], float]:
    """The codes of why a bid was lost, the first the main one, and how sure; () where no word is known.

    >>> reason_of("Quality - method statement 3"), reason_of("Price; references")
    ((('technical_fit',), 0.6), (('price', 'references'), 0.95))
    """
    whole = _REASONS.get(plain(text), "")
    if whole:
        return (whole,), SURE
    codes: dict[str, float] = {}
    for part in _AND.split(text):
        cell = plain(part)
        word = cell if cell in _REASONS else word_in(cell, _REASONS)
        if word:
            codes.setdefault(_REASONS[word], SURE if word == cell else LIKELY)
    return tuple(codes), min(codes.values(), default=0.0)


def is_reason(code: str) -> bool:
    """Whether a code is one of our reasons."""
    return code in {str(reason) for reason in LostReason}
