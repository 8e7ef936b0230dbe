"""What our bid is worth to the buyer, in words that can be said to them, and the guard on those words.

Running the rival down costs more than it gains, so words that name a rival or disparage one are marked, and are
never said first. Harsh words count wherever they stand; milder ones ("late", "poor") only in a sentence that speaks
of a rival, since "no late visits" and "poor light" say nothing of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, say
from bidtracker.domain.names import normal
from bidtracker.domain.records import Demand, Promise, Theme
from bidtracker.domain.text import fold

# Words that stand for the rival without its name.
RIVAL = (
    "rivals?|competitors?|competition|incumbents?|others|the other bidders?|"
    "(?:current|existing|present|previous|former|other|another|your) (?:supplier|vendor|contractor|provider)s?"
)
MILD = (
    "bad|badly|worse|worst|poor|poorly|late|later|slow|slowly|fail|fails|failed|failing|failures?|broke|broken|breaks?|"
    "faulty|defective|unreliable|inferior|weak|overpriced|expensive|cheap|unqualified|inexperienced|disappoint(?:s|ed|ing)|"
    "mess|problems?|trouble|complaints?|delay|delays|delayed|rubbish|garbage|useless|terrible|awful|fraud|scam|disaster"
)
HARSH = (
    "incompetent|incompetence|dishonest|liars?|lied|cheat(?:s|ed|ing)?|fraudulent|crooks?|rip-?off|sloppy|shoddy|"
    "clueless|amateurish|laughable|disastrous"
)
NOT = "no|not|never|none|nothing|without|free of|instead of|nor|neither|avoids?|prevents?"
# Written without spaces, so by what the sentence contains; a sign alone is part of too many other words.
RIVAL_ZH = "[对對]手|同行|友商|同[业業]|[别別]家|(?:[现現]有?|目前的?|其他|前)(?:供[应應]商|[厂廠]商)"
MILD_ZH = (
    "[较較很太更]差|[质質]量差|品[质質]差|服[务務]差|差[劲勁]|[较較很太更]慢|速度慢|[缓緩]慢|拖延|延[误誤]|[延推][迟遲]|[迟遲]到|失[败敗]|落[后後]|"
    "不可靠|不[专專][业業]|故障|[问問][题題]|糟糕|[太更]贵|[太更]貴|昂[贵貴]|不行|[没沒]用|垃圾|投[诉訴]"
)
HARSH_ZH = "[骗騙]子|[骗騙]人|[无無]能|黑心|奸商|坑人|劣[质質]|[烂爛][货貨]|草包|不[诚誠]信"
NOT_ZH = "不|[没沒]有?|[无無]|零|避免|防止|杜[绝絕]"

# Names begin with words like these too; one of them alone names nobody.
ORDINARY = """
a an and the of for in on at to we our us you your it is be all one best better first fast good new next old advanced
alpha american apple bright british capital care central city clean clear digital direct east energy european event
express fair fire focus food general global green group health home house ideal international key life light local
medical national north office open optimal partner point power premier premium prime pro professional pure quality
quick ready safe select service services shell simple smart solution solutions south standard star summit sun supply
support swift target team total trust union united value water west wide world
"""
SENTENCES = re.compile(r"(?<=[.!?;:])\s+|[。！？；\n]")


class Pitch(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One win theme with what it answers, where that is known: the buyer's demand, a rival's promise. With `cautions`
    it is not to be said as it stands."""

    theme: Theme
    demand: Demand | None
    promise: Promise | None
    cautions: tuple[Message, ...]


def themes(holdings: Holdings, tender: int) -> tuple[Pitch, ...]:
    """What our bids on a tender are worth to the buyer, the main ones first."""
    return tuple(_pitch(holdings, theme) for theme in holdings.themes_of(tender))


def win_theme(holdings: Holdings, tender: int) -> Theme | None:
    """What to say first: the main theme of the whole, else of a lot; the next one where it has cautions."""
    sayable = [pitch.theme for pitch in themes(holdings, tender) if not pitch.cautions]
    return min(sayable, key=lambda theme: (bool(theme.lot), not theme.main, theme.id), default=None)


