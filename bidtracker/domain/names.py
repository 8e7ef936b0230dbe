"""The key by which names of organisations match: what is left without case, accents, punctuation and legal form."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from bidtracker.domain.text import fold
from bidtracker.later import late_pattern

# Legal forms as they are written, without dots (letters that stand alone are drawn together first: "s. r. o." is
# "sro"). Only whole words count. A name that is nothing but its form keeps it.
_LAST = """
ltd|limited|plc|llc|llp|lp|inc|incorporated|corp|corporation|co ltd|co limited|company limited|co inc|co llc|pty ltd|pty
pty limited|pte ltd|pvt ltd|private limited|pvt limited|pte limited|public limited company|limited liability company
limited liability partnership|cic|community interest company|sdn bhd|bhd|tbk|pjsc|ojsc|cjsc|jsc|fze|fzco|wll
gmbh|ggmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|ug haftungsbeschränkt|eg|ev|ek|se|and co kg|and co kgaa|and co ohg|ges mbh|gesmbh
gesellschaft mbh|gesellschaft mit beschränkter haftung|aktiengesellschaft|genossenschaft|sàrl
sa|sas|sasu|sarl|eurl|snc|sca|scop|sprl|bvba|srl|asbl|scrl|société anonyme|société par actions simplifiée
société à responsabilité limitée|spa|srls|sapa|scarl|scpa|società per azioni|società a responsabilità limitata
società cooperativa|soc coop|soc cons arl|società consortile|sl|slu|sau|sll|sociedad limitada|sociedad anónima
sociedad de responsabilidad limitada|sa de cv|sab de cv|sapi de cv|s de rl de cv|sac|saa|eirl|sa esp
lda|ltda|limitada|unipessoal lda|unipessoal|eireli|epp|bv|nv|vof|cv|besloten vennootschap|naamloze vennootschap
ab|abp|oy|oyj|ab publ|asa|as|aps|ks|ans|da|ivs|ehf|hf|ohf|aktiebolag|osakeyhtiö|aktieselskab|anpartsselskab|aksjeselskap
sro|spol sro|spol s ro|vos|akciová společnost|společnost s ručením omezeným|spoločnosť s ručením obmedzeným
akciová spoločnosť
sp zoo|sp z oo|spzoo|sp k|sp j|spk|spj|spółka z ograniczoną odpowiedzialnością|spółka akcyjna|spółka komandytowa
spółka jawna|sp zoo sp k|kft|zrt|nyrt|rt|bt|kkt|korlátolt felelősségű társaság|zártkörűen működő részvénytársaság
doo|dd|ad|dooel|jdoo|doel|društvo s ograničenom odgovornošću|dioničko društvo|ооо|оод|еоод|ад|еад|доо|тов|sh pk|shpk
sha|sh a|uab|sia|ou|osaühing|aktsiaselts|ltd şti|ltd şirketi|limited şirketi|anonim şirketi|a ş|αε|επε|ικε|εε|οε|ае
ανώνυμη εταιρεία|בע מ|בעמ|ذمم|شذمم|شمم|شمع|شمك|مساهمة|المحدودة|المحدوده|kk
"""
_FIRST = """
the|ab|as|uab|sia|oü|pt|cv|sarl|eurl|ооо|оао|зао|пао|ао|нао|тоо|ип|тов|тзов|ат|пат|прат|ват|зат|пп|фоп|дп|одо|чуп|чп
общество с ограниченной ответственностью|акционерное общество|публичное акционерное общество
открытое акционерное общество|закрытое акционерное общество|індивідуальний підприємець|индивидуальный предприниматель
товариство з обмеженою відповідальністю|акціонерне товариство|публічне акціонерне товариство
приватне акціонерне товариство|приватне підприємство|фізична особа підприємець|شركة|مؤسسة
công ty tnhh|công ty cổ phần|công ty trách nhiệm hữu hạn|შპს|სს|ՍՊԸ
ntp|ntsh|nt sh|nsh|n sh|nsht|n sh t|npt|npsh|np sh|npn|nnp|nnt|dpt|dpz|sh pk|shpk
"""
# Scripts that write without spaces, where the form grows together with the name.
_GROWN_LAST = """
有限责任公司|有限責任公司|股份有限公司|股份公司|有限公司|株式会社|有限会社|合同会社|주식회사|유한회사
จำกัดมหาชน|จำกัด
"""
_GROWN_FIRST = "株式会社|有限会社|合同会社|주식회사|유한회사|บริษัท"

_APOSTROPHES = late_pattern("['’‘`´ʼʹ׳״]+")
_GAPS = late_pattern(r"[^\w]+")
# Compiled when first wanted, so that the screen opens sooner.
_LONE = r"(?<!\S)\w(?: \w)+(?!\S)"
_WIDE = "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
_WIDE_GAP = f"(?<={_WIDE}) (?={_WIDE})"


@lru_cache(65_536)
def normal(name: str) -> str:
    """The key of an organisation's name; names with one key are taken as the same. Never empty unless `name` is blank.

    normal("ACME S.p.A.") == normal("Acme, SpA") == "acme". normal(normal(x)) == normal(x).
    """
    key = _plain(name)
    while (bare := _without_form(key)) != key:
        key = bare if key.isascii() else _plain(bare)
    return key or " ".join(name.casefold().split())


def has_legal_form(name: str) -> bool:
    """Whether a name says what kind of firm it is of: "Alpha Ltd", "Beta GmbH"."""
    key = _plain(name)
    return _without_form(key) != key


def _plain(name: str) -> str:
    """Folded words with one space between; "&" is "and", letters that stand alone are drawn together."""
    folded = _APOSTROPHES.sub("", fold(name)).replace("&", " and ").replace("_", " ")
    folded = folded.replace("(株)", "株式会社").replace("(주)", "주식회사")
    gap = " " if folded.isascii() else _gap
    parts = _GAPS.sub(gap, folded).split()
    words = " ".join(parts)
    if not words.isascii():
        words = re.sub(_WIDE_GAP, "", words)
    elif 1 not in map(len, parts):
        return words
    return re.sub(_LONE, lambda row: row[0].replace(" ", ""), words)


def _gap(match: re.Match[str]) -> str:
    """Punctuation becomes a space; marks stay, since without its vowel signs an Indian or Thai name is another."""
    return "".join(char if unicodedata.category(char)[0] == "M" else " " for char in match[0])


def _without_form(key: str) -> str:
    """`key` less one legal form at its end or front, if something is left."""
    first, last, begins, ends, grown_first, grown_last = _forms()
    words = key.split(" ")
    at_front, at_end = words[0] in begins, words[-1] in ends
    for size in range(min(len(words) - 1, 6) if at_front or at_end else 0, 0, -1):
        if at_end and " ".join(words[-size:]) in last:
            rest = words[:-size]
            return " ".join(rest[:-1] if rest[-1] == "and" and len(rest) > 1 else rest)
        if at_front and " ".join(words[:size]) in first:
            return " ".join(words[size:])
    if not key.isascii():
        for form in grown_last:
            if key.endswith(form) and key != form:
                return key[: -len(form)].rstrip()
        for form in grown_first:
            if key.startswith(form) and key != form:
                return key[len(form) :].lstrip()
    return key


@cache
def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """The forms at the front of a name and at its end, the words that those begin and these end with, and the forms
    that grow together with a name."""

    def folded(forms: str) -> list[str]:
        return [_plain(form) for form in forms.strip().replace("\n", "|").split("|")]

    first, last = folded(_FIRST), folded(_LAST)
    return (
        frozenset(first),
        frozenset(last),
        frozenset([form.partition(" ")[0] for form in first]),
        frozenset([form.rpartition(" ")[2] for form in last]),
        tuple(folded(_GROWN_FIRST)),
        tuple(folded(_GROWN_LAST)),
    )
