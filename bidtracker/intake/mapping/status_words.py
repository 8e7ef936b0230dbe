"""What registers write for how a bid stands, how it ended and why, in the main languages; what each word means for us.

A word is looked for as a whole first, then within the cell ("Lost 2nd - price"); what is found only so, or means one
thing here and another there, is not sure and is asked about.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import LostReason, Outcome, Stage

SURE, LIKELY = 0.95, 0.6


class WordMeaning(NamedTuple):
    """What one cell means: native columns and their values ({"outcome": "lost", "position": "2"}), and how sure."""

    columns: dict[str, str]
    sure: float = SURE


def _words(table: dict[str, str]) -> dict[str, str]:
    return {fold(word.strip()): code for code, words in table.items() for word in words.split(",")}


# Codes: an outcome, a stage, or "go" and "no_go".
_STATES = _words({
    "lost": """lost, loss, unsuccessful, not successful, lose, not awarded to us, rejected, not selected, failed,
        verloren, nicht gewonnen, abgelehnt, absage, unterlegen, perdu, perdue, non retenu, non retenue, rejeté,
        rejetée, perdida, perdido, no adjudicado, no adjudicada, no ganada, rechazada, perso, persa,
        non aggiudicato, non aggiudicata, perdeu, não adjudicado, não ganho, derrota, niet gewonnen, niet gegund,
        afgewezen, przegrany, przegrana, przegrane, przegraliśmy, odrzucona, prohráno, prohra, prohráli,
        neúspěch, neúspěšná, проигран, проиграно, проиграли, проигрыш, не выиграли, програно, програли, програш,
        не виграли, 未中标, 丢标, 落标, 失标, 失败, 輸, 未得標, 落標, 失標, 失注, 落選, 不採用""",
    "won": """won, win, successful, awarded, awarded to us, success, gewonnen, zuschlag, zuschlag erhalten,
        erfolgreich, gagné, gagnée, retenu, retenue, attribué, remporté, remportée, ganado, ganada, adjudicado,
        adjudicada, adjudicado a nosotros, vinto, vinta, aggiudicato, aggiudicata, ganho, ganha, vencido,
        vencida, vencedor, gegund, gewonnen opdracht, wygrany, wygrana, wygrane, wygraliśmy, vyhráno, výhra,
        vyhráli, úspěch, выигран, выиграно, выиграли, победа, виграно, виграли, перемога, 中标, 赢, 赢单, 成交,
        得標, 決標給我方, 受注, 落札, 獲得""",
    "withdrawn": """withdrawn, withdrew, we withdrew, pulled out, zurückgezogen, retiré, retirée, offre retirée,
        désisté, retirada, retirado, oferta retirada, ritirato, ritirata, desistência, desistiu,
        retirada a proposta, teruggetrokken, ingetrokken, wycofany, wycofana, wycofane, wycofaliśmy, odstoupeno,
        stažena, staženo, отозван, отозвано, снят, снята, відкликано, знято, 撤回, 撤标, 退出, 弃标, 撤標, 辞退,
        取下げ""",
    "no_bid": """no bid, nobid, no-bid, did not bid, not bidding, not bid, declined, decline, no offer, no go,
        no-go, kein angebot, nicht angeboten, nicht abgegeben, kein gebot, verzichtet, pas d'offre, sans offre,
        non soumis, pas soumis, non répondu, sin oferta, no presentada, no presentado, no ofertado, no licitado,
        non presentata, nessuna offerta, non partecipato, sem proposta, não apresentada, não concorremos,
        geen inschrijving, niet ingeschreven, geen bod, bez oferty, brak oferty, nie złożono, nie składamy,
        bez nabídky, nepodáno, nepodána, не участвовали, без заявки, не подавали, отказ от участия,
        не брали участь, без пропозиції, не подавали пропозицію, 不投标, 未投标, 放弃, 弃投, 不投標, 未投標,
        放棄, 応札なし, 不参加, 見送り, 入札せず""",
    "no_award": """no award, cancelled, canceled, cancelled by buyer, abandoned, void, annulled,
        terminated by buyer, discontinued, aufgehoben, abgebrochen, storniert, annulliert, eingestellt, annulé,
        annulée, sans suite, infructueux, déclaré sans suite, abandonné, anulado, anulada, cancelado, cancelada,
        desierto, desierta, annullato, annullata, revocato, revocata, deserta, anulado pelo comprador, deserto,
        revogado, geannuleerd, afgebroken, niet gegund aan iemand, stopgezet, unieważniony, unieważniona,
        unieważnione, anulowany, anulowane, zrušeno, zrušena, zrušené, отменен, отменена, отменено, аннулирован,
        не состоялся, не состоялась, скасовано, скасований, відмінено, не відбулася, не відбувся, 取消, 已取消,
        流标, 废标, 終止, 流標, 廢標, 中止, 不調, 取りやめ, キャンセル""",
    "disqualified": """disqualified, excluded, non-compliant, non compliant, not compliant, ausgeschlossen,
        disqualifiziert, disqualifié, disqualifiée, exclu, exclue, irrégulière, descalificado, descalificada,
        excluido, excluida, escluso, esclusa, squalificato, desclassificado, desclassificada, excluído, excluída,
        uitgesloten, gediskwalificeerd, wykluczony, wykluczona, zdyskwalifikowany, vyloučen, vyloučena,
        vyloučeno, отклонен, отклонена, дисквалифицирован, дискваліфіковано, відхилено, 废标处理, 资格不符,
        不合格, 失格""",
    "pending": """pending, open, active, ongoing, live, outstanding, awaiting, unknown yet, undecided, offen,
        in arbeit, laufend, läuft, en cours, en attente, ouvert, ouverte, pendiente, en curso, en proceso,
        abierta, abierto, in corso, in attesa, pendente, em curso, em andamento, aberto, lopend, open staand,
        in behandeling, w toku, otwarty, otwarta, oczekuje, probíhá, otevřeno, čeká se, в работе, в процессе,
        открыт, ожидание, в роботі, відкрито, очікується, триває, 进行中, 待定, 未定, 進行中, 待決, 対応中,
        検討中""",
    "submitted": """submitted, bid submitted, sent, tendered, bid, offered, delivered, abgegeben, eingereicht,
        angebot abgegeben, soumis, soumise, déposé, déposée, remis, remise, presentada, presentado, entregada,
        enviada, presentata, presentato, inviata, consegnata, submetida, submetido, apresentada, entregue,
        ingediend, ingeschreven, złożona, złożony, złożono, złożone, podáno, podána, odesláno, подана, подано,
        отправлено, подана заявка, подано пропозицію, надіслано, 已投标, 已提交, 投标, 已投標, 已遞交, 応札済,
        提出済, 入札済, 提出""",
    "evaluation": """evaluation, in evaluation, under evaluation, awaiting result, awaiting decision,
        awaiting results, awaiting outcome, result pending, decision pending, in review, under review,
        in wertung, wertung, in prüfung, en évaluation, en analyse, attente résultat, en attente de résultat,
        en evaluación, pendiente de resolución, in valutazione, in attesa di esito, em avaliação, em análise,
        in beoordeling, beoordeling, w ocenie, ocena, oczekiwanie na wynik, hodnocení, v hodnocení,
        на рассмотрении, оценка, рассмотрение, на розгляді, оцінка, 评标, 评标中, 評選中, 評標, 審査中, 評価中""",
    "preparing": """preparing, in progress, in preparation, drafting, writing, bid writing, working on it, wip,
        draft, in bearbeitung, in vorbereitung, vorbereitung, en préparation, préparation, rédaction,
        en preparación, preparación, in preparazione, preparazione, em preparação, preparação, in voorbereiding,
        voorbereiding, w przygotowaniu, przygotowanie, příprava, v přípravě, подготовка, готовится, підготовка,
        готується, 准备中, 编制中, 準備中, 編製中, 作成中""",
    "qualifying": """qualifying, qualification, pre-qualification, prequalification, pqq, sq, lead, identified,
        prüfung, qualifizierung, qualifikation, qualification en cours, calificación, prequalifica, qualifica,
        qualificação, kwalifikacja, kvalifikace, квалификация, кваліфікація, 资格预审, 資格審查, 資格審査""",
    "bid_decision": "bid decision, go/no-go, go no go, bid/no bid, decision to bid, entscheidung, 投标决策, 入札判断",
    "standstill": "standstill, stand still, stillhaltefrist, délai de standstill, status quo, 静默期, 停頓期",
    "watching": """watching, watch, monitoring, prospect, pipeline, beobachten, beobachtung, veille, à suivre,
        seguimiento, monitoraggio, acompanhamento, volgen, obserwacja, sledování, наблюдение, спостереження,
        关注, 跟踪, 關注, 追蹤, 監視""",
    "closed": """closed, done, complete, completed, archived, abgeschlossen, erledigt, clos, clôturé, cerrado,
        cerrada, chiuso, chiusa, fechado, encerrado, afgesloten, zamknięty, zamknięta, uzavřeno, закрыт, закрыто,
        已关闭, 已結案, 終了""",
    "go": "go, yes, bidding, to bid, bieten, ja, oui, sí, si, sim, tak, ano, да, так, 投, 是, はい",
    "no_go": "no, nein, non, nee, nie, ne, нет, ні, 否, いいえ",
})  # fmt: skip
_REASONS = _words({
    "price": """price, cost, too expensive, pricing, on price, higher price, preis, zu teuer, kosten, prix,
        trop cher, coût, precio, demasiado caro, coste, prezzo, costo, preço, custo, prijs, te duur, cena,
        zbyt drogo, koszt, příliš drahé, цена, дорого, стоимость, ціна, вартість, 价格, 报价, 價格, 報價, 価格,
        金額""",
    "commercial_terms": """commercial terms, terms, payment terms, contract terms, vertragsbedingungen, konditionen,
        conditions commerciales, condiciones comerciales, condizioni commerciali, condições comerciais,
        voorwaarden, warunki handlowe, obchodní podmínky, коммерческие условия, комерційні умови, 商务条款,
        商務條款, 契約条件""",
    "technical_fit": """technical fit, technical, quality, technical quality, quality score, method statement,
        specification, solution, functionality, technik, qualität, technisch, konzept, technique, qualité,
        note technique, técnica, técnico, calidad, tecnica, tecnico, qualità, qualidade, kwaliteit, technische,
        techniczne, jakość, technické, kvalita, техника, качество, технические, технічні, якість, 技术, 质量,
        技術, 品質, 技術点""",
    "delivery_time": """delivery time, delivery, lead time, timeline, programme, lieferzeit, liefertermin, délai,
        délai de livraison, plazo, plazo de entrega, tempi di consegna, prazo, prazo de entrega, levertijd,
        termin, termin dostawy, termín dodání, срок поставки, сроки, строк поставки, 交货期, 交期, 納期""",
    "relationship": """relationship, politics, preference, beziehung, beziehungen, relation, relations, relación,
        relaciones, relazioni, relação, relatie, relacje, vztahy, отношения, связи, відносини, 关系, 關係, 関係""",
    "incumbent_kept": """incumbent kept, incumbent, incumbent retained, existing supplier, bestandslieferant,
        bisheriger lieferant, bestandsanbieter, titulaire sortant, sortant, proveedor actual, incumbente,
        fornitore uscente, fornecedor atual, huidige leverancier, dotychczasowy wykonawca, stávající dodavatel,
        действующий поставщик, чинний постачальник, 现有供应商, 原供应商, 原廠商, 既存業者""",
    "references": """references, experience, track record, case studies, referenzen, erfahrung, références,
        expérience, referencias, experiencia, referenze, esperienza, referências, experiência, referenties,
        ervaring, referencje, doświadczenie, reference, zkušenosti, опыт, референции, досвід, 业绩, 经验, 實績,
        經驗, 実績""",
    "capacity": """capacity, resource, resources, no capacity, resourcing, kapazität, keine kapazität, ressourcen,
        capacité, moyens, capacidad, recursos, capacità, capacidade, capaciteit, brak mocy, zasoby,
        moce przerobowe, kapacita, мощности, ресурсы, нет ресурсов, потужності, ресурси, 产能, 资源, 資源, 產能,
        体制, 人員不足""",
    "disqualified": """disqualified, non-compliant, non compliant, compliance, excluded, formfehler, ausgeschlossen,
        non conforme, exclu, no conforme, excluido, não conforme, wykluczenie, vyloučeno, несоответствие,
        невідповідність, 不合规, 資格不符, 失格""",
    "late_or_process": """late or process error, late, process error, late submission, verspätet, zu spät,
        hors délai, retard, fuera de plazo, tarde, in ritardo, fuori termine, fora de prazo, te laat,
        po terminie, pozdě, опоздали, запізнення, 逾期, 期限切れ""",
    "insourced": """insourced, taken in house, in-house, in house, eigenleistung, en régie, internalizado,
        internalizzato, własnymi siłami, vlastními silami, своими силами, власними силами, 自营, 自辦, 内製""",
    "spec_steered": """specification steered, steered, wired, tailored spec, zugeschnitten, orienté, dirigida,
        pilotato, dirigido, ustawiony, na míru, заточено, под конкурента, 量身定制, 綁標, 官製談合""",
    "other": "other, sonstiges, andere, autre, otro, otra, altro, outro, anders, inne, jiné, другое, 其他, その他",
    "unknown": """unknown, not known, unbekannt, inconnu, inconnue, desconocido, desconocida, sconosciuto,
        desconhecido, onbekend, nieznany, nieznane, neznámý, neznámé, неизвестно, невідомо, 未知, 不明,
        no feedback, kein feedback""",
})  # fmt: skip
_PUBLIC = frozenset(fold(word) for word in (
    "unsuccessful", "not successful", "failed", "rejected", "submitted", "lose", "in progress", "draft", "delivered",
    "not selected", "abgelehnt", "rejeté", "rechazada", "失败", "失敗", "bid", "offered", "sent",
))  # fmt: skip
_UNSURE = frozenset({"no_award", "closed"})  # that a procedure was "cancelled" may also be said of our own bid
_PLACE = re.compile(
    r"(?<![\w.,])([1-9]|1\d)\s?(?:st|nd|rd|th|\.|º|ª|°|er|re|e|è?me|de|ste|位)(?![\w%])|第\s?([1-9])\s?[位名]"
)
_PLACES = {
    fold(word): number
    for number, words in enumerate(
        (
            "first erster premier primero primo primeiro eerste pierwsze první первое перше",
            "second zweiter zweite deuxième second segundo secondo tweede drugie druhé druhý второе второй друге",
            "third dritter dritte troisième tercero terzo terceiro derde trzecie třetí третье третий третє",
        ),
        1,
    )
    for word in words.split()
}


def state_of(text: str) -> WordMeaning | None:
    """What a cell of a status, result, stage or decision column means; None where no word of it is known.

    >>> state_of("Lost 2nd").columns
    {'outcome': 'lost', 'position': '2'}
    """
    plain = _plain(text)
    code, sure = _code(plain, _STATES)
    place = position_of(text)
    if not code and place is None:
        return None
    columns = columns_of(code) if code else {}
    if place is not None and place > 1 and code in ("", "lost"):
        columns = {"outcome": "lost", "position": str(place)}
        sure = SURE if code and _code(_PLACE.sub("", plain).strip(" -–,:()"), _STATES)[1] == SURE else LIKELY
    return WordMeaning(columns, min(sure, 0.8) if code in _UNSURE else sure)


def is_own_word(text: str) -> bool:
    """Whether a word tells of a bid of one's own: lost, no bid, submitted; of a public list nobody says so."""
    plain = _plain(text)
    code, _ = _code(plain, _STATES)
    own = code in ("lost", "no_bid", "submitted", "preparing")
    return own and not any(_stands_alone(word, plain) for word in _PUBLIC if word in plain)


