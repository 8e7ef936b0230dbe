"""The public holidays of a country, as the library `holidays` has them; loaded where a term counts in working days."""

from __future__ import annotations

from datetime import date
from functools import cache


@cache
def holidays_of(country: str, *years: int) -> frozenset[date]:
    """The holidays of some years in any part of a country (ISO 3166-1): an office that is closed in one of them need
    not answer. None where the country is not known."""
    import holidays  # 0.2 s, and most books never count in working days

    parts = holidays.list_supported_countries().get(country)
    if parts is None:
        return frozenset()
    days = set(holidays.country_holidays(country, years=years))
    if country in ANYWHERE:
        for part in parts:
            days |= set(holidays.country_holidays(country, subdiv=part, years=years))
    return frozenset(days)


ANYWHERE = ("GB",)  # a bank holiday in any part of the United Kingdom counts: FOI Act 2000, section 10(6)
