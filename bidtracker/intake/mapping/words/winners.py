"""Who won instead of us, where a register says it in the cell of the outcome: "Lost to Rival Ltd"."""

from __future__ import annotations

import re

from bidtracker.domain.names import has_legal_form
from bidtracker.intake.mapping.words.reasons import reason_of

# Beginnings after which the winner's name follows; whatever the case, with or without accents.
_WON_BY = re.compile(
    r"(?:we )?lost (?:it )?(?:to|against)|(?:contract )?awarded (?:direct(?:ly)? )?to|won by|winner(?: is)?"
    r"|given to|went to"
    r"|(?:der )?zuschlag (?:ging |erteilt )?an|(?:vergeben|erteilt|verloren) an|verloren gegen|gewinner(?: ist)?|sieger"
    r"|(?:march[ée] )?attribu[ée]e? (?:aux|au|à|a)|perdue? (?:contre|face à|au profit de)|remport[ée]e? par"
    r"|(?:attributaire|adjudicatario|vincitore|vencedor|zwyci[ęe]zca|v[ií]t[ěe]z|победитель|переможець)(?= ?:)"
    r"|adjudicad[oa] (?:al|ao|à|a)|(?:perdid[oa]|perdimos) (?:contra|ante|frente al?|para)|ganad[oa] por"
    r"|aggiudicat[oa] (?:alla|all|al|ad|a)|pers[oa] contro|vint[oa] da|gegund aan|verloren van|gewonnen door"
    r"|wygra[łl][ao]?|przegran[ae] z|zad[áa]no|vyhr[áa]la?|prohr[áa]no s|выиграл[аои]?|победил[аои]?"
    r"|виграв|виграла|переміг|перемогла|决标给|決標給|中标单位|中标人|得標廠商|落札者|(?:中标|中標|得標|落札)(?=\s?[:：])",
    re.IGNORECASE,
)
_BEFORE_ANOTHER = re.compile(rf"(?:{_WON_BY.pattern})|awarded(?= )|an(?= )|被", re.IGNORECASE)
_BEHIND = re.compile(r"(?:\s?[(（\[].*|\s[-–—]\s.*|[.;,!]\s*|中了|中标|中標|得標|落札)$")
_LOST_TO = re.compile(  # "Lost (2nd, to …", "落标，中标人：…"
    r"(?:we )?lost\b[^a-z]*(?:[1-9](?:st|nd|rd|th)\b[^a-z]*)?to\b"
    r"|[^\d\s,;，；]{2,12}\s*[,;，；]\s*(?:中标人|中标单位|得標廠商|得標商|落札者|winner|gewinner|zuschlag an"
    r"|attributaire|adjudicatario|aggiudicatario|winnaar|zwyci[ęe]zca|v[ií]t[ěe]z|победитель|переможець)(?=\s?[:：])",
    re.IGNORECASE,
)
_WHY = re.compile(r"\s(?:on|due to|because of|wegen|pour|por|per)\s(.+)", re.IGNORECASE)
_NAME = re.compile(
    r"\s*[:：]?\s*(?:(?:firma|firm|company|фирма|компания|компанія|sp[óo][łl]ka|ditta|soci[ée]t[ée]|empresa)\s)?"
    r"[\"'«„“]?(?P<name>[^\W\d_].*?)[\"'»“”]?\s*(?:[(（\[].*|\s[-–—]\s.*|[.;,]\s*)?",
)


# Whom a cell may mean there without a name: "awarded to a competitor".
_ANOTHER = re.compile(
    r"(?:(?:an?|the|our|some|un[ae]?|an|einen?|den|la|el|le|een|de|um|uma) )?(?:(?:other|another|different"
    r"|ander(?:e[nrm]?)?|autre|otr[oa]s?|altr[aio]|outr[oa]s?|in(?:ny|nemu|na)|jin(?:[yý]|[eé]mu)|друг(?:ому|ой|им)|інш(?:ому|ій))"
    r"(?: (?:bidder|supplier|company|firm|tenderer|provider|contractor|party|bieter|firma|unternehmen|anbieter"
    r"|entreprise|soci[eé]t[eé]|candidat|empresa|impresa|ditta|partij|inschrijver|firmie|wykonawcy|uchaze[cč]i"
    r"|участнику|компании|учаснику|компанії))?|else(?:where)?|someone else|somebody else|others"
    r"|competitors?|competition|rivals?|wettbewerb(?:er|ern)?|mitbewerber|konkurrent(?:en)?|konkurrenz|concurrents?"
    r"|concurrence|competidor(?:es)?|competencia|concorrent[ei]|concorrenza|konkurentowi|konkurenci[ei]?"
    r"|konkurentovi|конкурент(?:у|ам)?|对手|對手|他社|競合|别家|其他公司|其他廠商)",
    re.IGNORECASE,
)


def is_of_another(text: str) -> bool:
    """Whether a cell says that another has won, without a name.

    >>> is_of_another("Awarded to a competitor"), is_of_another("Awarded to Competitor Ltd")
    (True, False)
    """
    begin = _BEFORE_ANOTHER.match(text.strip())
    rest = text.strip()[begin.end() :] if begin else ""
    return _ANOTHER.fullmatch(_BEHIND.sub("", rest).strip()) is not None


def winner_in(text: str) -> str:
    """The one that a cell names as the winner, "" where it names none.

    >>> winner_in("Lost to Rival Ltd (price)"), winner_in("won by price")
    ('Rival Ltd', '')
    """
    begin = _WON_BY.match(text.strip()) or _LOST_TO.match(text.strip())
    if begin is None:
        return ""
    rest = text.strip()[begin.end() :]
    spaced = rest[:1] in (" ", ":", "：") or (begin[0][-1:] > "\u2e80" and rest)
    match = _NAME.fullmatch(rest) if spaced else None
    if match is None:
        return ""
    name: str = match["name"]
    if (why := _WHY.search(name)) and reason_of(why[1])[0]:
        name = name[: why.start()]
    if not re.search(r"[(（]", name):
        name = name.rstrip(")） ")  # of brackets that began before it
    return "" if name[0].islower() or (reason_of(name)[0] and not has_legal_form(name)) else name
