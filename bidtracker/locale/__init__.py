"""The person's language: English is the source, the others are gettext catalogues beside this file.

`python tests/locale/test_catalogues.py` gathers the sentences, merges them into the catalogues and compiles these with
Babel; to be run whenever an English one has changed, and again when it is translated. Each catalogue begins with its
words: one word of the trade has one translation.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import BETWEEN, Message
from bidtracker.domain.vocabulary import Word

if TYPE_CHECKING:
    import gettext

LANGUAGES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}
DOMAIN = "bidtracker"
FOLDER = Path(__file__).parent


class Speech:
    """The language that this process speaks."""

    code = "en"
    catalogue: gettext.NullTranslations | None = None  # None: English


_speech = Speech()


def set_language(code: str | None = None) -> None:
    """Speaks `code` ("zh_CN", "zh-tw", "English") from now on; None is what the environment asks for.

    Raises Unreadable where there is no such catalogue.
    """
    _speech.code = _asked_for() if code is None else read_language(code)
    _speech.catalogue = None
    if _speech.code != "en":
        import gettext  # English does without

        _speech.catalogue = gettext.translation(DOMAIN, FOLDER, [_speech.code])


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speaks another language inside; None changes nothing."""
    before = _speech.code, _speech.catalogue
    if code is not None:
        set_language(code)
    try:
        yield
    finally:
        _speech.code, _speech.catalogue = before


def language() -> str:
    """The code of the language spoken now."""
    return _speech.code


def tr(sentence: Message | str) -> str:
    """What is said, in the person's language: a Message filled in, a vocabulary word's label, or our own text.

    Only for what the program says. What a record says goes through `shown`.
    """
    catalogue = _speech.catalogue
    if isinstance(sentence, Message):
        return _filled(sentence, catalogue)
    text = sentence.label if isinstance(sentence, Word) else sentence
    return catalogue.gettext(text) if catalogue and text else text


def shown(value: Message | str) -> str:
    """What a field shows of a record: words and messages in the person's language, text as it stands."""
    return tr(value) if isinstance(value, (Message, Word)) else value


def listed(words: Iterable[Message | str], between: str = BETWEEN) -> str:
    """Words one after the other, or CLAUSES, as the person's language has it; nothing of those that are empty. What a
    person types back keeps the sign that it is read by."""
    return tr(between).join(filter(None, map(shown, words)))


def read_language(text: str) -> str:
    """The code of a language by its code or name in any spelling. Raises Unreadable."""
    plain = text.strip()
    for code, name in LANGUAGES.items():
        if plain.casefold().replace("-", "_") in (code.casefold(), name.casefold()):
            return code
    if nearest := _nearest(plain):
        return nearest
    raise Unreadable("there is no {text} here; languages are {languages}", text=repr(text), languages=listed(LANGUAGES))


def _filled(message: Message, catalogue: gettext.NullTranslations | None) -> str:
    n = message.args.get("n")
    if message.plural:
        if catalogue:
            template = catalogue.ngettext(message.template, message.plural, n if isinstance(n, int) else 2)
        else:
            template = message.template if n == 1 else message.plural
    else:
        template = catalogue.gettext(message.template) if catalogue and message.template else message.template
    args = message.args.items()
    return template.format(**{name: tr(arg) if isinstance(arg, Message) else arg for name, arg in args})


def _asked_for() -> str:
    """The first language of the environment that there is a catalogue for, as gettext looks for it; else English."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            codes = (_nearest(part) for part in value.split(":"))
            return next((code for code in codes if code), "en")
    if os.name == "nt":
        import locale  # only Windows keeps the language elsewhere

        return _nearest(locale.getlocale()[0] or "") or "en"
    return "en"


def _nearest(name: str) -> str:
    """The code for a locale's name: "zh_HK.UTF-8" is zh_TW, "zh_Hans" zh_CN, "en_GB" en; "" for a language not here."""
    plain = name.casefold().replace("-", "_").partition(".")[0]
    if plain.startswith(("zh", "chinese")):
        traditional = any(sign in plain for sign in ("tw", "hk", "mo", "hant", "traditional"))
        return "zh_TW" if traditional else "zh_CN"
    return "en" if plain in ("en", "c", "posix") or plain.startswith(("en_", "english")) else ""
