"""What people write into a cell of which they know nothing: TBC, n/a, "-", #N/A, "à définir", "k. A.", 待定."""

from __future__ import annotations

import re

from bidtracker.domain.text import fold

LONGEST, SHORTEST_CUT = 30, 5
_WORDS = """tbc, tbd, tba, tbn, tbs, t.b.c, t.b.d, t.b.a, n/a, na, n.a, n/k, nk, n/c, n/s, #n/a, #na, #ref!, #value!,
#div/0!, #name?, #null!, #num!, none, none given, none yet, null, nil, unknown, not known, not yet known,
not applicable,
not available, not yet available, not specified, not stated, not given, not provided, not assigned, not yet assigned,
not issued, not yet issued, not set, not disclosed, unspecified, undefined, unassigned, undisclosed, no data, no info,
no reference, no ref, missing, blank, empty, pending, pending confirmation, to follow, awaited, awaiting,
to be confirmed, to be decided, to be announced, to be defined, to be determined, to be advised, to be assigned,
to be agreed, nan, x, xx, xxx, xxxx, 00, 000, 0000,
n. bek, k.a, ka, keine angabe, keine angaben, ohne angabe, o.a, keine, nicht bekannt, nicht angegeben, nicht vorhanden,
nicht verfügbar, unbekannt, offen, noch offen, noch unbekannt, steht noch nicht fest, folgt, wird nachgereicht,
entfällt, fehlt, n/v, nv, n.v, n.b, n.n, s.o,
nc, n.c, n.d, nd, n/d, n.r, n.p, à confirmer, à définir, à préciser, à déterminer, à venir, inconnu, inconnue,
non connu,
non connue, non communiqué, non précisé, non renseigné, non défini, non disponible, non disponibile, sans objet, s/o,
néant,
aucun, aucune, en attente, indéterminé,
s/d, s.d, s/n, s.n, sin dato, sin datos, sin definir, sin determinar, sin número, sin referencia, sin información,
sin especificar, sin asignar, por confirmar, por definir, por determinar, por asignar, a confirmar, a determinar,
pendiente, pte, pdte, pend, pendiente de confirmar, desconocido, desconocida, no disponible, no consta, no aplica,
no informado,
no especificado, ninguno, ninguna, s/i, sin info,
da confermare, da definire, da determinare, da stabilire, da comunicare, in attesa, non noto, non nota,
non specificato,
non pervenuto, non definito, non applicabile, nessuno, nessuna, sconosciuto,
a definir, a designar, a indicar, sem dados, sem informação, sem número, sem referência, não informado,
não disponível,
não especificado, não definido, não aplicável, desconhecido, nenhum, nenhuma, pendente,
nvt, n.v.t, n.n.b, nnb, n.t.b, ntb, n.b.t, onbekend, nog onbekend, nog te bepalen, nog niet bekend, niet bekend,
niet van toepassing,
volgt, geen,
brak, brak danych, bd, b/d, b.d, nie dotyczy, nie podano, nie określono, nieznany, nieznana, nieznane, do ustalenia,
do potwierdzenia, do uzupełnienia,
neuvedeno, nezjištěno, neznámý, neznámé, není, není známo, nezadáno, bude upřesněno, bude doplněno, k doplnění,
není k dispozici,
нет, нет данных, н/д, н.д, б/н, б.н, не указано, не указан, не указана, не определено, не определен, не известно,
неизвестно, неизвестен, уточняется, уточнить, на уточнении, будет уточнено, без номера, отсутствует, ожидается,
невідомо, не вказано, не зазначено, не визначено, немає, немає даних, уточнюється, буде уточнено, відсутній, відсутнє,
очікується, без номеру,
未定, 未知, 待定, 待补, 待補, 待确认, 待確認, 待通知, 待确定, 待公布, 待公告, 不详, 不詳, 無, 无, 空, 暂无, 暫無,
暂缺, 暫缺, 未公布,
未公告, 未提供, 未填, 未明确, 未确定, 未確定, 尚未公布, 尚未确定, 尚未確定, 不适用, 不適用, 无数据, 無資料, 无编号,
無編號,
なし, 無し, 不明, 未設定, 未公表, 未入力, 未記入, 該当なし, 調整中, 確認中, 空欄, 미정, 없음, 미상, 해당없음,
31/12/9999, 12/31/9999, 31.12.9999, 31-12-9999, 9999-12-31, 00/00/0000, 00.00.0000, 0000-00-00,
ukendt, okänt, ukjent, ej angivet, ej angivet, ej känt, saknas, ej fastställt, ej fastställd, ej bestämt, ej klart,
meddelas senare, kommer senare, ikke oplyst, ikke fastsat, ikke kendt, afventer, ikke avklart, ikke oppgitt, ikke kjent,
ikke fastsatt, kommer, ei tiedossa, ei tietoa, avoin, ei määritelty, ilmoitetaan myöhemmin, puuttuu, belirsiz,
belli değil, bilinmiyor, belirtilmemiş, açıklanacak, yok, 미확인, 추후, 추후 공지, 추후 통보, 추후 결정, 미공개, 비공개,
미입력, 확인중, 협의중"""
_SIGNS = re.compile(r"[-–—−‐‑_?.…/\\*~'\"=#\s]*")


def _plain(cell: str) -> str:
    """A cell as it is compared: "N \\ A." is n/a, "(K. A.)" k.a."""
    plain = fold(cell).replace("\\", "/").strip(" ()[]<>*\"'（）【】")
    for mark in "./":
        if mark in plain:
            plain = mark.join(map(str.strip, plain.split(mark)))
    return plain.rstrip(" .:!?…") or plain


WORDS = frozenset(_plain(word.strip()) for word in _WORDS.split(","))


def is_unknown(value: object) -> bool:
    """Whether a cell only says that nothing is known.

    >>> [is_unknown(cell) for cell in ("N/C", "k. A.", "à définir", "???", "R-1")]
    [True, True, True, True, False]
    """
    if not isinstance(value, str) or len(value) >= LONGEST or not value.strip():
        return False
    plain = _plain(value)
    if plain in WORDS or _SIGNS.fullmatch(value) is not None:
        return True
    cut = value.rstrip().endswith(".") and len(plain) >= SHORTEST_CUT  # "da def.", "do ustal."
    return cut and any(word.startswith(plain) for word in WORDS)
