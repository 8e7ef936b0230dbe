"""Why a buyer should take ours: win themes, what they answer, and whether they can be said."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Theme
from bidtracker.pages.page import Remark, phrases
from bidtracker.radar.account.value import Pitch


def theme_lines(pitch: Pitch, holdings: Holdings) -> Iterator[Remark]:
    """A theme in its own words, what it answers, and what speaks against saying it so."""
    theme = pitch.theme
    sign = ("✗ ", "warn") if pitch.cautions else ("★ ", "accent") if theme.main else ("· ", "muted")
    yield Remark(
        signs=(sign,),
        words=((theme.text, "strong" if theme.main and not pitch.cautions else ""),),
        right=phrases(theme.lever, tone="muted"),
        target=ref("themes", theme.id),
    )
    yield from answer_lines(pitch, holdings, depth=1)
    yield from caution_lines(pitch, depth=1)


def answer_lines(pitch: Pitch, holdings: Holdings, depth: int = 0) -> Iterator[Remark]:
    """The demand and the promise of a rival that a theme answers."""
    theme = pitch.theme
    if theme.need:
        asked = pitch.demand.text if pitch.demand else holdings.name("needs", theme.need)
        words = say("they ask {id}: {what}", id=part_ref("needs", theme.need, theme.demand), what=asked)
        yield Remark(words=((words, "muted"),), target=ref("needs", theme.need), depth=depth)
    if theme.award:
        held = pitch.promise.text if pitch.promise else holdings.name("awards", theme.award)
        words = say("they promised {id}: {what}", id=part_ref("awards", theme.award, theme.promise), what=held)
        yield Remark(words=((words, "muted"),), target=ref("awards", theme.award), depth=depth)


def caution_lines(pitch: Pitch, depth: int = 0) -> Iterator[Remark]:
    """What speaks against saying a theme as it stands."""
    for caution in pitch.cautions:
        yield Remark(signs=(("! ", "warn"),), words=((caution, "warn"),), depth=depth)


def sayable_line(theme: Theme) -> Remark:
    """A theme that can be said as it stands, with its proof."""
    proof = (
        (say("; proof: {proof}", proof=theme.proof), "muted") if theme.proof else (say("; proof is missing"), "warn")
    )
    return Remark(words=((say("“{theme}”", theme=theme.text), "strong"), proof), target=ref("themes", theme.id))


def unsayable_line(pitch: Pitch) -> Remark:
    """A theme that is not to be said as it stands, without its words: a page may be read aloud."""
    theme_id = ref("themes", pitch.theme.id)
    words = say("do not say {id} as it stands: {why}", id=theme_id, why=pitch.cautions[0])
    return Remark(signs=(("✗ ", "warn"),), words=((words, ""),), target=theme_id)
