"""What registers write for how a bid stands and how it ended, in the main languages; what each word means for us.

A word is looked for as a whole first, then within the cell ("Lost 2nd - price"); what is found only so, or means one
thing here and another there, is not sure and is asked about.
"""

from __future__ import annotations

import re

from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Outcome, Stage
from bidtracker.intake.formats.native.notice import is_us
from bidtracker.intake.mapping.words.meaning import LIKELY, SURE, WordMeaning
from bidtracker.intake.mapping.words.places import place_in
from bidtracker.intake.mapping.words.reasons import reason_of
from bidtracker.intake.mapping.words.vocabulary import is_negated, plain, stands_alone, word_in, words_of
from bidtracker.intake.mapping.words.winners import winner_in

# Codes: an outcome, a stage, or "go" and "no_go".
_STATES = words_of({
    "lost": """not to us, lost, loss, closed lost, closed - lost, closed lost to competition, unsuccessful,
        not successful, lose, not awarded to us,
        rejected, not selected, failed, verloren, nicht gewonnen, abgelehnt, absage, unterlegen, perdu, perdue,
        non retenu, non retenue, rejeté, rejetée, perdida, perdido, no adjudicado, no adjudicada, no ganada,
        rechazada, perso, persa, non aggiudicato, non aggiudicata, perdeu, não adjudicado, não ganho, derrota,
        niet gewonnen, niet gegund, afgewezen, przegrany, przegrana, przegrane, przegraliśmy, odrzucona, prohráno,
        prohra, prohráli, neúspěch, neúspěšná, проигран, проиграно, проиграли, проигрыш, не выиграли, програно,
        програли, програш, не виграли, 未中标, 丢标, 落标, 失标, 失败, 輸, 未得標, 落標, 失標, 失注, 落選, 不採用,
        l, lost bid, bid lost, we lost, tender lost, not won, not awarded, unplaced, rejected by buyer,
        runner up, runners up, runner-up, reserve supplier, reserve bidder, not progressed, did not progress,
        not taken forward, not invited to tender, chose incumbent, chose the incumbent, stayed with incumbent,
        stayed with the incumbent, went with incumbent,
        went with the incumbent, awarded to incumbent, awarded to the incumbent, incumbent retained, kept incumbent,
        kept the incumbent, failed pqq, failed sq,
        not shortlisted, did not win, didn't win, beaten, declined by buyer, regret,
        regret letter, regret letter received, regretted, not us, notified unsuccessful,
        declined by client, absagen, absage erhalten, leider verloren, nicht berücksichtigt, nicht erhalten,
        kein zuschlag, nicht erfolgreich, erfolglos, abgesagt, abgelehnt worden, échec, non attribué, non gagné,
        non attribuée, non sélectionné, écarté, écartée, refusé, refusée, offre rejetée, perdimos,
        no adjudicado a nosotros,
        no ganado, no seleccionado, no seleccionada, rechazado, descartada, persi, perse, abbiamo perso,
        non vinta, non vinto, respinta, respinto, sconfitta, perdemos, não vencedor, não vencida, rejeitada,
        rejeitado, não selecionado, não adjudicada, afwijzing, niet geselecteerd, niet gewonnen opdracht, verlies,
        przegraliśmy przetarg, przegrano, porażka, nie wygraliśmy, nie wygrano, nie wybrano, niewybrana, prohraná,
        prohraný, prohráli jsme, nevyhráli, nevyhráli jsme, nevyhráno, nevybráni, nevybrána, проигранный,
        проиграна, проиграл, проигран тендер, не победили, не выиграна, поражение, програна, програний, поразка,
        не перемогли, 没中标, 没有中标, 未中, 未入围, 未入圍, 未能中标, 落选, 输, 输单, 丟標, 丢单, 未獲選,
        未决标, 未决標, 敗退, 負け, 失敗, 非落札, 不落札, 受注ならず, 選外""",
    "won": """appointed to framework, appointed to the framework, on framework, on the framework,
        admitted to framework, admitted to the framework, place on framework, place on the framework, won, win,
        successful, awarded, awarded to us, success, gewonnen, zuschlag, zuschlag erhalten,
        erfolgreich, gagné, gagnée, retenu, retenue, attribué, remporté, remportée, ganado, ganada, adjudicado,
        adjudicada, adjudicado a nosotros, adjudicada a nosotros, vinto, vinta, aggiudicato, aggiudicata,
        aggiudicato a noi, aggiudicata a noi, ganho, ganha, vencido, vencida,
        vencedor, gegund, gewonnen opdracht, wygrany, wygrana, wygrane, wygraliśmy, vyhráno, výhra, vyhráli,
        úspěch, выигран, выиграно, выиграли, победа, виграно, виграли, перемога, 中标, 赢, 赢单, 成交, 得標,
        決標給我方, 受注, 落札, 獲得, closed won, closed - won, won - closed, w, won bid, bid won, we won,
        tender won, awarded us, winner, secured, contract won, contract awarded, contract signed, bezuschlagt,
        beauftragt, auftrag erhalten, den zuschlag erhalten, gewonnen haben, zuschlag bekommen, victoire, succès,
        notifié, marché obtenu, obtenu, obtenue, ganamos, hemos ganado, adjudicataria, éxito, abbiamo vinto,
        vittoria, vinti, vinte, aggiudicatari, ganhámos, ganhamos, ganhou, vencemos, venceu, vencedora,
        adjudicado a nós, adjudicatário, vitória, winst, gegund aan ons, opdracht gewonnen, opdracht gekregen,
        wygrano, zwycięstwo, wygrał, udzielone nam, vyhráli jsme, vyhraná, vyhraný, vítězství, выиграна,
        выигран тендер, победили, победитель, виграна, виграний, перемогли, 已中标, 中標, 已得標, 获胜, 赢得,
        赢标, 得标, 獲標, 勝, 勝ち, 受注済, 落札済, 採用""",
    "withdrawn": """withdrawn, withdrew, we withdrew, pulled out, zurückgezogen, retiré, retirée, offre retirée,
        désisté, retirada, retirado, oferta retirada, ritirato, ritirata, desistência, desistiu,
        retirada a proposta, teruggetrokken, ingetrokken, wycofany, wycofana, wycofane, wycofaliśmy, odstoupeno,
        stažena, staženo, отозван, отозвано, снят, снята, відкликано, знято, 撤回, 撤标, 退出, 弃标, 撤標, 辞退,
        取下げ, withdrawn by us, bid withdrawn, retracted, rückzug, angebot zurückgezogen,
        wir haben zurückgezogen, désistement, renonciation, renoncé, desistida, desistido, desistimos,
        desistimiento, renuncia, rinuncia, rinunciato, rinunciata, terugtrekking, rezygnacja, zrezygnowaliśmy,
        zrezygnowano, stáhli jsme, stažení, отозвана, отозвали, отзыв, відкликана, відкликали, 棄標, 撤回投标,
        撤回投標, 已撤回, 取り下げ""",
    "no_bid": """no bid, nobid, no-bid, did not bid, not bidding, not bid, declined, decline, no offer, no go,
        no-go, kein angebot, nicht angeboten, nicht abgegeben, kein gebot, verzichtet, pas d'offre, sans offre,
        non soumis, pas soumis, non répondu, sin oferta, no presentada, no presentado, no ofertado, no licitado,
        non presentata, nessuna offerta, non partecipato, sem proposta, não apresentada, não concorremos,
        geen inschrijving, niet ingeschreven, geen bod, doen niet mee, schrijven niet in, bez oferty, brak oferty,
        nie złożono, nie składamy,
        bez nabídky, nepodáno, nepodána, не участвовали, без заявки, не подавали, отказ от участия,
        не брали участь, без пропозиції, не подавали пропозицію, 不投标, 未投标, 放弃, 弃投, 不投標, 未投標, 放棄,
        応札なし, 不参加, 見送り, 入札せず, dnb, nb, n/b, not submitted, no submission, no response,
        did not respond, did not submit, didn't bid, not pursued, passed, pass, missed deadline, deadline missed,
        not tendered, no tender, did not tender, chose not to bid, nicht teilgenommen, nicht eingereicht,
        nicht geboten, keine teilnahme, keine abgabe, kein angebot abgegeben, nicht angeboten worden, verzicht,
        non soumissionné, non remis, non remise, pas de réponse, pas répondu, sans réponse, non candidaté,
        pas candidaté, abandon, no ofertamos, no presentamos, no nos presentamos, no licitamos, sin presentar,
        no participamos, no participa, no concurrimos, no vamos, non offerto, non abbiamo partecipato,
        non partecipiamo, non inviata, non presentato,
        não participamos, não vamos concorrer, não participou, não apresentado, não apresentámos, não respondido,
        niet ingediend,
        niet deelgenomen, niet aangeboden, nie startujemy, nie startowaliśmy, nie składaliśmy, nie złożyliśmy,
        nie złożona, nie przystąpiono, nie bierzemy udziału, nepodali, nepodali jsme, nepodáváme, nepodáme,
        neúčastníme se, nezúčastnili jsme se,
        neúčast, bez účasti, не участвуем, не подаем, не подаемся, не участвовал, неучастие, не подана, не подали,
        не подано,
        не беремо участь, не подаємо, не подаємось, відмова від участі, без участі, 不参与, 不投, 不参加, 弃权,
        棄權, 未参与, 未参加,
        不參加, 未參加, 未応札,
        応札せず, 応札見送り, 入札見送り, 不応札, 入札不参加""",
    "no_award": """budget pulled, budget withdrawn, funding pulled, funding withdrawn, project shelved, shelved,
        no award, cancelled, canceled, cancelled by buyer, abandoned, void, annulled,
        terminated by buyer, discontinued, aufgehoben, abgebrochen, storniert, annulliert, eingestellt, annulé,
        annulée, sans suite, infructueux, déclaré sans suite, abandonné, anulado, anulada, cancelado, cancelada,
        desierto, desierta, annullato, annullata, revocato, revocata, deserta, anulado pelo comprador, deserto,
        revogado, geannuleerd, afgebroken, niet gegund aan iemand, stopgezet, unieważniony, unieważniona,
        unieważnione, anulowany, anulowane, zrušeno, zrušena, zrušené, отменен, отменена, отменено, аннулирован,
        не состоялся, не состоялась, скасовано, скасований, відмінено, не відбулася, не відбувся, 取消, 已取消,
        流标, 废标, 終止, 流標, 廢標, 中止, 不調, 取りやめ, キャンセル, not proceeding, did not proceed,
        nullified, cancelled by client, cancelled by authority, cancelled by customer, cancelled by the buyer,
        withdrawn by client, withdrawn by buyer, withdrawn by authority, withdrawn by customer,
        withdrawn by the buyer, tender cancelled, procurement cancelled, procurement abandoned, project cancelled,
        re-tendered, retendered, to be re-tendered, no contract awarded, tender withdrawn, scrapped, aufhebung,
        aufgehoben worden, verfahren aufgehoben, vergabe aufgehoben, verfahren eingestellt,
        ausschreibung aufgehoben, nicht vergeben, ohne zuschlag, procédure annulée, déclarée sans suite,
        classé sans suite, infructueuse, relancé, relancée, declarado desierto, declarada desierta,
        quedó desierta, sin adjudicar, suspendida definitivamente, revocada, andata deserta, gara deserta,
        non aggiudicata a nessuno, gara annullata, fracassado, fracassada, anulado pela entidade,
        licitação deserta, revogada, ingetrokken door opdrachtgever, ingetrokken door aanbesteder,
        aanbesteding gestaakt, gestaakt, unieważnienie, unieważniono, postępowanie unieważnione, odwołany,
        zrušení, zrušené řízení, zadavatel zrušil, несостоявшийся, отмена, отменили, торги отменены,
        признан несостоявшимся, закупка отменена, не состоялись, скасована, скасування, торги скасовано,
        визнано таким що не відбувся, 终止, 已终止, 招标终止, 项目取消, 重新招标, 重新招標, 不落, 入札中止,
        中止(発注者), 入札不調, 再入札, 已废标, 已流标""",
    "disqualified": """submitted late, late submission, received late, disqualified, excluded, non-compliant,
        non compliant, not compliant, ausgeschlossen,
        disqualifiziert, disqualifié, disqualifiée, exclu, exclue, irrégulière, descalificado, descalificada,
        excluido, excluida, escluso, esclusa, squalificato, desclassificado, desclassificada, excluído, excluída,
        uitgesloten, gediskwalificeerd, wykluczony, wykluczona, zdyskwalifikowany, vyloučen, vyloučena, vyloučeno,
        отклонен, отклонена, дисквалифицирован, дискваліфіковано, відхилено, 废标处理, 资格不符, 不合格, 失格,
        bid excluded, bid rejected as non-compliant, failed compliance, eliminated, ausschluss,
        formal ausgeschlossen, vom verfahren ausgeschlossen, éliminé, éliminée, exclus, inhabilitado,
        inhabilitada, esclusi, inabilitado, inabilitada, desqualificado, desqualificada, uitsluiting, wykluczeni,
        wykluczenie, vyloučeni, vyloučení, diskvalifikace, отклонена заявка, заявка отклонена, отстранен,
        не допущен, не допущены, усунено, пропозицію відхилено, 被否决, 否决投标, 无效投标, 資格不合, 無效標,
        資格不符, 失格処分""",
    "pending": """result overdue, result awaited, no response from client, no response from buyer,
        no response from customer, no response from the buyer, no reply from client, no reply from buyer, loopt,
        nog lopend,
        pending, open, active, ongoing, live, outstanding, awaiting, unknown yet, undecided, offen,
        in arbeit, laufend, läuft, en cours, en attente, ouvert, ouverte, pendiente, en curso, en proceso,
        abierta, abierto, in corso, in attesa, pendente, em curso, em andamento, aberto, lopend, open staand,
        in behandeling, w toku, otwarty, otwarta, oczekuje, probíhá, otevřeno, čeká se, в работе, в процессе,
        открыт, ожидание, в роботі, відкрито, очікується, триває, 进行中, 待定, 未定, 進行中, 待決, 対応中,
        検討中, on hold, paused, postponed, no decision, not yet decided, no decision yet, not yet awarded,
        decision awaited, expired, in play, to be decided, not decided, ausstehend, steht aus, noch offen,
        noch nicht entschieden, zurückgestellt, en suspens, reporté, non décidé, en espera, suspendida, aplazada,
        sospesa, rinviata, in sospeso, suspenso, suspensa, aguardando, aguarda resultado, em aberto, openstaand,
        aangehouden, nog open, w trakcie, trwa, wstrzymany, zawieszone, otwarte, pozastaveno, odloženo,
        nerozhodnuto, приостановлен, отложен, открыто, в ожидании, призупинено, відкладено, відкритий, очікування,
        待开标, 待開標, 未开标, 未開標, 等待, 等待结果, 等待結果, 延期, 暂停, 暫停, 結果待ち, 保留, 未決""",
    "submitted": """proposal/price quote, proposal sent, proposal submitted, proposal made, proposal presented,
        quote sent, submitted, bid submitted,
        sent, tendered, bid, offered, delivered, abgegeben, eingereicht,
        angebot abgegeben, soumis, soumise, déposé, déposée, remis, remise, presentada, presentado, entregada,
        enviada, presentata, presentato, inviata, consegnata, submetida, submetido, apresentada, entregue,
        ingediend, ingeschreven, złożona, złożony, złożono, złożone, podáno, podána, odesláno, подана, подано,
        отправлено, подана заявка, подано пропозицію, надіслано, 已投标, 已提交, 投标, 已投標, 已遞交, 応札済,
        提出済, 入札済, 提出, bid sent, tender submitted, returned, lodged, handed in, angebot eingereicht,
        versendet, verschickt, offre remise, offre déposée, répondu, candidature déposée, presentadas, ofertada,
        offerta presentata, inviato, consegnato, proposta enviada, proposta entregue, offerte ingediend,
        verstuurd, oferta złożona, wysłana, wysłano, nabídka podána, odevzdáno, заявка подана, отправлена,
        пропозиція подана, подали, 已递交, 已递标, 已投遞, 提案済, 見積提出""",
    "evaluation": """negotiation/review, contract sent, negotiations started, presentation scheduled, demo scheduled,
        decision maker bought in, evaluation, in evaluation, under evaluation, awaiting result,
        awaiting decision,
        awaiting results, awaiting outcome, result pending, decision pending, in review, under review, in wertung,
        wertung, in prüfung, en évaluation, en analyse, attente résultat, en attente de résultat, en evaluación,
        pendiente de resolución, in valutazione, in attesa di esito, em avaliação, em análise, in beoordeling,
        beoordeling, w ocenie, ocena, oczekiwanie na wynik, hodnocení, v hodnocení, на рассмотрении, оценка,
        рассмотрение, на розгляді, розгляд, оцінка, 评标, 评标中, 評選中, 評標, 審査中, 評価中, evaluating,
        being evaluated, shortlisted, preferred bidder, preferred supplier, preferred, bafo, clarification,
        clarifications, presentation, interview, negotiation, negotiations, awaiting outcome of evaluation,
        angebotswertung, in der wertung, bieterpräsentation, verhandlung, vergabegespräch, shortlist,
        présélectionné, négociation, audition, finaliste, en negociación, finalista, preseleccionado, selezionati,
        in trattativa, em negociação, gunningsfase, onderhandeling, negocjacje, w trakcie oceny, jednání,
        užší výběr, оценка заявок, переговоры, переговори, прекваліфікація пройдена, 入围, 入圍, 已入围, 谈判中,
        議約中, 最終候補, 交渉中, 審査""",
    "preparing": """готовим, готовится, готуємо, готується,
        preparing, in progress, in preparation, drafting, writing, bid writing, working on it, wip,
        draft, in bearbeitung, in vorbereitung, vorbereitung, en préparation, préparation, rédaction,
        en preparación, preparación, in preparazione, preparazione, em preparação, preparação, in voorbereiding,
        voorbereiding, w przygotowaniu, przygotowanie, příprava, v přípravě, подготовка, готовится, підготовка,
        готується, 准备中, 编制中, 準備中, 編製中, 作成中, to be submitted, to submit, will bid, to be sent,
        in work, being prepared, writing up, started, bid in progress, tender in progress, in ausarbeitung,
        in arbeit, à rédiger, en cours de rédaction, en elaboración, elaborando, in redazione, em elaboração,
        a preparar, in opmaak, opracowanie, w opracowaniu, zpracování, zpracovává se, в подготовке,
        подготовка заявки, готуємо, 制作中, 编标中, 編標中, 提案書作成中""",
    "qualifying": """needs analysis, value proposition, qualified to buy, perception analysis, contact made,
        appointment scheduled, identify decision makers, id. decision makers, qualified, qualify,
        qualifying, qualification,
        pre-qualification, prequalification, pqq, sq, lead, identified,
        prüfung, qualifizierung, qualifikation, qualification en cours, calificación, prequalifica, qualifica,
        qualificação, kwalifikacja, kvalifikace, квалификация, кваліфікація, 资格预审, 資格審查, 資格審査, eoi,
        expression of interest, to be qualified, go/no-go review, early stage, scoping, in klärung,
        teilnahmewettbewerb, candidature, candidatura, manifestazione di interesse, selectiefase, wstępna analiza,
        posouzení, предквалификация, прекваліфікація, 立项, 評估中, 検討""",
    "bid_decision": "bid decision, go/no-go, go no go, bid/no bid, decision to bid, entscheidung, 投标决策, 入札判断",
    "standstill": "standstill, stand still, stillhaltefrist, délai de standstill, status quo, 静默期, 停頓期",
    "watching": """prospecting, watching, watch, monitoring, prospect, pipeline, beobachten, beobachtung, veille,
        à suivre,
        seguimiento, monitoraggio, acompanhamento, volgen, obserwacja, sledování, наблюдение, спостереження, 关注,
        跟踪, 關注, 追蹤, 監視, future, forecast, upcoming, identified opportunity, to watch, vormerken, geplant,
        à venir, prévu, futura, prossima, in arrivo, futuro, prevista, toekomstig, planowany, plánovaná,
        планируется, планується, 计划, 計畫, 予定""",
    "closed": """closed, done, complete, completed, archived, abgeschlossen, erledigt, clos, clôturé, cerrado,
        cerrada, chiuso, chiusa, fechado, encerrado, afgesloten, zamknięty, zamknięta, uzavřeno, закрыт, закрыто,
        已关闭, 已結案, 終了, finished, ended, beendet, terminé, terminée, finalizado, finalizada, concluso,
        conclusa, concluído, beëindigd, zakończony, zakończone, ukončeno, завершен, завершено, 结束, 完了""",
    "go": """go, yes, bidding, to bid, bieten, ja, oui, sí, si, sim, tak, ano, да, так, 投, 是, はい, bid yes,
        go ahead, proceed, approved to bid, freigegeben""",
    "no_go": "no, nein, non, nee, nie, ne, нет, ні, 否, いいえ",
})  # fmt: skip
# To us or to nobody: whoever lost says so, and so does a public list of a procedure.
_NOT_AWARDED = frozenset(fold(word) for word in (
    "not awarded", "non attribué", "non attribuée", "no adjudicado", "no adjudicada", "non aggiudicato",
    "non aggiudicata", "não adjudicado", "não adjudicada", "niet gegund",
))  # fmt: skip
_PUBLIC = _NOT_AWARDED | frozenset(fold(word) for word in (
    "unsuccessful", "not successful", "failed", "rejected", "submitted", "lose", "in progress", "draft", "delivered",
    "not selected", "abgelehnt", "rejeté", "rechazada", "失败", "失敗", "bid", "offered", "sent", "l", "returned",
    "started", "rechazado", "rejeitada", "rejeitado", "refusé", "no submission", "no tender",
    "not submitted", "inviato", "versendet", "отправлена", "selezionati", "選外", "time",
))  # fmt: skip
_ALONE = frozenset(  # words that mean a state only where nothing stands beside them
    word
    for word, code in _STATES.items()
    if code in ("go", "no_go") or len(word) < 3 or word in ("pass", "passed", "lead")
)
_WITHIN = {word: code for word, code in _STATES.items() if word not in _ALONE or not word.isascii()}
_UNSURE = frozenset({"no_award", "closed"})  # that a procedure was "cancelled" may also be said of our own bid
_WITHOUT_CLOSED = {word: code for word, code in _WITHIN.items() if code != "closed"}
_NOBODY = {word: code for word, code in _WITHIN.items() if code == "no_award"}
# Programs write the words of a state together, or with dashes: "closedlost", "Closed-Lost".
_JOINING = re.compile(r"[\s/.-]+")
_TOGETHER = {
    joined: word for word in _STATES if len(joined := _JOINING.sub("", word)) > 5 and joined != word and word.isascii()
}
_NOT_YET = re.compile(  # stands anywhere in what is still to be decided, or to be sent
    r"not yet|noch nicht|pas encore|aun no|todavia no|non ancora|ainda nao|nog niet|jeszcze nie|jeste ne|еще не|ще не"
    r"|尚未|还未|還未|まだ"
)
_BARE_PLACE = re.compile(r"[(,:–-]\s?([1-9])$")  # "lost (2.)"; elsewhere such a number may be anything
_BUYERS = (
    r"(?:the |der |die |le |la |el |il |o |a |de |den |l')?(?:client|customer|buyer|authority|council|trust|nhs|agency"
    r"|employer|department|ministry|school|auftraggeber|vergabestelle|kunde|acheteur|pouvoir adjudicateur|cliente"
    r"|organo|entidad|entidade|stazione appaltante|committente|opdrachtgever|aanbesteder|zamawiajac|zadavatel"
    r"|заказчик|замовник)"
)
_BUYER_DID = re.compile(  # so that it was not our bid that was withdrawn
    rf"\b(?:by|durch|vom|von|par|por|pelo|pela|da|dal|dalla|door|przez)\s{_BUYERS}"
    rf"|\b{_BUYERS}\w*\s(?:has |have |then )?(?:withdr[ae]w|pulled|retir|ritir|wycof)"
)
_HEAD = re.compile(r"\s?[(,;:（，；]\s?|\s[-–—]\s?")
_DENIED = re.compile(r"\b(?:not|no|nicht|pas|non|nao|niet|nie|ne|не)\b")
_ENDS = frozenset(("won", "lost", "withdrawn", "no_bid", "no_award", "disqualified"))
_OWN = ("lost", "no_bid", "submitted", "preparing")
_OPPOSITE = {"won": "lost", "submitted": "no_bid", "go": "no_go", "preparing": "no_bid", "evaluation": "lost"}


