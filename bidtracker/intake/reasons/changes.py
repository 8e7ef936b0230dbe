"""Why a contract was changed, out of the words a publisher wrote, in the languages that public records come in."""

from __future__ import annotations

from bidtracker.domain.text import fold
from bidtracker.intake.reasons.stems import stems

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
inflation|indexation|index-linked|indexed|price adjust|price review|price variation|price revision|cpi.|rpi.
price uplift
currency|exchange rate|vat.|tax.|taxes.|taxation|revision de precios|revision des prix|preisanpassung|preisgleit
revisione prezzi
reajuste|waloryzac|inflac|ціни|ціною|цінов|цены|ценов|курс валют|курсу валют|курса валют|валютн|податк|налог|物价|物價
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
novat|assignment of the contract|contract assigned|contract is assigned|contract was assigned|merger|merged
acquisition|acquired|renamed|change of name|name change|rebrand|succession
restructur|transfer of business|cesion|cession|fusion|umfirmier|rechtsnachfolg|verschmelz|cessione|fusione|sukcesj
sukcesor
przeksztalc|правонаступ|реорганіз|перейменув|правопреем|переименов|合并|合併|更名
"""


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


def _says(words_of: str, words: str) -> bool:
    return bool(words) and stems(words_of).search(fold(words)) is not None
