"""A register with every column that bid managers keep, in each of the languages: nothing is left out."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest

from bidtracker.book import Book
from bidtracker.domain.vocabulary import LostReason, Outcome
from bidtracker.intake import ImportChoices, ImportListener, import_files
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.mapping.survey import ColumnSurvey

REGISTERS = {
    "en": """\
Tender ref.,Contracting body,Contract description,Submission deadline (UK time),Est. annual value (£),\
Our bid (£),Award decision,Winning supplier,Winner's price,Reason for losing,Quality score (ours),\
Quality score (winner),Our ranking,Start,Expiry,Ext. options,Bid owner,Win prob (%)
R1,Ashby,Cleaning of offices,05/12/2026 12:00,100000,95000,Lost,Rival Ltd,90000,Price,72.5,81,2nd,01/01/2027,\
31/12/2029,1+1,Jane,40
R2,Moor,Grit supply,28/12/2026 17:00,5000,4800,Won,Us,4800,,90,90,1st,01/02/2027,31/01/2028,,Tom,60
""",
    "de": """\
Vergabe-Nr.;Auftraggeber;Projektbezeichnung;Angebotsfrist (Uhrzeit);Gesch. Auftragswert (netto);\
Unser Angebotspreis;Status;Zuschlagsempfänger;Zuschlagspreis;Grund der Absage;Unsere Punkte;Punkte Gewinner;\
Platzierung;Vertragsbeginn;Vertragsende;Verlängerungsoption;Zuständig;Gewinnwahrscheinlichkeit in %
V1;Stadt A;Reinigung;05.12.2026 12:00;100.000,00 €;95.000,00 €;Verloren;Rival GmbH;90.000,00 €;Preis;72,5;81;\
2.;01.01.2027;31.12.2029;1+1;Anna;40
V2;Stadt B;Streusalz;28.12.2026 17:00;5.000,00 €;4.800,00 €;Gewonnen;wir;4.800,00 €;;90;90;1.;01.02.2027;\
31.01.2028;;Tom;60
""",
    "fr": """\
N° de consultation;Pouvoir adjudicateur;Intitulé du marché;Date limite de remise des offres;Montant estimé HT;\
Prix proposé;Résultat;Attributaire;Montant attribué;Raison de l'échec;Notre note;Note du lauréat;Rang;\
Début du contrat;Fin du contrat;Reconductions;Responsable;Probabilité de gain
C1;Ville A;Nettoyage;05/12/2026 à 12h00;100 000,00 €;95 000 €;Perdu;Rival SA;90 000 €;Prix;72,5;81;2e;\
01/01/2027;31/12/2029;2 x 1 an;Anne;40 %
C2;Ville B;Sel;28/12/2026 17h30;5 000 €;4 800 €;Gagné;Nous;4 800 €;;90;90;1er;01/02/2027;31/01/2028;;Tom;60 %
""",
    "es": """\
Expediente;Órgano de contratación;Objeto del contrato;Fecha límite de presentación;\
Presupuesto base de licitación;Oferta presentada;Resultado;Empresa adjudicataria;Importe de adjudicación;\
Motivo de pérdida;Nuestra puntuación;Puntuación ganadora;Posición;Inicio contrato;Fin contrato;Prórrogas;\
Responsable;Probabilidad
E1;Ciudad A;Limpieza;05/12/2026;100.000,00 €;95.000,00 €;Perdida;Rival SL;90.000,00 €;Precio;72,5;81;2º;\
01/01/2027;31/12/2029;1+1;Ana;40%
E2;Ciudad B;Sal;28/12/2026;5.000,00 €;4.800,00 €;Ganada;Nosotros;4.800,00 €;;90;90;1º;01/02/2027;31/01/2028;;\
Luis;60%
""",
    "it": """\
CIG;Stazione appaltante;Oggetto;Termine presentazione offerte;Importo a base d'asta;Nostra offerta;Esito;\
Aggiudicatario;Importo aggiudicazione;Motivo esclusione/perdita;Nostro punteggio;Punteggio vincitore;\
Posizione in graduatoria;Inizio contratto;Fine contratto;Proroghe;Referente;Probabilità di successo
123A;Comune A;Pulizie;05/12/2026;100.000,00;95.000,00;Persa;Rival Srl;90.000,00;Prezzo;72,5;81;2°;01/01/2027;\
31/12/2029;1+1;Anna;40%
123B;Comune B;Sale;28/12/2026;5.000,00;4.800,00;Vinta;Noi;4.800,00;;90;90;1°;01/02/2027;31/01/2028;;Ugo;60%
""",
    "pt": """\
