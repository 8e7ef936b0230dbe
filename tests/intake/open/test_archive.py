"""Folders, archives and packed files: every list in them, and nothing that a bomb or a broken file could do."""

from __future__ import annotations

import bz2
import io
import lzma
import zipfile
from collections.abc import Callable
from importlib import import_module, util
from pathlib import Path

import pytest
from reads import as_bytes, packed, take

from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.open import unpack
from bidtracker.intake.reading import Reading, read, readings

ONE = as_bytes([{"title": "Beds", "buyer": "City"}])
TWO = b"title,buyer\nCots,Town\n"


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def titles(origin: Path | io.BytesIO) -> tuple[list[tuple[str, str]], list[Problem]]:
    """(list, title) of everything in a container, and what was wrong."""
    result, problems = [], []
    for reading in readings(origin):
        for item in reading if isinstance(reading, Reading) else [reading]:
            if isinstance(item, Notice) and isinstance(reading, Reading):
                result.append((reading.name, item.title))
            elif isinstance(item, Problem):
                problems.append(item)
    return result, problems


def zstd(data: bytes) -> bytes:
    name = "compression.zstd" if util.find_spec("compression") else "backports.zstd"
    made: bytes = import_module(name).compress(data)
    return made


@pytest.mark.parametrize("pack", [packed, lzma.compress, bz2.compress, zstd], ids=["gz", "xz", "bz2", "zst"])
def test_packed_lists_are_unpacked_whatever_their_name(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    expected = take(ONE)
    assert take(pack(ONE)) == expected
    assert take(pack(ONE[:9]) + pack(ONE[9:])) == expected, "two streams after each other are one"
    many = b"[" + b",".join([b'{"title": "Beds", "buyer": "City", "reference": "%d"}' % n for n in range(9000)]) + b"]"
    try:
        problem = take(pack(many)[:-30])[1][0]
    except BidtrackerError as error:  # of a .bz2 nothing comes out before a whole block is there
        assert "cut off" in str(error)
    else:
        assert problem.refused
        assert "cut off" in str(problem.message)
    with pytest.raises(BidtrackerError, match=r"damaged|cut off|empty"):
        take(pack(ONE)[:12] + b"\xff" * 40)


@pytest.mark.parametrize("pack", [packed, lzma.compress, bz2.compress, zstd], ids=["gz", "xz", "bz2", "zst"])
def test_a_bomb_of_any_kind_is_not_unpacked(pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "BOMB_SIZE", 1 << 20)
    notices, problems = take(pack(ONE[:-1] + b"," + b" " * (8 << 20) + b"{}]"))
    assert len(notices) == 1
    assert "300 times its size" in str(problems[-1].message)


def test_without_its_library_a_zst_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zstd(ONE)

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(unpack, "import_module", missing)
    with pytest.raises(BidtrackerError, match=r"pip install 'bidtracker\[zst\]'"):
        take(data)


def test_every_list_in_a_zip_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "lists.zip"
    path.write_bytes(
        zipped(
            {"b.csv": TWO, "a/one.json": ONE, "readme.md": b"hello", "__MACOSX/x.json": b"x", "c.json.gz": packed(ONE)}
        )
    )
    result, problems = titles(path)
    assert result == [("lists.zip/a/one.json", "Beds"), ("lists.zip/b.csv", "Cots"), ("lists.zip/c.json.gz", "Beds")]
    assert not problems
    assert titles(io.BytesIO(path.read_bytes()))[0][0][1] == "Beds"


def test_a_zip_of_one_list_is_that_list_and_of_several_is_asked_about(tmp_path: Path) -> None:
    assert [n.title for n in read(io.BytesIO(zipped({"a.json": ONE}))) if isinstance(n, Notice)] == ["Beds"]
    path = tmp_path / "two.zip"
    path.write_bytes(zipped({"a.json": ONE, "b.csv": TWO}))
    with pytest.raises(BidtrackerError, match="several lists"):
        read(path)


def test_what_is_no_list_in_a_container_is_told_and_the_others_come_in(tmp_path: Path) -> None:
    result, problems = titles(io.BytesIO(zipped({"a.json": ONE, "b.json": b"{", "c.csv": b"x", "d.txt": b"hello"})))
    assert [title for _, title in result] == ["Beds"]
    assert [p.refused for p in problems] == [True] * 3
    with pytest.raises(BidtrackerError):
        titles(io.BytesIO(zipped({"b.json": b"{"})))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (zipped({"readme.md": b"x"}), "holds no list"),
        (zipped({"[Content_Types].xml": b"x", "a.json": ONE}), "damaged, or no workbook"),
        (b"PK\x03\x04" + b"x" * 50, "damaged zip"),
    ],
)
def test_a_zip_that_is_none_of_ours(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    for origin in (path, io.BytesIO(content)):
        with pytest.raises(BidtrackerError, match=why):
            titles(origin)


def test_a_bomb_in_a_zip_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "BOMB_SIZE", 1 << 20)
    bomb = zipped({"a.json": ONE[:-1] + b"," + b" " * (8 << 20) + b"{}]"})
    result, problems = titles(io.BytesIO(bomb))
    assert len(result) == 1
    assert "300 times its size" in str(problems[-1].message)


def test_a_damaged_member_ends_where_it_breaks() -> None:
    whole = bytearray(zipped({"a.json": ONE}))
    whole[40:44] = b"\xff\xff\xff\xff"
    with pytest.raises(BidtrackerError, match="damaged"):
        titles(io.BytesIO(bytes(whole)))


def test_a_folder_is_read_with_the_folders_in_it_by_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.json").write_bytes(ONE)
    (tmp_path / "b" / "two.csv").write_bytes(TWO)
    (tmp_path / "a.json").write_bytes(ONE)
    (tmp_path / "note.md").write_bytes(b"hello")
    (tmp_path / "z.zip").write_bytes(zipped({"in.json": ONE}))
    result, problems = titles(tmp_path)
    assert result == [("a.json", "Beds"), ("b/two.csv", "Cots"), ("z.zip/in.json", "Beds")]
    assert not problems
    (tmp_path / "empty").mkdir()
    with pytest.raises(BidtrackerError, match="is no list"):
        titles(tmp_path / "empty")
