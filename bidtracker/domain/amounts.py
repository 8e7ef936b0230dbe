"""Amounts as people type them and as lists publish them. What could be two amounts is refused, never guessed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import cache

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.han_numerals import in_digits
from bidtracker.domain.message import listed
from bidtracker.domain.money import Money
from bidtracker.domain.text import fold
from bidtracker.later import late_pattern

# ISO 4217, the codes in use, and those that older contracts name (HRK, BGN, BYR, LTL, and the like).
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZM AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD CAD CDF
CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CYP CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHC GHS GIP
GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MXV MYR MZM MZN NAD NGN NIO NOK NPR NZD OMR
PAB PEN PGK PHP PKR PLN PYG QAR ROL RON RSD RUB RWF SAR SBD SCR SDD SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP STD STN
SVC SYP SZL THB TJS TMM TMT TND TOP TRL TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XCD
XCG XDR XOF XPF XSU XUA YER ZAR ZMK ZMW ZWD ZWG ZWL
"""
CURRENCIES = frozenset(_CODES.split())
# How people write them; of several codes the field's own decides.
_SIGNS: dict[str, tuple[str, ...]] = {
    **{sign: (code,) for sign, code in (pair.split() for pair in """
        € EUR|euro EUR|euros EUR|£ GBP|₹ INR|us$ USD|a$ AUD|c$ CAD|ca$ CAD|nz$ NZD|s$ SGD|hk$ HKD|nt$ TWD|r$ BRL
        人民币 CNY|人民幣 CNY|rmb CNY|円 JPY|日元 JPY|日圓 JPY|新台幣 TWD|新臺幣 TWD|台幣 TWD|臺幣 TWD
        港币 HKD|港幣 HKD|港元 HKD|英镑 GBP|英鎊 GBP|美元 USD|欧元 EUR|歐元 EUR|₩ KRW|원 KRW|₴ UAH|грн UAH|₽ RUB
        руб RUB|zł PLN|zl PLN|kč CZK|kc CZK|ft HUF|lei RON|лв BGN|fr CHF|₺ TRY|tl TRY|₪ ILS|₫ VND|฿ THB|₦ NGN|₱ PHP
        ₸ KZT|₾ GEL|₼ AZN|rp IDR|rm MYR|au$ AUD|mx$ MXN|s/ PEN|тг KZT|тенге KZT|บาท THB|₵ GHS|ksh KES
        sfr CHF|euroa EUR|forint HUF|korun CZK|złotych PLN|рублей RUB|рубля RUB|гривень UAH|гривні UAH|лева BGN
        """.strip().replace("\n", "|").split("|"))},
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"),
    "元": ("CNY", "TWD", "HKD"),
    "¥": ("CNY", "JPY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "rs": ("INR", "PKR", "LKR", "NPR"),
}  # fmt: skip
_USUAL = {"$": "USD", "元": "CNY"}  # where the field has no currency of its own; the other shared signs are refused
_TIMES_WORDS = (
    (1_000, """k thousand tsd tausend тыс тис тысяч тисяч tys tysięcy tis tisíc bin tusen tusind tuhatta miles mila
        milliers mille duizend 千"""),
    (10_000, "万 萬"),
    (100_000, "lakh lakhs lac lacs"),
    (1_000_000, """m mn mm mi mio mln mill million millions millionen millones millón milhões milhão milioni milione
        miljoen milion milionů milionu milionów miliony млн миллионов мільйонів milj miljoner millioner miljoonaa milyon
        百万 百萬"""),
    (10_000_000, "crore crores cr"),
    (100_000_000, "亿 億"),
    (1_000_000_000, """b bn mrd mld billion billions milliarden milliard milliards miliardi miliardo miljard
        miliard miliardów bilhões млрд"""),
)  # fmt: skip
# "mil" is a thousand in Spanish and Portuguese, and short for a million in Czech and Romanian.
_MIL = r"mil(?:(\.)|(?!\w))"
_TIMES_OF_MIL = {
    **dict.fromkeys(("BRL", "MXN", "CLP", "COP", "ARS", "PEN", "UYU", "BOB", "CRC", "AOA", "MZN"), 1_000),
    **dict.fromkeys(("CZK", "RON", "BGN", "SEK", "NOK", "DKK", "MDL"), 1_000_000),
}
_LONGEST = 60
_WORD = r"(?:[^\d.,+\-−]|(?<=[^\W\d])\.)*"  # a dot only as in "Rs.": ".5" must not be read as 5
# Compiled when first wanted, so that the screen opens sooner.
_PARTS = rf"(?P<before>{_WORD})(?P<sign>[-−+]?)(?P<middle>{_WORD})(?P<number>\d(?:[\d.,' ]*\d)?)(?P<after>\D*)"
_SPACED = r"\d{1,3}(?:[ ']\d{3})+(?=[.,]\d+$|$)"
_GROUPED = r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*|[1-9]\d?(?:,\d{2})*,\d{3}"  # the last: 12,34,567 in India
_BARE = late_pattern(r"-?\d{1,30}(?:\.\d{1,12})?(?:e[+-]?\d{1,2})?", re.ASCII)
_DOUBTFUL = late_pattern(r"[1-9]\d{0,2}[.,]\d{3}")


def read_currency(text: str) -> str:
    """The ISO 4217 code that `text` is, in any case. Raises Unreadable, with the nearest code."""
    code = text.strip().upper()
    if code in CURRENCIES:
        return code
    near = difflib.get_close_matches(code[:8], sorted(CURRENCIES), 1, 0.6)
    if near:
        raise Unreadable("{text} is not a currency; did you mean {near}?", text=repr(text), near=near[0])
    raise Unreadable("{text} is not a currency; write an ISO 4217 code like EUR, GBP or CNY", text=repr(text))


def read_money(text: str, currency: str = "") -> Money:
    """What a person types: "118000", "1.2m eur", "€1,200.50", "1 200,50 EUR", "120k gbp", "118万元".

    `currency` is the field's own, for an amount without one and for signs that several share ("$", "kr", "¥");
    where there is none, "$" is USD. Raises Unreadable.
    """
    plain = in_digits(_plain(text))
    parts = re.fullmatch(_PARTS, plain) if len(plain) <= _LONGEST else None
    if not parts:
        raise _no_amount(text)
    times, after = _multiplier(parts["after"].strip(" ."))
    mil = re.match(_MIL, after)
    after = after[mil.end() :] if mil else after
    signs = [sign for part in (parts["before"], parts["middle"], after) if (sign := part.strip(" ."))]
    code = _currency(signs, currency, text)
    if mil:
        spelled = after.strip(" .") in ("euro", "euros")  # as only those write it to whom "mil" is a word
        times = 1_000_000 if mil[1] else 1_000 if spelled else _TIMES_OF_MIL.get(code, 0)
        if not times:
            raise Unreadable("{text} could be thousands or millions; write the amount out", text=repr(text))
    amount = _number(parts["number"], text, times)
    return Money(-amount if parts["sign"] in ("-", "−") else amount, code)


def read_amount(value: int | float | str | Decimal) -> Decimal:
    """An amount without currency, as lists publish it: 7500.5, "7,500.00", "5 390 000,00". Raises Unreadable."""
    if isinstance(value, str):
        plain = _plain(value)
        if _BARE.fullmatch(plain) and not _DOUBTFUL.fullmatch(plain, plain.startswith("-")):
            return Decimal(plain)
        parts = re.fullmatch(_PARTS, plain) if len(plain) <= _LONGEST else None
        if not parts or parts["before"].strip() or parts["middle"].strip() or parts["after"].strip():
            raise _no_amount(value)
        amount = _number(parts["number"], value)
        return -amount if parts["sign"] in ("-", "−") else amount
    amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if isinstance(value, bool) or not amount.is_finite():
        raise _no_amount(str(value))
    return amount


def has_multiplier(text: str) -> bool:
    """Whether a number is written with a word for thousands or more: "1.2m eur", "500 tys. zł", "3億円"."""
    plain = _plain(text)
    if in_digits(plain) != plain:
        return True
    parts = re.fullmatch(_PARTS, plain) if len(plain) <= _LONGEST else None
    after = parts["after"].strip(" .") if parts else ""
    return re.match(_MIL, after) is not None or _multiplier(after)[0] > 1


def read_percent(value: str | float) -> float:
    """A share from 0 to 1: "10%", "10 %", "0.1", 0.1; "10" and "1" are doubtful and refused. Raises Unreadable."""
    if isinstance(value, str):
        plain = _plain(value).replace(",", ".")
        number = plain.removesuffix("%").strip()
        try:
            share = float(Decimal(number)) / (100 if plain.endswith("%") else 1)
        except InvalidOperation:
            raise Unreadable("{text} is not a share; write it like 10% or 0.1", text=repr(value)) from None
        doubtful = plain == "1"
    else:
        share, doubtful = float(value), isinstance(value, bool)
    if doubtful or not 0 <= share <= 1:
        raise Unreadable("{text} is not a share from 0% to 100%; write it like 10% or 0.1", text=repr(value))
    return share


def _plain(text: str) -> str:
    """One case, width and kind of space; ASCII digits and separators."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())
    if plain.isascii():
        return plain
    ascii_digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)
    return "".join(ascii_digits).replace("٫", ".").replace("٬", ",")


def _no_amount(text: str) -> Unreadable:
    return Unreadable("{text} is not an amount; write it like 118000, 1.2m EUR or 7,500.00 GBP", text=repr(text))


def _multiplier(after: str) -> tuple[int, str]:
    """What a number is multiplied by, and what stands after it: "m eur", "meur" and "万元" as well as "m"."""
    for word, times in _times().get(after[:1], ()):
        rest = after.removeprefix(word)
        if rest != after and (not rest or rest[0] in " ." or _codes(rest)):
            return times, rest
    if after[:1] == "t" and _codes(after[1:]):  # T€, TEUR
        return 1_000, after[1:]
    return 1, after


@cache
def _times() -> dict[str, list[tuple[str, int]]]:
    """What words multiply by, under their first letter; the longest first, since one may begin another."""
    spelled = {word: times for times, words in _TIMES_WORDS for each in words.split() for word in (each, fold(each))}
    times: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(spelled, key=len, reverse=True):
        times.setdefault(word[0], []).append((word, spelled[word]))
    return times


def _codes(sign: str) -> tuple[str, ...]:
    """The currencies that a sign or code may stand for."""
    code = sign.removesuffix("$").upper()  # CAD$
    return _SIGNS.get(sign) or ((code,) if code in CURRENCIES else ())


def _currency(signs: list[str], own: str, text: str) -> str:
    """The one currency that all signs agree on; the field's own decides between those that share a sign."""
    if not signs:
        return own
    options = [_codes(sign) or (read_currency(sign),) for sign in signs]
    common = [code for code in options[0] if all(code in codes for codes in options)]
    if not common:
        raise Unreadable("{text} names two currencies; write one, like 1200 EUR", text=repr(text))
    if own in common:
        return own
    if len(common) == 1:
        return common[0]
    if signs[0] in _USUAL:
        return _USUAL[signs[0]]
    raise Unreadable("{text} could be {codes}; write the code", text=repr(text), codes=listed(common))


def _number(written: str, text: str, times: int = 1) -> Decimal:
    """Digits with the separators of any country, times a multiplier: 1.234 and 1.234k are doubtful, 1.234m is not."""
    scaled = times > 1
    if " " in written or "'" in written:
        groups = re.match(_SPACED, written)
        if not groups:
            raise _no_amount(text)
        whole = groups[0].replace(" ", "").replace("'", "")
        return Decimal(whole + written[groups.end() :].replace(",", ".")) * times
    doubtful = _DOUBTFUL.fullmatch(written)
    if doubtful and (times == 1_000 or scaled == ("," in written)):  # TEUR
        whole, part = re.split("[.,]", written)
        raise Unreadable(
            "{text} could be {grouped} or {decimal}; write one of these",
            text=repr(text),
            grouped=_digits(Decimal(whole + part) * times),
            decimal=_digits(Decimal(f"{whole}.{part}") * times),
        )
    if re.fullmatch(_GROUPED, written) and not (doubtful and scaled):
        return Decimal(written.replace(",", "").replace(".", "")) * times
    mark = max(written.rfind(","), written.rfind("."))
    whole, part = (written[:mark], written[mark:]) if mark >= 0 else (written, "")
    if not whole.isdigit() and not (re.fullmatch(_GROUPED, whole) and part[0] not in whole):
        raise _no_amount(text)
    return Decimal(whole.replace(",", "").replace(".", "") + part.replace(",", ".")) * times


def _digits(amount: Decimal) -> str:
    """An amount so written that it can be read in one way only."""
    written = f"{amount.normalize():f}"
    return written + "0" if _DOUBTFUL.fullmatch(written) else written
