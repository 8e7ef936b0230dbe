"""Why a contract ended early, out of the words a publisher wrote: only a failure of the supplier speaks against him.

Who failed is read from the sentence: a verb has its subject before it ("the authority failed to obtain permission"), a
noun its owner beside it ("breach by the supplier", "manquement du titulaire"), and a noun without an owner is the
supplier's ("for default"). Where words of two reasons stand together nothing is concluded: what a person has to read
must not be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import TerminationReason
from bidtracker.intake.reasons import faults
from bidtracker.intake.reasons.stems import stems

_SUPPLIER = """
supplier|contractor|vendor|provider|consultant|company|firm.|firms.|bidder|tenderer|operator|winner
titulaire|prestataire|entreprise|attributaire|fournisseur|entrepreneur|societe|cocontractant
auftragnehmer|lieferant|unternehm|bieter|firma|dienstleister|zuschlagsempfanger
contratista|adjudicatari|proveedor|empresa|appaltator|aggiudicatari|fornitor|impresa|affidatari|esecutor
fornecedor|empreiteiro|prestador|contratada|contratado|cocontratante
opdrachtnemer|leverancier|aannemer|onderneming|bedrijf
betreiber|exploitant|operador|operatore|gestore|provozovatel
wykonawc|dostawc|dodavatel|zhotovitel|poskytovatel
поставщик|подрядчик|исполнител|оператор|постачальник|підрядник|виконавец|виконавц|виконавець|учасник|переможец|переможц
供应商|供應商|运营商|營運商|经营者|經營者|承包商|承包人|承包單位|承包单位|中标人|中標人|得標廠商|廠商|厂商|乙方|成交人
受注者|請負者|供給者|業者|受託者|請負人|契約相手方|落札者|会社
leverantor|entreprenor|anbudsgivar|leverandor|tilbudsgiver|toimittaj|urakoitsij|palveluntuottaj|yrity|yuklenici
tedarikci|istekli|계약상대자|업체|수급인|시공사|공급자|낙찰자
"""
_AUTHORITY = """
contracting authority|authority|buyer|purchaser|employer|client|customer|council|municipality|ministry|department
government|agency|public body|contracting entity|city|town|county|school|trust|hospital
acheteur|pouvoir adjudicateur|maitre d'ouvrage|maitrise d'ouvrage|collectivite|administration|personne publique
commune
auftraggeber|vergabestelle|behorde|besteller|gemeinde|stadt|kommune|landkreis
administracion|entidad contratante|organo de contratacion|ayuntamiento|poder adjudicador|municipio
stazione appaltante|amministrazione|committente|comune|ente appaltante
camara|prefeitura|diputacion|mairie|szpital|nemocnic|krankenhaus|ziekenhuis|ospedale|universit
больниц|лікарн|医院|醫院|学校|學校|市政府|縣政府|政府
entidade adjudicante|contraente publico|dono da obra|contratante|administracao
aanbestedende dienst|opdrachtgever|zamawiajac|gmina|zadavatel|objednatel|obec.
заказчик|администраци|замовник|采购人|採購人|采购单位|採購單位|招标人|招標人|招標機關|甲方|业主|業主|機關
発注者|発注機関|委託者|注文者|市が|県が|町が
bestallar|kopare|upphandlande|ordregiver|oppdragsgiver|tilaaj|hankintayksik|kaupun|idare|belediye|isveren
발주기관|발주처|발주자|수요기관
"""
# What somebody does: its subject stands before it.
_FAILS = """
fail|did not|does not|has not|have not|was unable|were unable|is unable|unable to|could not|cannot|can not|refused
went bankrupt
went into|goes into|gone into|entered administration|entered into administration|entered into liquidation
enters into liquidation
entered liquidation|was wound up|has been wound up|been wound up
ceased|stopped|walked off|walked away|abandon|defaulted|breached|withdrew from the contract|underperformed|is bankrupt
a abandonne|abandonne|n'a pas|n'ont pas|a fait faillite|a manque|a cesse|abandono|abandono la|no ha|no cumpli
ha quebrado|quebro
incumplio|cesaron|ceso su|cesso|abbandon|non ha|e fallit|ha cessato|nao cumpri|nao entreg|faliu|abandonou|cessou
hat nicht|nicht erfullt|nicht geliefert|hat den betrieb|eingestellt|heeft niet|is failliet|is gestopt|gestaakt
nie wykonal|nie zrealizowal|nie dostarczyl|oglosil|zaprzestal|porzucil|odstapil
late in deliver|dissolved|nicht erhalten|nicht erteilt
ingetrokken|nie uzyskal|nie zaplaci|nezajistil|neziskal|neplni |nao obteve|nao disponibil|nao pagou|nao executou
nao concluiu
in administration|gone out of business|went out of business|was dissolved|been dissolved|was struck off
been struck off
went bust|gone bust
nicht geleistet|nicht gezahlt|nicht bezahlt|nicht erbracht|nicht eingehalten|nie zaplacil|nezaplatil|не оплатил
не сплатив
nesplnil|neplnil|nedodal|ukoncil cinnost|ukoncila cinnost|opustil|zkrachoval
не выполнил|не исполнил|не поставил|не приступил|отказался|прекратил|бросил|обанкротил|нарушил|сорвал
не виконав|не виконала|не поставив|не поставила|відмови|припинив|припинила|покинув|збанкрутував|порушив|порушила
逾期|延误|延誤|无法履|無法履|未履行|未依|未能|未按|没有|沒有|拒绝|拒絕|擅自|放弃|放棄|倒闭|倒閉|停业|停業|歇业|歇業|停工
履行しな|できなかった|納入しな|放棄|廃業|倒産
har inte|kunde inte|har ikke|kunne ikke|ei pystynyt|ei ole toimit|yerine getirmedi|tamamlamadi|terk etti
"""
# What somebody's is: its owner stands beside it, and without one it is the supplier's.
_FAILURE = """
breach|failure|default|late deliver|delay in deliver|delays in deliver|persistent delay|repeated delay
kpis were missed|kpis not met
retards repet|retard de livraison|retards de livraison|lieferverzug|verspatete lieferung|retrasos reiterados
demora en la entrega|retraso en la entrega|ritardo nella consegna|ritardi nelle consegne|fallita|fallito
atraso na entrega
atrasos na entrega|te late levering|opoznienia w dostaw|prodleni|納期遅延
licence revoked|licence was revoked|licence being revoked
poor performance|non-performance|nonperformance|non performance|underperform|unsatisfactory
for cause|not delivered|non-delivery|non-compliance|misconduct|insolven|bankrupt|liquidator|receivership
in liquidation|into liquidation|due to liquidation|liquidation of the|voluntary liquidation|compulsory liquidation
cessation of trad
incumplimient|quiebra|concurso de acreedores|insolven|culpa del contratista|cese de actividad|abandono
manquement|inexecution|defaillance|pour faute|faute grave|faute du|faute de l'|faute contract|torts du titulaire
aux torts|faillite|liquidation judiciaire
redressement judiciaire|cessation d'activite|abandon de chantier|abandon du chantier
vertragsverletzung|vertragsbruch|pflichtverletzung|nichterfullung|schlechtleistung|mangelhafte|leistungsverzug
in verzug
insolvenz|konkursverfahren|im konkurs|in konkurs|konkurs des|konkurs der|geschaftsaufgabe|betriebsaufgabe
in liquidation|liquidation des auftragnehm|liquidation des unternehm|liquidation der firma
inadempi|fallimento|in liquidazione|liquidazione giudiziale|liquidazione coatta|liquidazione dell'impresa
concordato preventivo|cessazione dell'attivita|cessazione di attivita
descumprimento|inadimpl|incumprimento|inexecucao|falencia|recuperacao judicial|encerramento da atividade
encerramento de atividade|cessacao de atividade|em liquidacao|liquidacao judicial|liquidacao da empresa
wanprestatie|tekortkoming|in gebreke|faillissement|failliet|surseance|liquidatie|bedrijfsbeeindiging
nienalezyt|niewykonani|upadlosc|w likwidacji|likwidacji wykonawcy|likwidacja wykonawcy|likwidacji spolki
likwidacja spolki|niewyplacaln|z winy|zaprzestani|porzuceni
neplneni|poruseni smlouvy|porusenia zmluvy|insolvenc|v upadku|o upadku|upadek dodavatel|upadek zhotovitel
konkurz na|konkurs na majet|v konkurzu|v konkurse|v likvidac|do likvidac|ukonceni cinnosti
невиконан|не виконан|неналежн|порушенн|прострочен|банкрут|ліквідації підпри|ліквідація підпри|ліквідацією підпри
ліквідації постач|неплатоспром|припинення діяльн
неисполнен|невыполнен|ненадлежащ|нарушени|просрочк|банкрот|ликвидации предпри|ликвидация предпри|ликвидацией предпри
ликвидации организ|ликвидации постав|неплатежеспособ|прекращени деятельн
прекращение деятельн
失信|违约|違約|破产|破產|清算|债务不履行|債務不履行|不履行|破産|営業停止|契約違反|義務違反
avtalsbrott|kontraktsbrott|i konkurs|konkursen|gik konkurs|gikk konkurs|gaet konkurs|gatt konkurs|er konkurs|mislighold
kontraktbrud|kontraktsbrudd|sopimusrikkom|laiminlyon|konkurssi|maksukyvytt|selvitystil|kusuru|iflas|temerru|konkordato
귀책|부도|파산|불이행|폐업|납품 지연|준공 지연
"""
_NOT_FAILURE = """
no breach|without fault|no fault|not due to|not for cause|without cause|no failure|not a failure|sin incumplimiento
neither|weder|not in breach|not because of|sans faute|sin culpa|ohne verschulden|senza colpa|sem culpa|bez zavineni
bez winy
zonder schuld
"""
_BUYER = """
non-payment|non payment|nonpayment|zahlungsverzug|impago|mancato pagamento|falta de pagamento|defaut de paiement
neuhrazen|brak platnosci|wanbetaling|неоплат|несплат|采购人原因|採購人原因|业主原因|業主原因|甲方原因|机关原因
政策变更|政策變更|计划变更|計畫變更|需求变更|需求變更|都合によ|計画変更
wegfall des bedarfs|bedarf entfall|kein bedarf|desistimiento de la administracion|desistimiento del ayuntamiento
recesso della stazione|recesso dell'amministrazione|recesso del comune|bezuinig|vervallen behoefte|计划取消|計畫取消
convenience|funding|funds|budget|appropriat|no longer required|no longer needed|no longer need|change of requirement
changed requirement|reorganis|reorganiz|in-house|insourc|public interest|policy change|interes publico|interet general
motif d'interet|faute de credit|faute de moyens|faute de budget|presupuest|haushalt|finanzierung|fondos|financement
finanziament|bilancio|orcament
budzet|srodkow|rozpoct|фінансуван|бюджет|видатк|асигнуван|потреб|финансирован|ассигнован|预算|預算|资金|資金|予算
av allmanintresse|offentlig interesse|maararaha|odenek|butce|kamu yarari|예산|기관 사정|발주처 사정|발주자 사정
공익|정책 변경|사업 취소
"""
_AGREED = """
amigavel|goedvinden|onderling overleg|mutuo accordo|amichevol|vzajemn
mutual|by agreement|agreed between|consent of both|consensual|mutuo acuerdo|comun acuerdo|commun accord|amiable
dohoda smluvnich|dohoda stran|einvernehm|aufhebungsvertrag|mutuo consenso|consensuale|comum acordo|za porozumieniem
dohodou|згодою|соглашению сторон
协商|合意解|協議により
omsesidig|gensidig|gjensidig|enligt overenskommelse|efter aftale|etter avtale|yhteisymmarry|yhteisella sopimuksella
karsilikli|합의
"""
_SENTENCES = re.compile(
    r"(?<=[.;!?])\s+|[。；！？\n]|,?\s\b(?:because(?! of)|weil|nachdem|parce qu|puisqu|porque|perche|poiche|omdat"
    r"|poniewaz|gdyz|protoze|так как|потому что|тому що|оскільки)\b"
)
_NEAR = 60  # characters after a noun within which its owner stands
_TOGETHER = 30  # characters at most between what is owed and what went wrong with it
_BESIDE = re.compile(  # what may stand between an owner and what is his: "supplier's serious breach", "承包商 的"
    r"(?:'s|s'|’s|の|的|方|方の|は|が|因|之)?\s*"
    r"(?:(?:is|was|are|were|being|has been|had been|ist|war|est|etait|es|e|jest|je)\s+(?:(?:in|en|guilty of|at)\s+)?)?"
    r"(?:(?!(?:for|of|due|from|after|to|by|wegen|por|pour|per|za|z|wg)\b)\w+\s+)?"
)
_ARTICLE = r"(?:(?:the|this|den|die|das|dem|le|la|les|el|los|il|lo|o|os|a|as|de|het)\s+|l')?$"
_RECEIVES = re.compile(  # right before those to whom something is done
    r"(?:\b(?<!due )(?<!owing )(?:to|pay|paying|towards?|against|an|gegenuber|(?<=\S )a|aux?|al|alla|ao|aos|aan|wobec"
    r"|dla|vuci|для)\s+|\ball'|[向对對给給])" + _ARTICLE
)
_TO_BLAME = re.compile(  # right before those who caused it
    r"\b(?:caused by|attributable to|fault of|verursacht durch|imputables? (?:a|aux?|al|alla|ao|aan)|imputabil[ei] al?"
    r"|por culpa del?|per colpa d\w+|schuld van|z winy|vinou|по вине|з вини|a carico del\w*)\s*" + _ARTICLE
)
_BECAUSE = re.compile(  # what stands behind it is the cause, of which nobody there need be guilty
    r"\b(?:due to|because of|owing to|resulting from|wegen|aufgrund|infolge|en raison|debido a|a causa|devido a|vanwege"
    r"|z powodu|kvuli|из-за|в связи|у зв'язку|через)\b"
)
_NONE = re.compile(
    r"\b(?:no|not|any|without|ohne|keine?|sans|sin|senza|sem|bez|zonder|geen|без"
    r"|utan|uden|uten|ingen|inget|inte|ej|ikke|ilman|ei)\s+$"
)

Actor = tuple[int, int, TerminationReason]


def termination_reason(words: str) -> TerminationReason | None:
    """Why a contract ended early, or None where the words do not say, or say more than one thing."""
    if not words:
        return None
    folded = fold(words)
    whose = {_whose(sentence) for sentence in _SENTENCES.split(folded)}
    if stems(_NOT_FAILURE).search(folded):
        whose.discard(TerminationReason.FAILURE)
    if stems(_BUYER + faults.BUYER).search(folded):
        whose.add(TerminationReason.BUYER)
    if stems(_AGREED + faults.AGREED).search(folded):
        whose.add(TerminationReason.AGREED)
    whose.discard(None)
    return whose.pop() if len(whose) == 1 else None


def _whose(sentence: str) -> TerminationReason | None:
    """Who failed, as one sentence says it: FAILURE the supplier, BUYER the authority, None where nobody or both did."""
    actors = sorted(
        [(actor.start(), actor.end(), TerminationReason.FAILURE) for actor in stems(_SUPPLIER).finditer(sentence)]
        + [(actor.start(), actor.end(), TerminationReason.BUYER) for actor in stems(_AUTHORITY).finditer(sentence)]
    )
    to_blame = [actor for actor in actors if _TO_BLAME.search(sentence, 0, actor[0])]
    suffer = [each for each in actors if each not in to_blame and _RECEIVES.search(sentence, 0, each[0])]
    actors = [actor for actor in actors if actor not in suffer]
    blamed: set[TerminationReason | None] = {who for _, _, who in to_blame}
    blamed |= {_subject(verb.start(), verb.end(), actors) for verb in stems(_FAILS).finditer(sentence)}
    nobodys = None if suffer else TerminationReason.FAILURE
    nouns = (noun for noun in stems(_FAILURE).finditer(sentence) if not _NONE.search(sentence, 0, noun.start()))
    blamed |= {_owner(sentence, noun.start(), noun.end(), actors) or nobodys for noun in nouns}
    blamed |= {_guilty(sentence, start, end, actors) for start, end in _faults(sentence)}
    reasons = stems(faults.OWN_REASON).finditer(sentence)
    if any(_guilty(sentence, *each.span(), actors) is not TerminationReason.FAILURE for each in reasons):
        blamed.add(TerminationReason.BUYER)
    if stems(faults.CHALLENGE).search(sentence):  # of the award, by a rival
        blamed.discard(TerminationReason.FAILURE)
    blamed.discard(None)
    return blamed.pop() if len(blamed) == 1 else None


def _faults(sentence: str) -> Iterator[tuple[int, int]]:
    """Where it tells of a fault that is somebody's: a word for one, or what is owed beside what went wrong with it."""
    spans = [fault.span() for fault in stems(faults.FAULT).finditer(sentence)]
    wrongs = [wrong.span() for wrong in stems(faults.WRONG).finditer(sentence)]
    for owed in stems(faults.OWED).finditer(sentence) if wrongs else ():
        for start, end in wrongs:
            if max(start - owed.end(), owed.start() - end) <= _TOGETHER:
                spans.append((min(start, owed.start()), max(end, owed.end())))
    return (span for span in spans if not _NONE.search(sentence, 0, span[0]))


