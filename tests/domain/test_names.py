"""Names of one organisation have one key; different organisations keep different keys."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bidtracker.domain.names import normal


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ACME S.p.A.", "acme"),
        ("Acme, SpA", "acme"),
        ("  acme   s.p.a ", "acme"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Société du Nord SARL", "societe du nord"),
        ("Marks & Spencer P.L.C.", "marks and spencer"),
        ("Widgets (UK) Limited", "widgets uk"),
        ("Widgets Co., Ltd.", "widgets"),
        ("Widgets, Inc.", "widgets"),
        ("King’s College", "kings college"),
        ("Novák, spol. s r. o.", "novak"),
        ("Škoda a.s.", "skoda"),
        ("Budimex Sp. z o.o.", "budimex"),
        ("Magyar Út Kft.", "magyar ut"),
        ("Gradnja d.o.o.", "gradnja"),
        ("Ørsted A/S", "orsted"),
        ("Skanska AB", "skanska"),
        ("AB Volvo", "volvo"),
        ("Nokia Oyj", "nokia"),
        ("Philips B.V.", "philips"),
        ("Construções Lda.", "construcoes"),
        ("Obras, S.L.", "obras"),
        ("Grupo Sur S.A. de C.V.", "grupo sur"),
        ("ТОВ «Ромашка»", "ромашка"),
        ("ООО Ёлка", "елка"),
        ("Строй ЕООД", "строи"),
        ("华为技术有限公司", "华为技术"),
        ("中国 移动股份有限公司", "中国移动"),
        ("株式会社日立製作所", "日立製作所"),
        ("㈱日立製作所", "日立製作所"),
        ("日立製作所（株）", "日立製作所"),
        ("삼성전자 주식회사", "삼성전자"),
        ("شركة النور ذ.م.م", "النور"),
        ("The University of Leeds", "university of leeds"),
        ("N.T.P. “Dielli”", "dielli"),
        ("NTSH Dielli SH.P.K.", "dielli"),
        ("SH.P.K Dielli", "dielli"),
        ("Dielli Sh.a.", "dielli"),
        ("N.SH. Dielli", "dielli"),
        ("DPZ Dielli", "dielli"),
        ("NT Dielli", "nt dielli"),  # two letters may be anybody's
    ],
)
def test_normal(name: str, key: str) -> None:
    assert normal(name) == key


@pytest.mark.parametrize("name", ["GmbH", "Ltd.", "ООО", "有限公司", "...", "The", "A.S.", "& Co KG", "\u0301"])
def test_a_name_never_becomes_empty(name: str) -> None:
    assert normal(name)


@pytest.mark.parametrize(
    ("each", "other"),
    [
        ("华为集团有限公司", "华为技术有限公司"),
        ("हिन्दी", "हन्दा"),
        ("North Co", "North"),
        ("SAS Institute", "Institute"),
    ],
)
def test_different_names_keep_different_keys(each: str, other: str) -> None:
    assert normal(each) != normal(other)


NAME = "Acme|A|B|s.r.o.|GmbH|& Co.|KG|and|有限公司|甲|乙|(株)|The|ООО|z o.o.|sp|S.A.|'|ị|주식회사|จำกัด"
WORDS = st.sampled_from(NAME.split("|"))


@given(st.one_of(st.text(), st.lists(WORDS, max_size=8).map(" ".join), st.lists(WORDS, max_size=8).map("".join)))
@example("a 乙有限公司")
@example("주식회사0:0")
def test_normal_is_idempotent_and_never_empty(name: str) -> None:
    key = normal(name)
    assert normal(key) == key
    assert key or not name.strip()


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_case_and_spaces_do_not_count(words: list[str]) -> None:
    assert normal("  ".join(words).upper()) == normal(" ".join(words))
