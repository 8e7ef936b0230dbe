"""A list in any encoding comes out as UTF-8, and what was guessed is said."""

from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import DATA, needs_data, take

from bidtracker.intake.open.encoding import as_utf8

GERMAN = "Lieferung von Geräten für die Universität „Süd“"
POLISH = "Dostawa sprzętu medycznego dla szpitala w Łodzi"
TURKISH = "Şehir hastanesi için tıbbi cihaz alımı"
CZECH = "Nákup přístrojů pro městskou nemocnici v Třebíči"
RUSSIAN = "Поставка медицинского оборудования для городской больницы"
CHINESE = "医疗设备采购项目 市人民医院 公开招标公告"
JAPANESE = "医療機器の購入に係る一般競争入札の公告 ポンプ"
GREEK = "Προμήθεια ιατρικού εξοπλισμού για το νοσοκομείο"
KOREAN = "의료장비 구매 입찰 공고 시립병원"
THAI = "จัดซื้อครุภัณฑ์การแพทย์สำหรับโรงพยาบาล"
UKRAINIAN = "Їдальні, що обслуговують заклади освіти міста"
LITHUANIAN = "Patalpų valymo paslaugos ir kelių priežiūra"
HEBREW = "אספקת ציוד רפואי לבית החולים העירוני"
TRADITIONAL = "醫療設備採購案公開招標公告 市立醫院"
ARABIC = "توريد معدات طبية لمستشفى المدينة"


@pytest.mark.parametrize("size", [1, 5, 1 << 18])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_is_read_whatever_its_width(encoding: str, size: int) -> None:
    text = json.dumps([{"title": f"{CHINESE} {POLISH} 🏥"}], ensure_ascii=False)
    data = text.encode(encoding)
    chunks, note = as_utf8(data[at : at + size] for at in range(0, len(data), size))
    assert b"".join(chunks).decode() == text
    assert (note is not None) == encoding.endswith(("le", "be")), "only a text without a mark is a guess"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp1252", GERMAN),
        ("iso-8859-1", "Adquisición de equipos médicos para la Región Ñuble"),
        ("cp1250", POLISH),
        ("cp1250", CZECH),
        ("iso-8859-2", POLISH),
        ("cp1254", TURKISH),
        ("cp1251", RUSSIAN),
        ("cp1253", GREEK),
        ("cp1256", ARABIC),
        ("gb18030", CHINESE),
        ("gbk", CHINESE),
        ("big5", TRADITIONAL),
        ("shift_jis", JAPANESE),
        ("euc_jp", JAPANESE),
        ("euc_kr", KOREAN),
        ("cp874", THAI),
        ("koi8-u", UKRAINIAN),
        ("iso8859_5", RUSSIAN),
        ("iso8859_7", GREEK),
        ("iso8859_9", TURKISH),
        ("iso8859_15", GERMAN.replace("„", "").replace("“", "")),
        ("cp1257", LITHUANIAN),
        ("iso8859_13", LITHUANIAN),
        ("cp1255", HEBREW),
    ],
)
def test_other_encodings_are_found_by_their_letters_and_named(encoding: str, title: str) -> None:
    rows = [{"title": title, "buyer": title, "reference": f"R{n}"} for n in range(8)]
    notices, problems = take(json.dumps(rows, ensure_ascii=False).encode(encoding))
    assert [n.title for n in notices] == [title] * 8
    assert len(problems) == 1
    assert not problems[0].refused
    assert "not UTF-8 and was read as" in str(problems[0].message)


def test_a_table_in_another_encoding_too() -> None:
    for encoding, title in (("gb18030", CHINESE), ("cp932", JAPANESE), ("cp1250", POLISH), ("utf-16", RUSSIAN)):
        text = "Reference;Title;Buyer\n" + "".join(f"R{n};{title};{title}\n" for n in range(5))
        notices, _ = take(text.encode(encoding))
        assert [n.title for n in notices] == [title] * 5, encoding


def test_japanese_of_seven_bits_is_not_taken_for_ascii() -> None:
    notices, problems = take(("title,buyer\n" + f"{JAPANESE},{JAPANESE}\n" * 3).encode("iso2022_jp"))
    assert [n.title for n in notices] == [JAPANESE] * 3
    assert "iso2022_jp" in str(problems[0].message)


@given(st.text(), st.integers(1, 9))
def test_utf8_passes_through_untouched(text: str, size: int) -> None:
    data = ("{" + text).encode("utf-8", "replace").replace(b"\0", b"")
    chunks, note = as_utf8(data[at : at + size] for at in range(0, len(data), size))
    assert b"".join(chunks) == data
    assert note is None


@given(st.binary(max_size=300))
def test_any_bytes_come_out_as_utf8_or_as_they_were(data: bytes) -> None:
    chunks, note = as_utf8([data])
    out = b"".join(chunks)
    if note is not None:
        out.decode("utf-8")
    elif not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        assert data.endswith(out)


@needs_data
def test_a_published_list_in_latin_1() -> None:
    file = DATA / "ocds_ocdskit" / "realdata" / "release-package_encoding-iso-8859-1.json"
    notices, problems = take(file)
    assert notices[0].title == "MANTENIMIENTO A MÁQUINA CORTADORA"
    assert [p.refused for p in problems] == [False]