def state_of(text: str) -> WordMeaning | None:
    """What a cell of a status, result, stage or decision column means; None where no word of it is known.

    >>> state_of("Lost 2nd - price").columns
    {'outcome': 'lost', 'position': '2', 'lost_reason': 'price'}
    >>> state_of("Awarded to Rival Ltd").columns, state_of("Not yet awarded").columns
    ({'outcome': 'lost', 'winner': 'Rival Ltd'}, {'outcome': 'pending'})
    """
    cell = _as_word(text)
    if cell in _STATES:
        code = _STATES[cell]
        return WordMeaning(columns_of(code), 0.8 if code in _UNSURE or cell in _NOT_AWARDED else SURE)
    if name := winner_in(text):
        return WordMeaning({"outcome": "won"} if is_us(name) else _lost_to(name, text), LIKELY)
    place, rest = place_in(cell)
    rest = rest.removesuffix(" of").strip()
    word = rest if rest in _STATES else _head(rest) or word_in(rest, _WITHOUT_CLOSED) or word_in(rest, _WITHIN)
    code, sure = _STATES.get(word, ""), SURE if word == rest and word else LIKELY
    if code and word != rest and _NOT_YET.search(rest):
        code = "preparing" if code == "submitted" else "pending"
    elif code and word != rest and is_negated(word, rest):
        code = _OPPOSITE.get(code, "")
    if code == "withdrawn" and word != rest and _BUYER_DID.search(rest):
        code = "no_award"
    if word in _NOT_AWARDED and word_in(rest.replace(word, " ", 1), _NOBODY):
        code = "no_award"  # "not awarded: no tenders" is no loss of ours
    if code == "lost" and place is None and (bare := _BARE_PLACE.search(rest)):
        place = int(bare[1])
    if not code and place is None:
        return None
    columns = columns_of(code)
    if place is not None and code in ("", "lost"):
        columns = ({"outcome": "lost"} if place > 1 else {}) | {"position": str(place)}
    if columns.get("outcome") in ("lost", "no_bid") and word != rest:
        beside = rest.replace(word, " ", 1) if word else rest
        if reasons := reason_of(beside)[0]:
            columns["lost_reason"] = reasons[0]
    return WordMeaning(columns, min(sure, 0.8) if code in _UNSURE else sure)