def _guilty(sentence: str, start: int, end: int, actors: list[Actor]) -> TerminationReason | None:
    """Whose fault it is: its owner's, else of the nearest before it; where nobody is named it is nobody's."""
    before = [who for _, to, who in actors if to <= start]
    because = _BECAUSE.search(sentence, end)
    effect = [actor for actor in actors if because is None or actor[1] <= because.start()]
    return _owner(sentence, start, end, effect) or (before[-1] if before else None)


def _subject(start: int, end: int, actors: list[Actor]) -> TerminationReason | None:
    """Whose verb it is: the nearest before it, else the nearest after; nobody's says nothing."""
    before = [actor for actor in actors if actor[1] <= start]
    after = [actor for actor in actors if actor[0] >= end]
    return before[-1][2] if before else after[0][2] if after else None


def _owner(sentence: str, start: int, end: int, actors: list[Actor]) -> TerminationReason | None:
    """Whose noun it is: right before it ("supplier's breach"), else the next after it."""
    for actor in actors:
        if actor[1] <= start and _BESIDE.fullmatch(sentence[_end_of_word(sentence, actor[1]) : start]):
            return actor[2]
    return next((who for at, _, who in actors if start <= at <= end + _NEAR), None)


def _end_of_word(sentence: str, at: int) -> int:
    """Where the word ends that a stem begins."""
    while at < len(sentence) and sentence[at].isalpha() and sentence[at] < "\u2e80":
        at += 1
    return at
