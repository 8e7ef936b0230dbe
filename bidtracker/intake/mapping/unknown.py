"""What people write into a cell of which they know nothing: TBC, n/a, "-", #N/A."""

from __future__ import annotations

from bidtracker.domain.text import fold

_WORDS = """tbc, tbd, tba, tbn, n/a, na, n.a., #n/a, #na, #ref!, #value!, #div/0!, #name?, #null!, #num!, none, null,
nil, unknown, not known, not applicable, pending confirmation, to be confirmed, to be decided, to be announced, ?, ??,
???, -, --, ---, –, —, −, ., .., ..., …, /, x, nan, k.a., k. a., k.a, keine angabe, unbekannt, offen, entfällt,
n/v, nv, s.o., nc, n.c., n.d., nd, n/d, à confirmer, a confirmer, inconnu, non connu, sans objet, s/o,
por confirmar, desconocido, sin datos, no aplica, da confermare, da definire, non noto, a definir, desconhecido,
nvt, n.v.t., onbekend, nog onbekend, brak, b/d, nie dotyczy, nieznany, do ustalenia, neuvedeno, nezjištěno,
neznámý, нет, н/д, не указано, неизвестно, уточняется, невідомо, не вказано, уточнюється, 未定, 未知, 待定, 不详,
不詳, 無, 无, なし, 不明, 暂无, 暫無, 未公布"""
WORDS = frozenset(fold(word.strip()) for word in _WORDS.split(","))


def is_unknown(value: object) -> bool:
    """Whether a cell only says that nothing is known."""
    return isinstance(value, str) and len(value) < 30 and fold(value.strip()) in WORDS