def _head(cell: str) -> str:
    """How it ended, where a cell begins with that and goes on behind a dash or bracket: "won - awaiting contract"."""
    head, *others = _HEAD.split(cell, maxsplit=1)
    denied = _STATES.get(head) == "won" and others and _DENIED.search(others[0])
    return head if _STATES.get(head) in _ENDS and head not in _ALONE and not denied else ""


def _as_word(text: str) -> str:
    """A cell as it is compared; where it is a known word that is written together, that word."""
    cell = plain(text)
    return cell if cell in _STATES else _TOGETHER.get(_JOINING.sub("", cell), cell)


def _lost_to(name: str, text: str) -> dict[str, str]:
    """Who won instead of us, with our place and why we lost where the same cell says so."""
    place, rest = place_in(plain(text.replace(name, " ")))
    columns = {"outcome": "lost", "winner": name}
    if place is not None and place > 1:
        columns["position"] = str(place)
    reasons = reason_of(rest)[0]
    return columns | ({"lost_reason": reasons[0]} if reasons else {})


# What stands in columns that only ask "Won?" or "Bid?".
_YES = frozenset(fold("yes y true x ✓ ✔ 1 ja j oui o si s sim tak t ano да так 是 はい √").split())
_NO = frozenset(fold("no n false ✗ ✘ 0 nein non nee nie ne não nao нет ні 否 いいえ ×").split())


def says_yes(cell: object) -> bool | None:
    """What a cell of a column that asks yes or no says; None where it says something else."""
    word = fold(str(cell).strip())
    return True if word in _YES else False if word in _NO else None


def is_own_word(text: str) -> bool:
    """Whether a word tells of a bid of one's own: lost, no bid, submitted; of a public list nobody says so."""
    cell = _as_word(text)
    if cell in _STATES:
        return cell not in _PUBLIC and _STATES[cell] in _OWN
    own = _WITHIN.get(word_in(cell, _WITHIN)) in _OWN
    return own and not any(stands_alone(public, cell) for public in _PUBLIC if public in cell)


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
