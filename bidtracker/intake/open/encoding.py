"""The encoding of a list, found from its first bytes; whatever it is, what comes out is UTF-8.

UTF-8 is the rule and passes through untouched. UTF-16 and UTF-32 show in their byte order mark or in their zero
bytes. For anything else charset-normalizer guesses from the words that are not ASCII, and the guess is reported.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from bidtracker.domain.message import Message, say

SAMPLE = 1 << 18
MARKS = (  # longest first: the mark of UTF-32-LE begins with that of UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ZEROS: dict[
    tuple[int, ...], str
] = {  # which of the first four bytes are zero when a text begins with two ASCII characters
    (0, 1, 0, 1): "utf-16-le",
    (1, 0, 1, 0): "utf-16-be",
    (0, 1, 1, 1): "utf-32-le",
    (1, 1, 1, 0): "utf-32-be",
    (0, 1): "utf-16-le",
    (1, 0): "utf-16-be",
}
GUESSED = {  # what charset-normalizer answers, and the superset that is really written
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
# Western code pages differ in a few letters only, and a guess by byte statistics mixes them up. The letters beyond
# ASCII of each language tell them apart: the page under which all of a text's letters are one language's, wins.
LATIN = (
    (
        "cp1252",
        [
            "àâæçéèêëîïôœùûüÿ",
            "áéíñóúüªº",
            "áâãàçéêíóôõúüªº",
            "äöüß",
            "àèéìîòù",
            "åäöæøéëïóü",
            "àçèéíïòóúü",
            "áðéíóúýþæö",
        ],
    ),
    ("cp1250", ["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"]),
    ("iso8859_2", ["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž"]),
    ("cp1254", ["çğıöşüâîûi̇"]),
    ("cp1257", ["ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"]),
)
SHIFTS = (b"\x1b$B", b"\x1b$@")  # from ASCII to Japanese
_THAI_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_THAI_SYLLABLE = re.compile("[\u0e01-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{1,3}")
LATIN_FITS = 0.97  # of all letters; a name in another language may stand among them
_FOREIGN = re.compile(rb"[\x00-\x7f]{0,60}(?:[\x80-\xff]+[\x00-\x7f]{0,60})+")
_IGNORED = str.maketrans("", "", "–—‘’‚“”„«»…•·°§€©®²\xa0¡¿ºª")


_CONTROLS = bytes(byte for byte in range(32) if byte not in (9, 10, 11, 12, 13, 27))


def as_utf8(chunks: Iterable[bytes]) -> tuple[Iterator[bytes], Message | None]:
    """The same text as a stream of UTF-8 without a mark, and what it was read as where it did not say so itself."""
    stream = iter(chunks)
    sample = b""
    for chunk in stream:
        sample += chunk
        if len(sample) >= SAMPLE:
            break
    encoding, length, note = _find(sample)
    rest = chain((sample[length:],), stream)
    if encoding == "utf-8":
        return rest, note
    return _transcode(rest, encoding), note


def _find(sample: bytes) -> tuple[str, int, Message | None]:
    """The encoding, the length of its mark, and what is to be said about it."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding, len(mark), None
    zeros = tuple(int(byte == 0) for byte in sample[:4])
    if encoding := ZEROS.get(zeros, ""):
        return encoding, 0, say("the text does not name its encoding and was read as {encoding}", encoding=encoding)
    if any(shift in sample for shift in SHIFTS):  # ASCII to look at, and so UTF-8 as well
        return "iso2022_jp", 0, say("the text was read as {encoding}", encoding="iso2022_jp")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        encoding = _guess(sample, error.start)
        return encoding, 0, say("the text is not UTF-8 and was read as {encoding}", encoding=encoding)
    return "utf-8", 0, None


def _guess(sample: bytes, start: int) -> str:
    """The likeliest encoding of text that is not UTF-8."""
    words = b"\n".join(_FOREIGN.findall(sample, max(0, start - 60))[:400])
    fit, page = max(((_fit(words, page, languages), page) for page, languages in LATIN), key=lambda guess: guess[0])
    if fit >= LATIN_FITS:
        return page
    if _is_thai(words):
        return "cp874"
    from charset_normalizer import from_bytes  # 30 ms, and most lists never need it

    best = from_bytes(words, cp_exclusion=["utf_7", "utf_16", "utf_32", "cp037", "cp500", "cp1026", "cp1140"]).best()
    if best is None or best.encoding.startswith(("latin", "ascii", "cp1252", "cp1250", "cp1254", "cp1257", "cp1258")):
        return page if fit > 0.5 else "cp1252"
    return GUESSED.get(best.encoding, best.encoding)


def _fit(words: bytes, page: str, languages: list[str]) -> float:
    """The share of the letters beyond ASCII that the best fitting of the languages has."""
    foreign = [c for c in words.decode(page, "replace").lower().translate(_IGNORED) if not c.isascii()]
    return max(sum(c in letters for c in foreign) for letters in languages) / len(foreign) if foreign else 0.0


def _is_thai(words: bytes) -> bool:
    """Whether every vowel sign and tone mark stands on a consonant, which the bytes of no other page come to."""
    text = words.decode("cp874", "replace")
    marks = len(_THAI_MARK.findall(text))
    placed = sum(len(syllable) - 1 for syllable in _THAI_SYLLABLE.findall(text))
    letters = sum(not char.isascii() for char in text)
    return marks * 8 > letters and placed >= 0.98 * marks and "\N{REPLACEMENT CHARACTER}" not in text


def _transcode(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def is_text(sample: bytes) -> bool:
    """Whether the first bytes, taken as UTF-8, may be text: hardly any control characters, or in few lines only."""
    begin = sample[:4096]
    if len(begin.translate(None, _CONTROLS)) * 50 >= len(begin) * 49:
        return True
    lines = begin.split(b"\n")
    return 2 * sum(len(line) == len(line.translate(None, _CONTROLS)) for line in lines) >= len(lines) > 2
