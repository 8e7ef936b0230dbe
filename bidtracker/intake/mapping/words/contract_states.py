"""What lists of awards write for where a contract stands: signed, completed, terminated, cancelled."""

from __future__ import annotations

from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.intake.mapping.words.meaning import LIKELY, SURE, WordMeaning
from bidtracker.intake.mapping.words.state_words import STATE_WORDS
from bidtracker.intake.mapping.words.states import state_of
from bidtracker.intake.mapping.words.vocabulary import is_negated, plain, word_in, words_of

AWARD_STATUS = "award_status"  # the native column of where the contract of the row's award stands
LOST = "lost"  # whoever stands beside it bid and did not win

_STATES = words_of({
    "active": """active, live, in force, current, running, ongoing, on-going, in progress, in operation,
        in place, effective, awarded, signed, contract signed, executed, contracted, contract awarded, let,
        extended, renewed, aktiv, laufend, läuft, in kraft, in ausführung, vergeben, beauftragt,
        zuschlag erteilt, bezuschlagt, unterzeichnet, unterschrieben, verlängert, actif, active, en cours,
        en cours d'exécution, attribué, attribuée, signé, signée, notifié, notifiée, en vigueur, reconduit,
        activo, activa, vigente, en vigor, adjudicado, adjudicada, formalizado, formalizada, en ejecución,
        firmado, firmada, prorrogado, attivo, attiva, in corso, in esecuzione, aggiudicato, aggiudicata,
        stipulato, firmato, in vigore, in essere, prorogato, ativo, ativa, em vigor, em execução, em curso,
        assinado, assinada, celebrado, homologado, homologada, actief, lopend, loopt, gegund, van kracht,
        getekend, in uitvoering, verlengd, aktywna, aktywny, w trakcie, w trakcie realizacji, w realizacji,
        zawarta, podpisana, obowiązująca, realizowana, aktivní, platná, platný, probíhá, zadáno, podepsána,
        účinná, v plnění, действует, действующий, исполняется, исполнение, на исполнении, заключен, заключён,
        подписан, активный, діє, діючий, активний, укладено, підписано, виконується, 有效, 生效, 履行中, 执行中,
        已签订, 已签约, 已中标, 中标, 已成交, 成交, 進行中, 进行中, 執行中, 履約中, 已決標, 決標, 已簽約,
        契約中, 契約済, 契約締結済, 有効, 落札, gällande, gäller, löpande, tecknat, pågående, förlängt,
        gældende, løbende, indgået, i kraft, gjeldende, løpende, inngått, forlenget, forlænget, voimassa,
        käynnissä, allekirjoitettu, yürürlükte, devam ediyor, sürüyor, imzalandı, uzatıldı, 계약중, 이행중,
        진행중, 유효, 체결""",
    "pending": """pending, provisional, provisionally awarded, intended, intent to award, intention to award,
        recommended, recommended for award, preliminary, proposed, to be signed, awaiting signature,
        awaiting contract, standstill, in standstill, preferred bidder, preferred supplier, not signed,
        unsigned, vorläufig, beabsichtigt, vorgesehen, ausstehend, vor unterzeichnung, provisoire, en attente,
        pressenti, à signer, en attente de signature, non signé, provisional, pendiente, pendiente de firma,
        pendiente de formalización, propuesta, provvisorio, provvisoria, in attesa, proposta,
        proposta di aggiudicazione, in attesa di stipula, provisório, provisória, pendente, a aguardar,
        por assinar, voorlopig, voorlopig gegund, voornemen, in afwachting, te tekenen, wstępna, oczekuje,
        oczekująca, do podpisania, do podpisu, předběžné, čeká na podpis, k podpisu, ожидает, на подписании,
        предварительный, не подписан, очікується, очікує, на підписанні, попередній, 待定, 拟中标, 公示中, 待签,
        待签订, 預定, 待簽, 待簽約, 予定, 仮契約, 未契約, preliminärt, under tecknande, väntar på underskrift,
        afventer underskrift, avventer signering, allekirjoitettavana, imza bekliyor, imza aşamasında, 체결예정,
        계약예정""",
    "ended": """ended, completed, complete, expired, finished, closed, closed out, concluded, fulfilled,
        delivered, past, lapsed, inactive, archived, beendet, abgelaufen, abgeschlossen, erfüllt, ausgelaufen,
        abgewickelt, terminé, terminée, achevé, achevée, expiré, expirée, échu, échue, clôturé, clôturée, clos,
        soldé, finalizado, finalizada, terminado, terminada, concluido, concluida, vencido, vencida, expirado,
        ejecutado, ejecutada, cerrado, cerrada, liquidado, concluso, conclusa, scaduto, scaduta, finito,
        ultimato, ultimata, chiuso, chiusa, esaurito, concluído, concluída, encerrado, encerrada, executado,
        executada, afgelopen, afgerond, verlopen, voltooid, beëindigd, zakończona, zakończony, zakończone,
        zrealizowana, zrealizowany, wykonana, wygasła, ukončena, ukončeno, ukončená, dokončeno, dokončena,
        splněno, splněna, vypršela, skončila, завершен, завершена, завершён, исполнен, исполнено,
        исполнение завершено, истек, истёк, окончен, закрыт, завершено, завершений, виконано, виконаний,
        закінчився, 完成, 已完成, 到期, 已到期, 已结束, 履行完毕, 结案, 结束, 已履约, 已完工, 已結案, 結案,
        終了, 完了, 満了, 契約終了, utgånget, löpt ut, avslutat, avslutad, slutfört, udløbet, afsluttet,
        opfyldt, utløpt, avsluttet, fullført, päättynyt, päättyi, sona erdi, tamamlandı, süresi doldu, bitti,
        종료, 완료, 만료, 이행완료""",
    "terminated": """исполнение прекращено, прекращен, прекращён, прекращена, прекращено, припинено, припинений,
        terminated, terminated early, early termination, terminated for default, terminated for cause,
        terminated for convenience, rescinded, in breach, gekündigt, vorzeitig beendet, kündigung, aufgelöst,
        résilié, résiliée, résiliation, rompu, rescindido, rescindida, resuelto, resuelta,
        terminado anticipadamente, resolución, risolto, risolta, risoluzione, rescisso, recesso, rescisão,
        resolvido, resolvida, denunciado, ontbonden, opgezegd, voortijdig beëindigd, rozwiązana, rozwiązany,
        wypowiedziana, odstąpiono, vypovězena, odstoupeno, расторгнут, расторгнута, расторгнуто, расторжение,
        розірвано, розірваний, розірвання, 终止, 已终止, 提前终止, 解除, 已解除, 已解约, 合同解除, 終止,
        終止契約, 解除契約, 解約, 契約解除, 解除済, uppsagt, hävt, hävd, sagts upp, opsagt, ophævet, sagt opp,
        hevet, avsluttet før tid, irtisanottu, purettu, feshedildi, fesih, feshedilmiş, 해지, 해제, 계약해지,
        중도해지""",
    "cancelled": """cancelled, canceled, award cancelled, award withdrawn, award revoked, revoked, annulled,
        void, voided, withdrawn, overturned, quashed, set aside, zuschlag aufgehoben, widerrufen, zurückgezogen,
        nichtig, zurückgenommen, annulé, annulée, retiré, retirée, anulado, anulada, revocado, revocada,
        sin efecto, dejado sin efecto, cancelado, cancelada, annullato, annullata, revocato, revocata, revogado,
        revogada, awarded no suppliers, awarded to no suppliers, no supplier awarded, awarded to none,
        geannuleerd, ingetrokken, vernietigd, unieważniona, unieważnione, anulowana, anulowany, zrušena,
        zrušeno, отменен, отменена, отменено, аннулирован, скасовано, скасований, відмінено, 取消, 已取消, 撤销,
        已撤销, 作废, 撤銷, 取消決標, 無効, キャンセル, makulerat, upphävt, annulleret, annullert, kumottu,
        iptal, iptal edildi, 취소, 무효""",
    LOST: """unsuccessful, not successful, not awarded, not selected, rejected, failed, lost, loser, runner-up,
        disqualified, excluded, unterlegen, nicht berücksichtigt, abgelehnt, ausgeschlossen, non retenu, non retenue,
        rejeté, rejetée, exclu, éliminé, no adjudicado, no adjudicada, rechazado, rechazada, excluido, excluida,
        non aggiudicato, non aggiudicata, escluso, esclusa, não adjudicado, não adjudicada, excluído, desclassificado,
        desclassificada, niet gegund, afgewezen, uitgesloten, odrzucona, odrzucony, wykluczony, vyloučen, vyřazena,
        отклонен, отклонена, отклонено, проиграл, відхилено, відхилений, 未中标, 落选, 未得標, 不合格標, 選外,
        落選, 失格""",
})  # fmt: skip
# Words among those for the end that no tender is called by, which is closed when its contract begins.
_OF_CONTRACTS = """expired, lapsed, fulfilled, abgelaufen, ausgelaufen, erfüllt, expiré, expirée, échu, échue,
vencido,
vencida, expirado, ejecutado, ejecutada, scaduto, scaduta, ultimato, ultimata, esaurito, executado, executada,
afgelopen, verlopen, wygasła, wykonana, vypršela, истек, истёк, исполнен, исполнено, исполнение завершено, закінчився,
        виконано, 到期, 已到期,
履行完毕, 已履约, 已完工, 満了, 契約終了"""
OF_CONTRACTS = frozenset(words_of({"ended": _OF_CONTRACTS}))
# What a register writes for the end of a procedure or a bid, and means of an award.
_OF_PROCEDURES = {
    "no_award": "cancelled",
    "won": "active",
    "lost": LOST,
    "withdrawn": "cancelled",
    "disqualified": LOST,
}
_OPPOSITE = {"active": AwardStatus.PENDING, "ended": AwardStatus.ACTIVE}  # of what is "not": not signed, not ended


def contract_state_of(text: str) -> WordMeaning | None:
    """What a cell says of where the contract of its row stands; None where no word of it is known.

    >>> contract_state_of("Cancelled").columns, contract_state_of("Signed 12 May").columns
    ({'award_status': 'cancelled'}, {'award_status': 'active'})
    """
    cell = plain(text)
    if cell in _STATES:
        return WordMeaning({AWARD_STATUS: _STATES[cell]})
    if cell in STATE_WORDS:
        code = _OF_PROCEDURES.get(STATE_WORDS[cell], "")
    elif word := word_in(cell, _STATES):
        code = _STATES[word]
        code = _OPPOSITE.get(code, "") if is_negated(word, cell) else code
    else:
        meaning = state_of(text)
        code = _OF_PROCEDURES.get(meaning.columns.get("outcome", ""), "") if meaning is not None else ""
    return WordMeaning({AWARD_STATUS: str(code)}, SURE if cell in STATE_WORDS else LIKELY) if code else None
