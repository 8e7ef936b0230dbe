"""Why a contract ended or changed, out of the words a publisher wrote: only a failure speaks against the supplier.

Stems of words in the languages that public records come in. Where words of two reasons stand together nothing is
concluded: what a person has to read must not be guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import TerminationReason

_FAILURE = """
breach|fail to|failed to|failure to|failure by the|failure of the supplier|failure of the contractor|supplier fail
contractor fail|poor performance|non-performance|nonperformance|non performance|underperform|unsatisfactory|for cause
for default|default of the|default by the|supplier default|contractor default|not delivered|non-delivery
insolven|misconduct|incumplimiento|manquement|inexecution|defaillance|faute du titulaire|torts du titulaire|aux torts
vertragsverletzung|pflichtverletzung|nichterfullung|schlechtleistung|mangelhafte|leistungsverzug|inadempi|descumprimento|inadimpl
incumprimento|inexecucao|nienalezyt|niewykonani|neplneni|poruseni smlouvy|porusenia zmluvy|wanprestatie|tekortkoming
невиконан|не виконан|неналежн|порушенн|прострочен|неисполнен|ненадлежащ|нарушени|违约|違約|债务不履行|債務不履行
"""
_NOT_FAILURE = """
no breach|without fault|no fault|not due to|not for cause|without cause|no failure|not a failure|sin incumplimiento
not in breach|not because of
"""
_BUYER = """
convenience|funding|funds|budget|appropriat|no longer required|no longer needed|no longer need|change of requirement
changed requirement|reorganis|reorganiz|in-house|insourc|public interest|policy change|interes publico|interet general
motif d'interet|presupuest|haushalt|finanzierung|fondos|financement|finanziament|bilancio|orcament
budzet|srodkow|rozpoct|фінансуван|бюджет|видатк|асигнуван|потреб|финансирован|ассигнован|预算|預算|资金|資金|予算
"""
_AGREED = """
mutual|by agreement|agreed between|consent of both|consensual|mutuo acuerdo|comun acuerdo|commun accord|amiable
einvernehm|aufhebungsvertrag|mutuo consenso|consensuale|comum acordo|za porozumieniem|dohodou|згодою|соглашению сторон
协商|合意解|協議により
"""
_FUNDING = """
funding|funds|budget|appropriat|presupuest|haushalt|finanzierung|fondos|financement|finanziament|bilancio|orcament
budzet|srodkow|rozpoct|фінансуван|бюджет|видатк|асигнуван|финансирован|ассигнован|预算|預算|资金|資金|予算
"""
_MORE = """
additional work|additional service|additional quantit|additional need|additional requirement|additional good|extra work
extra quantit|increased demand|increase in demand|further work|expanded scope|extended scope|increase in scope
obras adicionales|servicios adicionales|trabajos adicionales|travaux supplementaires|prestations supplementaires
zusatzliche leistung|zusatzleistung|mehrleistung|lavori aggiuntivi|servizi aggiuntivi|trabalhos complementares
meerwerk|dodatkow|viceprace|додатков|дополнительн|追加
"""
_PRICES = """
inflation|indexation|index-linked|indexed|price adjust|price review|price variation|price revision|cpi|rpi|uplift
currency|exchange rate|vat|tax|revision de precios|revision des prix|preisanpassung|preisgleit|revisione prezzi
reajuste|waloryzac|inflac|ціни|ціною|цінов|цены|ценов|курс|податк|налог|物价|物價
"""
_OPTION = """
option|optional extension|extension option|contractual extension|in accordance with the contract
as provided for in the contract|prorroga prevista|reconduction|verlangerungsoption|proroga prevista|opcj
опціон|опцион|选择权|選擇權
"""
_NO_OPTION = """
no option|no further option|no remaining option|no contractual option|without option|without an option|options exhausted
not provided for|not foreseen|outside the
"""
_SUCCESSION = """
novat|assignment|assigned to|merger|merged|acquisition|acquired|renamed|change of name|name change|rebrand|succession
restructur|transfer of business|cesion|cession|fusion|umfirmier|rechtsnachfolg|verschmelz|cessione|fusione|sukces
przeksztalc|правонаступ|реорганіз|перейменув|правопреем|переименов|合并|合併|更名
"""


def termination_reason(words: str) -> TerminationReason | None:
    """Why a contract ended early, or None where the words do not say, or say more than one thing."""
    if not words:
        return None
    folded = fold(words)
    failure = bool(_stems(_FAILURE).search(folded)) and not _stems(_NOT_FAILURE).search(folded)
    reasons = [
        reason
        for reason, holds in (
            (TerminationReason.FAILURE, failure),
            (TerminationReason.BUYER, bool(_stems(_BUYER).search(folded))),
            (TerminationReason.AGREED, bool(_stems(_AGREED).search(folded))),
        )
        if holds
    ]
    return reasons[0] if len(reasons) == 1 else None


def is_funding(words: str) -> bool:
    """Whether the buyer's own money is why."""
    return _says(_FUNDING, words)


def is_more(words: str) -> bool:
    """Whether the buyer wanted more of the same supplier."""
    return _says(_MORE, words) and not _says(_PRICES, words)


def is_option(words: str) -> bool:
    """Whether it is an extension that the contract provided for."""
    return _says(_OPTION, words) and not _says(_NO_OPTION, words)


def is_succession(words: str) -> bool:
    """Whether a supplier is the former one under another name or owner."""
    return _says(_SUCCESSION, words)


def _says(stems: str, words: str) -> bool:
    return bool(words) and _stems(stems).search(fold(words)) is not None


@lru_cache(16)
def _stems(stems: str) -> re.Pattern[str]:
    """Any of the stems, at the beginning of a word where the script has words."""
    alternatives = [re.escape(fold(stem.strip())) for stem in stems.strip().replace("\n", "|").split("|")]
    spaced = [stem for stem in alternatives if stem[0] < "\u3040"]
    grown = [stem for stem in alternatives if stem[0] >= "\u3040"]
    return re.compile("|".join([rf"\b(?:{'|'.join(spaced)})", *grown]))