Nº processo;Entidade adjudicante;Objeto;Prazo de entrega das propostas;Preço base;Preço proposto;Resultado;\
Adjudicatário;Preço contratual;Motivo da perda;Nossa pontuação;Pontuação vencedora;Classificação;\
Início do contrato;Fim do contrato;Renovações;Responsável;Probabilidade
P1;Câmara A;Limpeza;05/12/2026;100.000,00 €;95.000,00 €;Perdido;Rival Lda;90.000,00 €;Preço;72,5;81;2º;\
01/01/2027;31/12/2029;1+1;Ana;40%
P2;Câmara B;Sal;28/12/2026;5.000,00 €;4.800,00 €;Ganho;Nós;4.800,00 €;;90;90;1º;01/02/2027;31/01/2028;;Rui;\
60%
""",
    "nl": """\
Kenmerk;Opdrachtgever;Opdracht;Sluitingsdatum inschrijving;Geraamde waarde;Inschrijfprijs;Uitslag;Gegund aan;\
Gunningsbedrag;Reden afwijzing;Onze score;Score winnaar;Plaats;Ingangsdatum;Einddatum contract;\
Verlengingsopties;Tendermanager;Winkans
K1;Gemeente A;Schoonmaak;05-12-2026;€ 100.000,00;€ 95.000,00;Verloren;Rival BV;€ 90.000,00;Prijs;72,5;81;2e;\
01-01-2027;31-12-2029;1+1;Anna;40%
K2;Gemeente B;Zout;28-12-2026;€ 5.000,00;€ 4.800,00;Gewonnen;Wij;€ 4.800,00;;90;90;1e;01-02-2027;31-01-2028;;\
Jan;60%
""",
    "pl": """\
Nr postępowania;Zamawiający;Przedmiot zamówienia;Termin składania ofert;Szacunkowa wartość netto;\
Cena naszej oferty;Wynik;Wybrany wykonawca;Cena wybranej oferty;Powód przegranej;Nasze punkty;\
Punkty zwycięzcy;Miejsce;Data rozpoczęcia umowy;Data zakończenia umowy;Opcje;Opiekun;Szansa wygranej
N1;Miasto A;Sprzątanie;05.12.2026;100 000,00 zł;95 000,00 zł;Przegrana;Rival Sp. z o.o.;90 000,00 zł;Cena;\
72,5;81;2;01.01.2027;31.12.2029;1+1;Anna;40%
N2;Miasto B;Sól;28.12.2026;5 000,00 zł;4 800,00 zł;Wygrana;My;4 800,00 zł;;90;90;1;01.02.2027;31.01.2028;;Jan;\
60%
""",
    "cs": """\
Evidenční číslo;Zadavatel;Název zakázky;Lhůta pro podání nabídek;Předpokládaná hodnota;Naše nabídková cena;\
Výsledek;Vítěz;Vítězná cena;Důvod prohry;Naše body;Body vítěze;Pořadí;Začátek smlouvy;Konec smlouvy;Opce;\
Odpovědná osoba;Šance na výhru
Z1;Město A;Úklid;5.12.2026;100 000,00 Kč;95 000,00 Kč;Prohra;Rival s.r.o.;90 000,00 Kč;Cena;72,5;81;2.;\
1.1.2027;31.12.2029;1+1;Anna;40 %
Z2;Město B;Sůl;28.12.2026;5 000,00 Kč;4 800,00 Kč;Výhra;my;4 800,00 Kč;;90;90;1.;1.2.2027;31.1.2028;;Jan;60 %
""",
    "ru": """\
№ закупки;Заказчик;Предмет закупки;Окончание подачи заявок;НМЦК;Наша цена;Результат;Победитель;\
Цена победителя;Причина проигрыша;Наши баллы;Баллы победителя;Место;Начало договора;Окончание договора;\
Продление;Ответственный;Вероятность победы
З1;Город А;Уборка;05.12.2026;100 000,00 руб.;95 000,00 руб.;Проиграли;ООО Ривал;90 000,00 руб.;Цена;72,5;81;2;\
01.01.2027;31.12.2029;1+1;Анна;40%
З2;Город Б;Соль;28.12.2026;5 000,00 руб.;4 800,00 руб.;Выиграли;Мы;4 800,00 руб.;;90;90;1;01.02.2027;\
31.01.2028;;Иван;60%
""",
    "uk": """\
