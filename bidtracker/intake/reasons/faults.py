"""Stems of what goes wrong with a contract and of a buyer's own reasons to end it, in the languages of public records.

Each list is read by `terminations`, which asks whose it is. A fault is one by itself ("fraud"); what is owed is none
until something went wrong with it ("deliveries" that were "missed", a "licence" that was "revoked").
"""

from __future__ import annotations

FAULT = """
fraud|corrupt|bribe|falsif|forg|debarr|blacklist|delay.|delays.|shortcoming|under-deliver|no longer trading
non-responsive|unresponsive|left the site
versaumt|versaumnis|zahlungsunfahig|terminuberschreitung|fristuberschreitung|betrug|lieferausf|nichtleistung
nichtlieferung|minderleistung|unzuverlassig|insolvent|mangel an der|mangel der
non-respect|non respect|defaut d'execution|defaut de livraison|carence|malfacon|ne livre plus|n'execute pas|ne respecte
retards du|retards de l'ent|retard du titul|retards imput|fraude|sous-performance
incumpl|demora.|demoras.|retraso.|retrasos.|no entreg|falta de entrega|falta de ejecucion|declarada en concurso
mala ejecucion
ritardo|ritardi|interdittiva|frode|grave illecito|mancata consegna|mancate consegne|mancata esecuzione|non ha conseg
atraso|fraude|ma execucao|mora do|nao cumpr
fraud|neergelegd|komt zijn verplichtingen niet|komt de verplichtingen niet|vertraging
zwlok|opoznien|niedotrzym|nie dotrzym|niesolidn|zszedl z|nierzeteln|oszustw|opuscil
nedodrz|nekvalitn|prodlen|porusen|podvod|nesplnen
срыв|некачествен|недобросовест|покинул|мошеннич|фальсифик|не поставля|не выполня|не исполня
зрив|неякісн|недобросовіс|залишив об|покинув|шахрайств|не поставля|не викону
不合格|虚假|虛假|伪造|偽造|质量问题|品質不良|施工不良|质量低劣|围标|圍標|欺诈|詐欺|吊销营业执照|偷工减料|偷工減料
不正|虚偽|遅延|遅滞|瑕疵|粗雑
"""
OWED = """
deliver|shipment|milestone|deadline|due date|target|service level|performance|quality|workmanship|obligation|standard
insurance|accreditation|certification|licen|permit.|staff|invoice|safety
lieferung|liefertermin|termin|frist|leistung|qualitat|konzession|lizenz|zulassung|zertifizierung|versicherung|arbeiten
genehmigung
livraison|delai|prestation|qualite|licence|agrement|certification|assurance|obligation
entrega|plazo|calidad|licencia|certificacion|seguro|servicio|obligacion
consegn|termin|qualita|licenza|concessione|autorizzazione|certificazione|polizza|obbligh
prazo|qualidade|licenca|alvara|certificacao|obrigac
levering|termijn|kwaliteit|vergunning|licentie|certificering|verplichting
termin|dostaw|jakosc|jakosci|koncesj|licencj|certyfikat|ubezpieczen
dodavk|termin|kvalit|licenc|opravneni|certifikac|pojisteni
поставк|срок|качеств|лицензи|сертификат|допуск|обязательств
постав|строк|якіст|якост|ліцензі|сертифікат|допуск|зобов'яз
交货|交貨|供货|供貨|工期|质量|品質|許可證|许可证|执照|執照|资质|資質|資格|免許|許可|認可|納品|納期|履行|施工
"""
WRONG = """
missed|missing|late.|lapsed|expired|revo|withdrawn|withdrawal|lost|loss of|suspended|poor|inadequate|defective|violat
below|insufficient|substandard|not kept
verpasst|verspatet|entzogen|entzug|widerruf|verloren|verlust|erloschen|mangelhaft|mangel.|schlecht|unzureichend|eingestellt
einstellung|nicht eingehalten|uberschritt|uberschreit
manque|retire|retrait|revoqu|perdu|perte|expire|mauvais|insuffisan|tardi
incumplid|fallid|revocad|retirad|caducad|perdid|mala|deficient|insuficient|tardi|cancelad
mancat|revocat|revoca|ritirat|ritiro|decadut|scars|insufficient|tardiv|sospes
falhad|revogad|cassad|cassacao|caducad|perdid|ma.|deficient|insuficient|tardi|suspens
gemist|ingetrokken|intrekking|verlopen|slecht|onvoldoende|te laat|te late
cofniet|cofniec|odebran|utrat|wygas|niska|niski|zla.|nieterminow|przekroczen
zmeskan|odebran|odnet|odneti|zruseni|pozbyl|ztrat|spatn|nizk|opozden
отзыв|отозван|аннулир|лишени|лишен|плох|низк|несвоевременн|приостановл|истек
анулю|анульов|відклик|позбавл|поган|низьк|несвоєчасн|призупин
吊销|吊銷|撤销|撤銷|撤回|取消|取り消|失効|不合格|低劣|未按|逾期|延迟|延遲|不良|遅れ|遅延
"""
BUYER = """
late payment|delay in payment|delays in payment|delayed payment|unpaid|not been paid
change of policy|policy chang|change in policy|change of government policy|government policy|brought back in
brought in house|taken back in house|not to proceed with|requirements have changed|need ceased|need has ceased
nicht mehr benotigt|nicht mehr erforderlich|nicht langer benotigt|politische neuausrichtung|selbst aus|eigenleistung
rekommunalis|bedarf ist entfallen|bedarfs ist entfallen|entfall des bedarfs|offentliches interesse
offentlichen interesse
besoin disparu|disparition du besoin|devenus inutiles|devenu inutile|plus necessaire|changement de politique
retard de paiement|retards de paiement|reprise en regie|raison d'interet
cambio de politica|ya no son necesari|ya no es necesari|ya no resulta necesari|desaparicion de la necesidad
demora en el pago|retraso en el pago|falta de pago|interes general
non piu necessari|cambiamento di politica|cambio di politica|ritardo nei pagamenti|ritardato pagamento
interesse pubblico
pubblico interesse|venir meno del fabbisogno
deixaram de ser necessari|deixou de ser necessari|mudanca de politica|alteracao da politica|atraso no pagamento
atraso nos pagamentos|interesse publico
niet langer nodig|niet meer nodig|beleidswijziging|te late betaling|algemeen belang
nie sa juz potrzebn|nie jest juz potrzebn|zmiana polityki|opoznienie platnosci|opoznienia w platnosci|interes publiczny
interesie publicznym|przekazaniu placu|przekazania placu|przekazaniu terenu|predani staveniste
jiz nejsou potreb|jiz neni potreb|neni jiz potreb|zmena politiky|zpozdeni plat|prodleni s platb|verejny zajem
verejnem zajmu
больше не нужн|не требуется|не требуются|изменение политики|изменением политики|просрочка оплат|просрочкой оплат
більше не потрібн|зміна політики|зміною політики|прострочення оплат|відпала потреб
不再需要|政策调整|政策調整|逾期付款|机构调整|機構調整|组织调整|組織調整|公共利益|延遲付款|延迟付款|未依約付款|未按期付款
不要となっ|不要にな|政策変更|支払遅延|公益
"""
OWN_REASON = """
reorganis|reorganiz|restructur|umstrukturierung|umorganisation|neuorganisation|reorganisation|restructuration
reestructurac|riorganizz|ristrutturazione organiz|reestruturac|herstructurering|restrukturyz|restrukturaliz
реорганиз|реструктур|реорганіз|机构改革|組織再編|組織改編
"""
AGREED = """
parties agreed|parties have agreed|agreement of the parties|agreement of both|agreement between the parties
gegenseitigem einverst|beiderseitig
accord des parties|accord entre les parties|acuerdo entre las partes|acuerdo de las partes
accordo tra le parti|accordo delle parti|mutuo accordo|mutuo acordo|acordo entre as partes|acordo das partes
zgodna wola|porozumienia stron|dohoda obou
взаимное согласие|взаимному согласию|соглашение сторон|взаємною згодою|взаємна згода|угодою сторін
双方合意|雙方合意|双方の合意|協議解除|协议解除|雙方協議|双方协议|合意による|合意終止
"""
CHALLENGE = """
challenge|complaint by|complaint of|complaint from|objection
judicial review|protest.|nachprufung|vergabebeschwerde|recours d|recours cont|recours en|recours form
recurso de|recurso do|recurso da|recurso interp|recurso especial|ricorso|bezwaar|odwolanie|odwolania|namitk|жалоб|скарг
质疑|質疑|異議|异议|投诉|投訴
"""
