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
from bidtracker.intake.mapping.words.state_words import STATE_WORDS
from bidtracker.intake.mapping.words.vocabulary import WordTable, is_negated, plain, stands_alone, word_in
from bidtracker.intake.mapping.words.winners import incumbent_in, is_of_another, winner_in, with_legal_form

# To us or to nobody: whoever lost says so, and so does a public list of a procedure.
_NOT_AWARDED = frozenset(fold(word) for word in (
    "kein zuschlag", "not awarded", "non attribué", "non attribuée", "no adjudicado", "no adjudicada",
    "non aggiudicato",
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
    for word, code in STATE_WORDS.items()
    if code in ("go", "no_go") or len(word) < 3 or word in ("pass", "passed", "lead", "relance", "relancee")
)
_WITHIN = WordTable((word, code) for word, code in STATE_WORDS.items() if word not in _ALONE or not word.isascii())
_UNSURE = frozenset({"no_award", "closed"})  # that a procedure was "cancelled" may also be said of our own bid
_CLOSED = WordTable((word, code) for word, code in _WITHIN.items() if code == "closed")
_WITHOUT_CLOSED = WordTable((word, code) for word, code in _WITHIN.items() if code != "closed")
_NOBODY = WordTable((word, code) for word, code in _WITHIN.items() if code == "no_award")
_IN_PLAY = WordTable((word, code) for word, code in _WITHIN.items() if code in ("submitted", "evaluation"))
# Programs write the words of a state together, or with dashes: "closedlost", "Closed-Lost".
_JOINING = re.compile(r"[\s/.-]+")
_TOGETHER = {
    joined: word
    for word in STATE_WORDS
    if len(joined := _JOINING.sub("", word)) > 5 and joined != word and word.isascii()
}
_NOT_YET = re.compile(  # stands anywhere in what is still to be decided, or to be sent
    r"not yet|noch nicht|pas encore|aun no|todavia no|non ancora|ainda nao|nog niet|jeszcze nie|jeste ne|еще не|ще не"
    r"|尚未|还未|還未|まだ"
)
_BARE_PLACE = re.compile(r"[(,:–-]\s?([1-9])$")  # "lost (2.)"; elsewhere such a number may be anything
_BUYERS = (
    r"(?:the |der |die |dem |le |la |el |il |o |a |de |den |l')?(?:client|customer|buyer|authority|council|trust"
    r"|nhs|agency|employer|department|ministry|school|ente|ag\b"
    r"|auftraggeber|vergabestelle|kunde|acheteur|pouvoir adjudicateur|cliente"
    r"|organo|entidad|entidade|stazione appaltante|committente|opdrachtgever|aanbesteder|zamawiajac|zadavatel"
    r"|заказчик|замовник)"
)
_BUYER_DID = re.compile(  # so that it was not our bid that was withdrawn
    rf"\b(?:by|durch|vom|von|par|por|pelo|pela|da|dal|dalla|door|przez|del|des|do|dell[ao]?|de l[ae]?"
    rf"|of|van)\s{_BUYERS}"
    rf"|\b{_BUYERS}\w*\s(?:has |have |then )?(?:withdr[ae]w|pulled|retir|ritir|wycof)"
)
_HEAD = re.compile(r"\s?[(,;:（，；]\s?|\s[-–—]\s?")
_DENIED = re.compile(r"\b(?:not|no|nicht|pas|non|nao|niet|nie|ne|не)\b")
_ENDS = frozenset(("won", "lost", "withdrawn", "no_bid", "no_award", "disqualified"))
_OWN = ("lost", "no_bid", "submitted", "preparing")
_WINS = """won, we won, win, closed won, bid won, won bid, tender won, awarded to us, awarded us, secured, contract won,
gewonnen, zuschlag erhalten, auftrag erhalten, den zuschlag erhalten, zuschlag bekommen, gewonnen haben, gagné, gagnée,
remporté, remportée, marché obtenu, obtenu, obtenue, ganado, ganada, ganamos, hemos ganado, adjudicado a nosotros,
adjudicada a nosotros, vinto, vinta, vinti, vinte, abbiamo vinto, aggiudicato a noi, aggiudicata a noi, ganho, ganha,
ganhamos, ganhámos, vencemos, adjudicado a nós, gegund aan ons, gewonnen opdracht, opdracht gewonnen, opdracht gekregen,
wygrany, wygrana, wygrane, wygrano, wygraliśmy, udzielone nam, vyhráno, výhra, vyhráli, vyhráli jsme, vyhraná, vyhraný,
выигран, выиграна, выиграно, выиграли, победили, виграно, виграна, виграний, виграли, перемогли, 赢, 赢单, 赢标,
決標給我方, 受注, 受注済, 勝, 勝ち,
vi vann, vann, vunnen, vi vandt, vundet, vi vant, vunnet, voitimme, voitettu, voitto,
kazanıldı, kazandık, 수주, 수주 성공"""
_OWN_WINS = frozenset(fold(word.strip()) for word in _WINS.split(","))
_OPPOSITE = {"won": "lost", "submitted": "no_bid", "go": "no_go", "preparing": "no_bid", "evaluation": "lost"}


def state_of(text: str) -> WordMeaning | None:
    """What a cell of a status, result, stage or decision column means; None where no word of it is known.

    >>> state_of("Lost 2nd - price").columns
    {'outcome': 'lost', 'position': '2', 'lost_reason': 'price'}
    >>> state_of("Awarded to Rival Ltd").columns, state_of("Not yet awarded").columns
    ({'outcome': 'lost', 'winner': 'Rival Ltd'}, {'outcome': 'pending'})
    """
    cell = _as_word(text)
    if cell in STATE_WORDS:
        code = STATE_WORDS[cell]
        place, _ = place_in(cell) if code == "lost" else (None, "")
        columns = columns_of(code) | ({"position": str(place)} if place else {})  # "runner-up"
        return WordMeaning(columns, 0.8 if code in _UNSURE or cell in _NOT_AWARDED else SURE)
    if is_of_another(text):
        kept = "incumbent_kept" in reason_of(text)[0]
        return WordMeaning({"outcome": "lost"} | ({"lost_reason": "incumbent_kept"} if kept else {}))
    if name := winner_in(text):
        return WordMeaning({"outcome": "won"} if is_us(name) else _lost_to(name, text), LIKELY)
    place, rest = place_in(cell)
    rest = rest.removesuffix(" of").strip()
    word = rest if rest in STATE_WORDS else _head(rest) or word_in(rest, _WITHOUT_CLOSED) or word_in(rest, _CLOSED)
    code, sure = STATE_WORDS.get(word, ""), SURE if word == rest and word else LIKELY
    if code and word != rest and _NOT_YET.search(rest):
        code = "preparing" if code == "submitted" else "pending"
    elif code and word != rest and is_negated(word, rest):
        code = _OPPOSITE.get(code, "")
    undecided = code == "pending" and word != rest and not _NOT_YET.search(rest)
    if undecided and (sent := word_in(rest.replace(word, " ", 1), _IN_PLAY)):
        code = _IN_PLAY[sent]  # "déposé, en attente"
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
    if code == "lost" and (name := _winner_behind(text)):  # "Lost (awarded to Rival Ltd)"
        return WordMeaning(columns | _lost_to(name, text), LIKELY)
    if columns.get("outcome") in ("lost", "no_bid") and word != rest:
        beside = rest.replace(word, " ", 1) if word else rest
        if reasons := reason_of(beside)[0]:
            columns["lost_reason"] = reasons[0]
    return WordMeaning(columns, min(sure, 0.8) if code in _UNSURE else sure)


def _winner_behind(text: str) -> str:
    """The one that is named as the winner behind how it ended; "" where none is, or it is us."""
    behind = _HEAD.split(text.strip())[1:]
    named = next(filter(None, map(winner_in, behind)), "") or incumbent_in(text)
    name = named or next(filter(None, map(with_legal_form, behind)), "")
    return "" if is_us(name) else name


def _head(cell: str) -> str:
    """How it ended, where a cell begins with that and goes on behind a dash or bracket: "won - awaiting contract"."""
    head, *others = _HEAD.split(cell, maxsplit=1)
    denied = STATE_WORDS.get(head) == "won" and others and _DENIED.search(others[0])
    return head if STATE_WORDS.get(head) in _ENDS and head not in _ALONE and not denied else ""


def _as_word(text: str) -> str:
    """A cell as it is compared; where it is a known word that is written together, that word."""
    cell = plain(text)
    return cell if cell in STATE_WORDS else _TOGETHER.get(_JOINING.sub("", cell), cell)


def _lost_to(name: str, text: str) -> dict[str, str]:
    """Who won instead of us, with our place and why we lost where the same cell says so."""
    place, rest = place_in(plain(text.replace(name, " ")))
    columns = {"outcome": "lost", "winner": name}
    if place is not None and place > 1:
        columns["position"] = str(place)
    reasons = reason_of(rest)[0]
    return columns | ({"lost_reason": reasons[0]} if reasons else {})


# Below "Bid or not?" these mean that we do, and not that it is sent.
_AS_DECISION = frozenset(fold(word) for word in ("bid", "tender", "offer", "投标", "投標", "入札", "応札"))


def decision_of(text: str) -> WordMeaning | None:
    """What a cell of a decision column means; None where no word of it is known.

    >>> decision_of("Bid").columns, decision_of("No bid").columns
    ({'decision': 'go'}, {'outcome': 'no_bid', 'decision': 'no_go'})
    """
    return WordMeaning(columns_of("go")) if plain(text) in _AS_DECISION else state_of(text)


# What stands in columns that only ask "Won?" or "Bid?".
_YES = frozenset(fold("yes y true x ✓ ✔ 1 ja j oui o si s sim tak t ano да так 是 はい √ kyllä evet 예 네").split())
_NO = frozenset(
    fold("no n false ✗ ✘ 0 nein non nee nie ne não nao нет ні 否 いいえ × nej nei ei hayır 아니오 아니요").split()
)


def says_yes(cell: object) -> bool | None:
    """What a cell of a column that asks yes or no says; None where it says something else."""
    word = fold(str(cell).strip())
    return True if word in _YES else False if word in _NO else None


def is_own_word(text: str) -> bool:
    """Whether a word tells of a bid of one's own: lost, no bid, submitted; of a public list nobody says so."""
    cell = _as_word(text)
    if word := cell if cell in STATE_WORDS else _head(cell):
        return word not in _PUBLIC and STATE_WORDS[word] in _OWN
    own = _WITHIN.get(word_in(cell, _WITHIN)) in _OWN
    return own and not any(stands_alone(public, cell) for public in _PUBLIC if public in cell)


def is_own_win(text: str) -> bool:
    """Whether a word says that a bid of one's own has won, as "won" and "受注" do; public lists say "awarded"."""
    cell = _as_word(text)
    return (cell if cell in STATE_WORDS else _head(cell)) in _OWN_WINS


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