Номер закупівлі;Замовник;Предмет закупівлі;Кінцевий строк подання;Очікувана вартість;Наша ціна;Результат;\
Переможець;Ціна переможця;Причина програшу;Наші бали;Бали переможця;Місце;Початок договору;Кінець договору;\
Продовження;Відповідальний;Ймовірність
З1;Місто А;Прибирання;05.12.2026;100 000,00 грн;95 000,00 грн;Програли;ТОВ Рівал;90 000,00 грн;Ціна;72,5;81;2;\
01.01.2027;31.12.2029;1+1;Анна;40%
З2;Місто Б;Сіль;28.12.2026;5 000,00 грн;4 800,00 грн;Виграли;Ми;4 800,00 грн;;90;90;1;01.02.2027;31.01.2028;;\
Іван;60%
""",
    "zh": """\
项目编号,采购单位,项目名称,投标截止时间,预算金额（万元）,我方报价（万元）,投标结果,中标单位,中标金额（万元）,\
失标原因,我方得分,中标得分,名次,合同开始日期,合同结束日期,续约选项,项目负责人,中标概率
X1,医院甲,保洁,2026年12月5日 9:30,10,9.5,未中标,某公司,9,价格,72.5,81,2,2027-01-01,2029-12-31,1+1,张,40%
X2,医院乙,盐,2026年12月28日,0.5,0.48,中标,我司,0.48,,90,90,1,2027-02-01,2028-01-31,,李,60%
""",
    "tw": """\
標案案號,機關名稱,標案名稱,截標時間,預算金額,我方報價,決標結果,得標廠商,決標金額,失標原因,我方分數,得標分數,\
名次,履約起日,履約迄日,後續擴充,承辦人,得標機率
X1,醫院甲,清潔,2026/12/05,100000元,95000元,未得標,某公司,90000元,價格,72.5,81,2,2027/01/01,2029/12/31,1+1,張,\
40%
X2,醫院乙,鹽,2026/12/28,5000元,4800元,得標,我司,4800元,,90,90,1,2027/02/01,2028/01/31,,李,60%
""",
    "ja": """\
案件番号,発注機関名,件名,入札締切日,予定価格（千円）,当社入札額（千円）,結果,落札業者,落札価格（千円）,敗因,\
当社得点,落札者得点,順位,契約開始日,契約終了日,延長オプション,営業担当,受注確度
X1,市A,清掃,2026/12/05,100,95,失注,某社,90,価格,72.5,81,2位,2027/01/01,2029/12/31,1+1,田中,40%
X2,市B,塩,2026/12/28,5,4.8,受注,当社,4.8,,90,90,1位,2027/02/01,2028/01/31,,山田,60%
""",
}  # fmt: skip


@pytest.mark.parametrize("language", REGISTERS)
def test_every_column_comes_in(book: Book, language: str) -> None:
    seen: list[ColumnSurvey] = []
    register = io.BytesIO(REGISTERS[language].encode())
    report = import_files(
        book, [register], ImportChoices(mapping=Asked(auto=True)), ImportListener(on_survey=seen.append)
    )
    assert (report.created, report.refused, seen[0].left_out, seen[0].unread) == (2, 0, (), ())
    lost, won = book.get("T1"), book.get("T2")
    assert (lost.outcome, won.outcome) == (Outcome.LOST, Outcome.WON)
    assert lost.reference and lost.deadline == date(2026, 12, 5) and lost.value.amount == 100_000
    bid = lost.bid
    assert (bid.price.amount, bid.p_win, bid.position, bid.score, bid.winning_score) == (95_000, 0.4, 2, 72.5, 81)
    assert bid.manager and [reason.code for reason in bid.reasons] == [LostReason.PRICE]
    theirs, ours = book.get("A1"), book.get("A2")
    assert (theirs.ours, len(theirs.suppliers), theirs.value.amount) == (False, 1, 90_000)
    assert (theirs.start, theirs.end, theirs.max_end) == (date(2027, 1, 1), date(2029, 12, 31), date(2031, 12, 31))
    assert (ours.ours, ours.suppliers, ours.value.amount) == (True, (), Decimal(4_800))