def cautions(text: str, rivals: Iterable[str]) -> tuple[Message, ...]:
    """What speaks against saying these words to a buyer: a rival's name, a word that runs one down. With what to say
    instead. `rivals` are names of organisations as the book has them."""
    warnings = _cautions(fold(text), {*rivals})
    return tuple({str(caution): caution for caution in warnings}.values())


def rivals(holdings: Holdings, theme: Theme) -> set[str]:
    """The names of those who compete with a theme: who bids, who holds the contract, whose promise it answers."""
    line = holdings.tenders.get(theme.tender)
    awards = [*holdings.awards_of(theme.tender), *(holdings.awards_of(line.follows) if line and line.follows else ())]
    if theme.award in holdings.awards:
        awards.append(holdings.awards[theme.award])
    numbers = {number for award in awards for number in award.suppliers}
    numbers.update(quote.competitor for quote in holdings.quotes_of(theme.tender))
    numbers.update(line.tenderers if line else ())
    competitors = (holdings.competitors[number] for number in numbers if number in holdings.competitors)
    return {name for competitor in competitors for name in (competitor.name, *competitor.aliases)}


def _pitch(holdings: Holdings, theme: Theme) -> Pitch:
    need, award = holdings.needs.get(theme.need), holdings.awards.get(theme.award)
    return Pitch(
        theme=theme,
        demand=next((d for d in need.demands if d.number == theme.demand), None) if need else None,
        promise=next((p for p in award.promises if p.number == theme.promise), None) if award else None,
        cautions=cautions(f"{theme.text}\n{theme.proof}", rivals(holdings, theme)),
    )


# ---------------------------------------------------------------- the guard


def _cautions(text: str, names: set[str]) -> Iterator[Message]:
    # Who goes by several names is named once, by the shortest of those that the words may mean.
    heads: dict[tuple[str, ...], str] = {}
    for name in sorted(names, key=lambda name: (len(name), name)):
        if _named(text, name):
            heads.setdefault(_head(name), name)
    called = sorted(heads.values())
    for name in called:
        yield say("it names {name}; leave the name out and say what we do, with proof", name=name)
    for sentence in SENTENCES.split(text):
        of_a_rival = any(_named(sentence, name) for name in called) or bool(_RIVAL.search(sentence))
        for word in _harsh_words(sentence, _ANY if of_a_rival else _HARSH, denied=not of_a_rival):
            yield say("“{word}” runs a rival down; say what we do instead, with proof", word=word)


def _harsh_words(sentence: str, words: re.Pattern[str], denied: bool) -> Iterator[str]:
    """The words of a sentence that should not be said; where `denied` counts, not those that it says are absent."""
    for match in words.finditer(sentence):
        if not (denied and _NOT.search(sentence[: match.start()])):
            yield match[0]


def _head(name: str) -> tuple[str, ...]:
    """The words by which a name is known: as far as the first that is no everyday word, or all of them."""
    words = normal(name).split()
    head = next((n for n, word in enumerate(words, 1) if word not in _ORDINARY and len(word) > 2), len(words))
    return tuple(words[:head])


def _named(text: str, name: str) -> bool:
    """Whether folded text names an organisation by the words by which it is known."""
    head = _head(name)
    if not head or (len(head) == 1 and head[0] in _ORDINARY):
        return False
    pattern = r"[\W_]+".join(map(re.escape, head))
    # Where a script writes no spaces there is no edge to look for.
    return re.search(pattern if not pattern.isascii() else rf"(?<!\w){pattern}(?!\w)", text) is not None


def _pattern(words: str, grown: str) -> re.Pattern[str]:
    """Whole words of one list, or any of the other where there are no spaces."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|{grown}")


_ORDINARY = frozenset(ORDINARY.split())
_RIVAL = _pattern(RIVAL, RIVAL_ZH)
_HARSH = _pattern(HARSH, HARSH_ZH)
_ANY = _pattern(f"{HARSH}|{MILD}", f"{HARSH_ZH}|{MILD_ZH}")
_NOT = re.compile(rf"(?:(?<!\w)(?:{NOT})(?:\s+\w+){{0,2}}\s+|(?:{NOT_ZH}).{{0,2}})$")
