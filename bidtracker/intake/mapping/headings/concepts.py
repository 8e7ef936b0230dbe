"""What a column is, told from the ideas in its name, where its name is no synonym that we know.

"Winner's price" is what the winner got, "Cena naszej oferty" our own price, whatever else stands between.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bidtracker.domain.text import fold

# The beginnings of words for an idea, folded; of five letters and more they may stand within a compound.
_IDEAS = {
    "us": """nous nosotros noi wij uns my nas our ours us we own unser unsere unserer eigen eigene eigener
        eigenes notre nos nuestro nuestra nuestros nostro nostra ns nossa nosso nossas onze ons nasz nasza nasze
        naszej nase nasi naše наш наша наше нашей наши 我方 我司 我们 我們 本公司 当社 自社 弊社 var vart vores
        meidan bizim teklifimiz fiyatimiz puanimiz tarjouksemme hintamme pisteemme sijoituksemme 당사 자사 우리
        siramiz""",
    "winner": """winner winning winners their theirs awarded awardee successful gewinner zuschlag bezuschlagt
        sieger beauftragt gagnant titulaire auftragnehmer gagnante attributaire attribue laureat retenu ganador
        ganadora adjudicatari adjudicad adjudicacion vincitor vincente aggiudica vencedor vencedora
        adjudicatario winnaar winnend gegund gunning zwyciez zwyciesk wybran wygran wygryw vitez vitezn vybran
        побед переможц переможец переможн 中标 中選 得标 得標 落札 决标 決標 成交 castigator 判給 vinnare
        vinnande vinnaren antagen tilldelad vinder vindende vinner voittaja voittane valittu kazanan yuklenici
        낙찰 tildelt vinnende kazananin bestbieter""",
    "award": """award awarding zuschlag attribution notification adjudicacion aggiudicazione adjudicacao gunning
        udzielenia udzieleni zadani заключени укладанн 决标 決標 中标 得標 落札 fallo buenapro acuerdo
        tilldelning tildeling tildelt hankintapaatos 낙찰""",
    "price": """money price prices amount value sum cost fee quote quotation offer bid preis angebotspreis
        angebotssumme angebot betrag summe wert prix montant offre valeur precio importe oferta valor cuantia
        prezzo importo offerta valore preco proposta montante prijs bedrag waarde inschrijfprijs aanbieding cena
        ceny cenu kwota wartosc oferty hodnota castka nabidka nabidky nabidkov цена цены цене цену стоимост
        сумма суммы сумме ціна ціни вартіст сума предложени пропозиці 报价 报 价格 金额 報價 價格 金額 価格 額
        标价 monto amt valoar pris priset belopp belob belop varde vaerdi verdi hinta arvo fiyat bedel tutar
        teklif anbudssumma tilbudssum 금액 가격 투찰액 제시액 hintaa 제안가 propuesta""",
    "proposed": """proposed submitted offered quoted abgegeben eingereicht propose remis remise soumis
        presentada ofertad proposto proposta offerto presentata apresentad submetid aangeboden ingediend
        zaoferowan zlozon nabidnut podan предложенн поданн запропонован подан 投标 投標 入札 応札 提出 inlamna
        afgiv indsend innlever tarjot verilen 투찰 제안 제출 제안가""",
    "score": """score scores point points mark marks punkt note puntuacion puntos punteggio punti pontuacao
        pontos punten punktacja body bodu балл бал бали баллы 得分 分数 分數 得点 点数 poang poeng pisteet
        pistemaara puan 점수 평점 득점 puani pkt ptos pts pkte""",
    "start": """start starts starting begin begins commence vertragsbeginn beginn anfang debut inicio inizio
        decorrenza ingang ingangsdatum aanvang aanvangsdatum startdatum rozpocze poczatek zacatek zahajen
        pocatek начал почат 开始 開始 起日 起始 生效 startdato begynn paborjan alkamis alkaa baslangic baslama
        시작 착수 개시""",
    "end": """end ends expir finish completion fertigstellung achevement ultimazione oplevering dokonceni
        vertragsende ende ablauf laufzeitende fin fine echeance expiration vencimiento termino finalizacion
        scadenz termine fim einde einddatum afloop afloopdatum zakoncz koniec konca konec ukonc окончан конец
        заверш кінец кінець закінч завершен 结束 終了 迄日 迄 到期 届满 截止日 満了 slutdatum slutdato sluttdato
        slut udlob utlop utgar paattym paattyy bitis 종료 만료 slutar""",
    "contract": """contract agreement framework vertrag contrat marche contrato contratt umow smlouv договор
        контракт договір договору 合同 合約 契約 履約 服务期 zmluv ausfuhrung leistungszeitraum avtal aftale
        sopimu sozlesme 계약 kontrakt sopimuksen""",
    "reason": """reason reasons why cause grund gruende verlustgrund absagegrund motif motifs raison motivo
        motivos razon causa causale reden powod przyczyn duvod причин 原因 理由 敗因 orsak arsag arsak
        begrundelse syy neden nedeni gerekce 사유 이유""",
    "lost": """lost lose losing loss unsuccessful rejection rejected absage verlust ablehn perte echec rejet
        perdid perdida rechazo perdita esclusione perda rejeicao verlies afwijzing przegran odrzuc prohr проигр
        пораж програш відхил 失标 丢标 未中 失標 未得標 落標 失注 forlust forlor tabt tapt havion kaybet kaybed
        탈락 실주 패찰""",
    "chance": """chance chances probab likelihood odds wahrscheinlichkeit gewinnchance erfolgschance kans
        winkans slaagkans szans prawdopodob sance pravdepodob вероятн шанс ймовірн 概率 几率 機率 確率 胜率 勝率
        赢率 勝算 胜算 確度 pwin vinstchans vindchance vinnersjans sannolikhet sandsynlighed sannsynlighet
        todennakois olasilig ihtimal 확률 가능성""",
    "deadline": """deadline closing closes due abgabefrist abgabetermin abgabedatum angebotsfrist
        einreichungsfrist schlusstermin limite cierre sluiting sluitingsdatum sluitingstermijn lhuta 截止 截標
        截标 締切 投标时间 eingabefrist anbudsdag anbudsfrist tilbudsfrist maaraaika jattopaiva 마감 basvuru
        tarihi""",
    "submitting": """submission submit submitting tender tenders bids offers offres ofertas presentacion offerte
        presentazione propostas apresentacao inschrijving indiening ofert skladania podani nabidek подач заявок
        подання пропозицій подачі remise reception depot recepcion recebiment ricezion eingab прием приём прийом
        приймання anbud tilbud tarjous tarjousten teklif 입찰 투찰 제출""",
    "until": """date dates time day by until fecha data дата 日期 frist datum termin prazo plazo termine termino
        scadenza lhuta last final конец окончан срок кінцев строк термін термине dt tag dag dato paiva
        paivamaara pvm tarih tarihi 일시 일자 날짜 기한""",
    "till": "until till bis jusqu hasta fino tot до 至",
    "estimate": """est estimat budget ceiling expected forecast anticipated projected indicative geschatz
        geschatzt gesch schatz voraussichtl estime estimee previsionnel estimad presupuest stimat presunt asta
        geraamd raming szacun szacow predpoklad odhad нмцк начальн ориентир очікуван кошторис 预算 預算 予算
        予定 估 見積 概算 base referencial uppskatt beraknad anslaet anslatt estimer forvent arvioi ennakoi
        yaklasik tahmini butce budsjett 추정 예정 예산 기초금액""",
    "manager": """manager owner responsible verantwortlich zustandig bearbeiter sachbearbeiter referent
        referente responsab responsavel chargee gestionnaire encargado gestor kierownik opiekun odpowiedzial
        odpovedn ответствен відповідал менеджер 负责人 負責人 承辦 担当 経办 经办 ansvarig ansvarlig
        vastuuhenkil sorumlu saksbehandler sagsbehandler 담당 책임자 vastaava""",
    "buyer": """buyer client customer purchaser procurer kunde auftraggeber vergabestelle ausschreibende
        acheteur adjudicateur maitre commanditaire cliente organismo contratante comprador appaltante
        amministrazione committente opdrachtgever aanbesteder aanbestedende klant zamawiaj klient zadavatel
        objednatel zakaznik заказчик клиент замовник покупець 采购人 采购单位 招标人 招标单位 业主 甲方 機關
        業主 客户 客戶 発注 調達機関 顧客 organizador организатор організатор objednavatel autoritate kopare
        bestallare upphandlande ordregiver oppdragsgiver tilaaja hankintayksik asiakas idare isveren musteri
        발주 수요기관 고객 ordregivende procuring""",
    "body": """orgao agency authority body entity organisation organization institution institucion organo
        entidad ente entite""",
    "title": """title opportunity massnahme vorhaben bauvorhaben gewerk betreff designation libelle denominacion
        asunto designacao assunto zadanie zadani temat zakazka akce название назва 案名 项目名 工程名 業務名
        工事名 건명 공고명 사업명 projekt projektname projektbezeichnung project bezeichnung gegenstand leistung
        ausschreibung intitule objet objeto oggetto onderwerp omschrijving opdracht przedmiot nazwa nazev
        predmet предмет наименован назв 名称 名稱 件名 标题 upphandling udbud konkurranse anskaffelse hankinta
        hankinnan kilpailutus benamning konusu""",
    "number": """ref rif reference refer no nr num number numero id code aktenzeichen vergabenummer n expediente
        kenmerk cislo номер 编号 編號 案號 番号 numar nro nummer diarienr arendenr sagsnr saksnr numarasi kayit
        번호""",
    "of tender": """sprawy sprawa sprawie tender bid contract notice procurement project projekt vergabe
        ausschreibung angebot consultation marche appel dossier affaire licitacion proceso procedimiento gara
        procedura processo procedimento aanbesteding postepowania przetargu zakazky rizeni закупки тендера
        процедуры закупівлі тендеру 项目 招标 采购 標案 採購 案件 調達 招標 upphandling udbud konkurranse
        anskaffelse hankinta hankinnan tarjouspyynno ihale 공고 사업 입찰""",
    "place": """rank ranking ranked place position platz platzierung rang classement puesto posicion
        clasificacion posizione graduatoria classificacao plaats positie miejsce pozycja poradi misto место
        позици місце позиція 名次 排名 順位 placering plassering sijoitus sira sirasi 순위 등수 sijoituksemme
        siramiz siralama""",
    "option": """option extension extend ext exts renewal verlanger reconduct prolongation prorrog prorog rinnov
        renov verleng opcj opcje przedluz opce prodlouz продлен опци продовж 续约 续期 延长 續約 延長 擴充 後續
        更新 forlang forleng jatko optio uzatma opsiyon 연장 갱신""",
    "length": """length duration term laufzeit dauer vertragsdauer duree duracion durata duracao looptijd duur
        okres trwania doba delka срок длительн тривал строк 期限 期間 工期 langd avtalstid avtalsperiod
        kontraktslangd laengde kontraktsperiode avtaleperiode varighed varighet lobetid loptid kesto
        sopimuskausi sure suresi 기간""",
    "feedback": """feedback comment debrief ruckmeldung retour commentaire comentario commento commenti
        riscontro retorno terugkoppeling opmerking informacja zwrotna zpetna vazba отзыв обратн відгук 反馈 反饋
        意见 意見 aterkoppling tilbagemelding tilbakemelding palaute bildirim 피드백""",
    "top": """highest best top hochste beste meilleur meilleure mejor miglior migliore melhor hoogste beste
        najwyzs nejvyssi максимальн лучш найвищ 最高 第一名 第1名 hogsta hojeste hoyeste korkein yuksek 최고
        korkeimmat""",
    "rival": """competitor rival wettbewerb mitbewerb konkurr konkuren concurrent competidor concorrente
        конкурент 竞争对手 對手 对手 競合 他社 konkurrent kilpailij rakip 경쟁""",
    "supplier": """supplier vendor contractor proveedor contratista fornitore aggiudicatari fornecedor contratad
        fournisseur prestataire lieferant leverancier dostawc wykonawc dodavatel поставщик постачальник
        подрядчик 供应商 供應商 廠商 leverantor leverandor toimittaja tedarikci 업체 공급자""",
    "tax number": """nit ruc rut rfc cuit cnpj nif nipc cif cf cui ico dic siren siret inn инн огрн єдрпоу
        едрпоу kvk abn uei duns vatin identificador identifiant documento cedula 统一社会信用代码 統編 統一編號
        法人番号 사업자등록번호""",
    "name": """name nombre nom nome naam nazwa nazev nazov название назва наименован titlu titulo titolo titre
        denominacion denominazione 名称 名稱 namn navn nimi adi 명칭""",
    "describing": "desc descripcion descricao descrizione descript beschreib omschrijv opis popis описан опис",
    "publishing": """publish publication publicac publicaz pubblicaz publikation publikacj publikac publicatie
        parution veroffentlich announcement convocatoria oglosz zverejn uverejn опублик размещ оприлюдн публікац
        публикац publicer publiser offentlig julkais yayin ilan 공고일 게시""",
    "opening": """opening apertura abertura ouverture eroffnung otwarcie otwarci otevir otvaran вскрыт розкритт
        开标 開標 開札 开封 anbudsoppning abning apning avaus acilis 개찰""",
    "signing": """signing signature signed firma celebracao celebracion formalizacion stipula unterzeichn
        uzavret uzavreni ondertekening assinatura 签订 签约 簽訂 簽約 締結 podpis подписан підписан заключен
        укладен conclusion vertragsabschluss unterschrift underskrift undertegn allekirjoit imza 체결""",
    "count": """number no nr num numero numar nombre nb anzahl zahl aantal liczba ilosc pocet количество
        кількість число 家数 家數 数量 數量 antal antall lukumaara sayisi 업체수 maara""",
    "bidders": """bidders tenderers bids offers oferentes ofertantes ofertas licitadores proponentes angebote
        angeboten bieter offres candidats soumissionnaires offerte offerenti concorrenti propostas licitantes
        concorrentes inschrijvingen inschrijvers oferentow nabidek uchazecu заявок участников учасників
        пропозицій anbudsgivare tilbudsgivere tilbydere tarjoajien istekli 참가업체 투찰업체""",
    "state": """status state estado estatus stato situacao situacion statut etat stav stan статус состояние 状态
        狀態 状況 tila durum durumu tilstand 상태""",
    "from": "from von vom od dal desde vanaf с від",
    "offer": """offer bid tender offerta oferta proposta propuesta angebot offre nabidka oferty предложени
        пропозиці anbud tilbud tarjous teklif 투찰""",
    "unit": "unit units unidad unidade unita unite einheit eenheid jednostka jednotka единица одиниця 单位 單位 単位",
    "received": """received eingegangen recibid ricevut recebid ontvangen otrzyman obdrzen recue recus получен
        отриман inkomna modtag mottatt saapuneet gelen 접수""",
    "tendered": "licitacion licitacao",
    "including": """incl including plus inkl inclus inclusi incluid compres inclusief vcetne lacznie включая 含
        with mit avec""",
    "outcome": """outcome result ergebnis ausgang resultat resultado esito risultato uitslag resultaat wynik
        rezultat vysledek результат итог підсумок 结果 結果 utfall udfald tulos sonuc sonucu 결과""",
}  # fmt: skip
# Which ideas together are which field; the first that fits counts. A "!" idea must not be there.
_FIELDS = (
    ("winner_id", "tax-number winner"),
    ("winner_id", "tax-number supplier"),
    ("buyer_id", "tax-number buyer"),
    ("buyer_id", "tax-number body"),
    ("offers", "count bidders !us !winner"),
    ("offers", "count received !us"),
    ("p_win", "chance"),
    ("lost_reason", "reason !length"),
    ("winning_score", "winner score !us"),
    ("winning_score", "top score !us"),
    ("our_score", "us score"),
    ("price", "us price !estimate"),
    ("award_value", "winner price !estimate !us"),
    ("price", "proposed price !estimate !until !rival"),
    ("award_value", "supplier contract price !estimate !us"),
    ("contract_length", "length option including"),
    ("contract_options", "option !winner"),
    ("published", "start deadline !contract"),
    ("contract_start", "start !submitting"),
    ("published", "publishing until !award !winner !outcome !deadline"),
    ("deadline", "deadline"),
    ("published", "start submitting !contract"),
    ("deadline", "submitting until !start"),
    ("deadline", "end submitting !contract"),
    ("contract_start", "from contract !submitting !deadline"),
    ("contract_end", "end contract"),
    ("deadline", "end offer !contract !us"),
    ("contract_end", "till contract !submitting !deadline"),
    ("contract_end", "end !submitting !us !buyer"),
    ("decision_date", "award until estimate !price"),
    ("value", "estimate !us !winner !until !length"),
    ("value", "tendered price !us !winner !proposed"),
    ("bid_manager", "manager !buyer"),
    ("award_date", "award until !submitting !deadline !price"),
    ("award_date", "signing until !submitting !deadline !price"),
    ("deadline", "opening !contract"),
    ("winner", "winner !price !score !until !outcome"),
    ("position", "place"),
    ("length_unit", "unit length"),
    ("contract_length", "length contract"),
    ("feedback", "feedback buyer"),
    ("buyer", "buyer"),
    ("buyer", "contract body"),
    ("reference", "number of-tender"),
    ("reference", "number contract !price !until !length"),
    ("award_status", "state contract"),
    ("outcome", "outcome"),
    ("description", "describing of-tender"),
    ("description", "describing contract"),
    ("title", "name of-tender !number"),
    ("title", "name contract !number"),
    ("title", "title !number"),
)


@lru_cache(4_096)
def field_of(name: str) -> str:
    """The field that a column's name (as words) means by its ideas, "" where they tell none.

    >>> field_of("winner s price"), field_of("cena naszej oferty"), field_of("colour")
    ('award_value', 'price', '')
    """
    return _field_with(ideas_in(name), frozenset())


@lru_cache(4_096)
def field_of_short(name: str) -> str:
    """The field that a name with words cut short means, "" where they tell none: "adj." may be of several ideas, and
    tells only beside a word that is of one.

    >>> field_of_short("importe adj."), field_of_short("classif."), field_of_short("adj.")
    ('award_value', 'position', '')
    """
    firm, loose = ideas_in(" ".join(re.findall(r"[^\W_]+", name))), frozenset[str]()
    for short in re.findall(r"([^\W\d_]{3,})\.", name):
        begun = frozenset(idea for idea, words in _STEMS.items() if any(stem.startswith(short) for stem in words))
        if len(begun) == 1:
            firm |= begun
        else:
            loose |= begun
    return _field_with(firm, loose)


def _field_with(firm: frozenset[str], loose: frozenset[str]) -> str:
    """The first field whose ideas are all there, one of them at least a firm one."""
    ideas = firm | loose
    for field, wanted in _FIELDS:
        parts = wanted.split()
        needed = {part.replace("-", " ") for part in parts if part[0] != "!"}
        if needed <= ideas and needed & firm and not any(part[1:] in ideas for part in parts if part[0] == "!"):
            return field
    return ""


@lru_cache(4_096)
def ideas_in(name: str) -> frozenset[str]:
    """The ideas in a column's name: "us" and "price" of "our bid price"."""
    return frozenset(idea for idea, words in _STEMS.items() if any(stem in name and _has(stem, name) for stem in words))


_STEMS = {idea: tuple(dict.fromkeys(fold(words).split())) for idea, words in _IDEAS.items()}


def _has(stem: str, name: str) -> bool:
    """Whether a stem in the name is a word, begins one, or is put together with one; short ones must be the word."""
    if not stem.isascii() and not re.match(r"[a-z\u0400-\u04ff]", stem):
        return True
    if len(stem) > 4:
        return len(stem) > 5 or re.search(rf"(?<!\w){stem}|{stem}(?!\w)", name) is not None
    return re.search(rf"(?<!\w){stem}(?!\w)", name) is not None