def columns_of(code: str) -> dict[str, str]:
    """The native columns that a code stands for: "lost", "submitted", "no_go"; {} for one that is none.

    >>> columns_of("no_bid")
    {'outcome': 'no_bid', 'decision': 'no_go'}
    """
    match code:
        case "go" | "no_go":
            return {"decision": code}
        case "no_bid":
            return {"outcome": code, "decision": "no_go"}
    if code in {str(outcome) for outcome in Outcome}:
        return {"outcome": code}
    return {"stage": code} if code in {str(stage) for stage in Stage} else {}


def reason_of(text: str) -> tuple[tuple[str, ...], float]:
    """The codes of why a bid was lost, the first the main one, and how sure; () where no word is known.

    >>> reason_of("Quality - method statement 3"), reason_of("Price; references")
    ((('technical_fit',), 0.6), (('price', 'references'), 0.95))
    """
    whole, sure = _code(_plain(text), _REASONS)
    if whole and sure == SURE:
        return (whole,), sure
    codes: dict[str, float] = {}
    for part in re.split(r"[;,/&+\n]| and | und | et | y | e | и | та ", text):
        code, sure = _code(_plain(part), _REASONS)
        if code:
            codes.setdefault(code, sure)
    return tuple(codes), min(codes.values(), default=0.0)


def position_of(text: str) -> int | None:
    """Our place in a ranking: "2nd", "2.", "second", "第2位", or a bare "2"."""
    plain = _plain(text)
    if plain.isdigit() and len(plain) < 3:
        return int(plain)
    if match := _PLACE.search(plain):
        return int(match[1] or match[2])
    return next((_PLACES[word] for word in plain.split() if word in _PLACES), None)


def is_reason(code: str) -> bool:
    """Whether a code is one of our reasons."""
    return code in {str(reason) for reason in LostReason}


def _plain(text: str) -> str:
    return " ".join(fold(text).strip(" .!-–_*").replace("_", " ").split())


def _code(plain: str, words: dict[str, str]) -> tuple[str, float]:
    """The code of a whole cell, or of the longest word in it."""
    if plain in words:
        return words[plain], SURE
    best = ""
    for word in words:
        if len(word) > len(best) and word in plain and _stands_alone(word, plain):
            best = word
    return (words[best], LIKELY) if best else ("", 0.0)


def _stands_alone(word: str, text: str) -> bool:
    if not word.isascii() and not any("a" <= char <= "z" or "\u0400" <= char <= "\u04ff" for char in word):
        return len(word) > 1  # Chinese and Japanese have no spaces
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
