"""Lines of a table that are not written in the encoding of the others."""

from __future__ import annotations

from reads import take

from bidtracker.intake.open.table import CsvRow, Table


def read(*chunks: bytes) -> tuple[list[CsvRow], bool]:
    table = Table(chunks)
    rows = [row for row in table.rows() if isinstance(row, dict)]
    return rows, table.mixed


def test_a_line_that_is_not_utf_8_is_read_by_itself() -> None:
    rows, mixed = read("title,buyer\r\nGröße,Stadt\r\n".encode(), b"Pump \x96 last,City\r\n", "Müll,Stadt".encode())
    assert [row["title"] for row in rows] == ["Größe", "Pump \u2013 last", "Müll"]
    assert mixed


def test_a_damaged_line_of_utf_8_is_no_other_encodings() -> None:
    rows, mixed = read("title,buyer\nGröße".encode() + b"\xff,Stadt\n")
    assert rows[0]["title"] == "Größe\N{REPLACEMENT CHARACTER}"
    assert not mixed


def test_chunks_may_end_anywhere() -> None:
    text = 'title,buyer\r\n"Größe\r\nüber zwei",Stadt\r\n\r\nMüll,Stadt'.encode()
    whole = read(text)
    assert [row["title"] for row in whole[0]] == ["Größe\nüber zwei", "Müll"]
    assert not whole[1]
    for size in (1, 2, 3, 7):
        assert read(*(text[at : at + size] for at in range(0, len(text), size))) == whole


def test_a_line_in_another_encoding_is_told_of_once() -> None:
    """What shows only behind the bytes that a list's encoding is found from."""
    plain = b"".join(b"Beds %d,City,%s\n" % (n, b"x" * 100) for n in range(4_000))
    notices, problems = take(b"title,buyer,notes\n" + plain + b"Pump \x96 last,City,\nPump \x96 more,City,\n")
    assert notices[-1].title == "Pump \u2013 more"
    assert ["were read as cp1252" in str(problem.message) for problem in problems] == [True]
