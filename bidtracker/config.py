"""Where things are, what the person has set in config.toml, and what the program remembers by itself.

Settings are the person's: the program reads config.toml and never writes it. What it remembers (the theme last
chosen) lies in a small file of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.losses.inquiry_rules import RULES, InquiryRule, faults
from bidtracker.domain.message import listed

APP = "bidtracker"
BOOK = "book.bidtracker"
HALF_TYPED = "half_typed"  # under this key the forms that were half typed are remembered, by the address of the book


class ConfigError(BidtrackerError):
    """config.toml cannot be used as it stands; the sentence names the file, the key and what would do."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """config.toml. "" leaves a choice to the program.

    `keys` gives acts of the screen other keys, by the act's id; `who` is the name that the history notes;
    `inquiry_rules` are a person's own rules by which a buyer can be asked, by their code.
    """

    language: str = ""
    theme: str = ""
    mouse: bool = True
    book: str = ""
    who: str = ""
    keys: dict[str, str] = {}
    inquiry_rules: dict[str, InquiryRule] = {}


# ---------------------------------------------------------------- where things are


def config_file() -> Path:
    """The person's settings."""
    return _folder("XDG_CONFIG_HOME", ".config") / "config.toml"


def data_folder() -> Path:
    """Where the default book lies."""
    return _folder("XDG_DATA_HOME", ".local/share")


def state_file() -> Path:
    """What the program remembers between two starts."""
    return _folder("XDG_STATE_HOME", ".local/state") / "state.json"


def book_address() -> str:
    """The book to open where none is named: BIDTRACKER_BOOK, `book` in config.toml, or the one in the data folder."""
    address = os.environ.get("BIDTRACKER_BOOK") or load().book
    if not address:
        return str(data_folder() / BOOK)
    return address if "://" in address else str(Path(address).expanduser())


def who() -> str:
    """The name under which the history notes what is done here: `who` in config.toml, else the system's user."""
    import getpass  # where a name is wanted

    try:
        return load().who or getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "?"


def _folder(variable: str, usual: str) -> Path:
    """The program's folder of one sort: XDG on every system, %APPDATA% on Windows. A relative XDG path is ignored."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / APP
    base = Path(os.environ.get(variable, ""))
    return (base if base.is_absolute() else Path.home() / usual) / APP


# ---------------------------------------------------------------- config.toml


def load(path: Path | None = None) -> Config:
    """The settings; the defaults where there is no file. Raises ConfigError."""
    path = path or config_file()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("{path} cannot be read: {reason}", path=str(path), reason=str(error)) from None
    import tomllib  # here, since most people have no such file

    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("{path} is not TOML: {reason}", path=str(path), reason=str(error)) from None
    for key in settings:
        if key not in Config.__struct_fields__:
            raise _unknown(path, key)
    try:
        config = msgspec.convert(settings, Config)
        for code in faults(config.inquiry_rules):
            wrong = "{path}: the rule {code} names no kinds, no source, or days below zero"
            raise ConfigError(wrong, path=str(path), code=code)
        return config
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$.")
        raise ConfigError(
            "{path}: {key} is not as it must be: {reason}", path=str(path), key=where.rstrip("`"), reason=reason
        ) from None


def _unknown(path: Path, key: str) -> ConfigError:
    near = get_close_matches(key, Config.__struct_fields__, 1)
    if near:
        return ConfigError(
            "{path}: there is no setting {key}; did you mean {near}?", path=str(path), key=key, near=near[0]
        )
    names = listed(Config.__struct_fields__)
    return ConfigError("{path}: there is no setting {key}; there are {known}", path=str(path), key=key, known=names)


def inquiry_rules() -> dict[str, InquiryRule]:
    """The rules by which a buyer can be asked: those shipped, and the person's own, which stand before them."""
    own = load().inquiry_rules
    return own | {code: rule for code, rule in RULES.items() if code not in own}


# ---------------------------------------------------------------- what the program remembers


def recall(key: str, default: Any = None) -> Any:
    """What was remembered under `key`."""
    return _remembered().get(key, default)


def remember(**values: Any) -> None:
    """Remembers plain JSON values; None forgets one. The file is replaced whole, or stays as it was.

    Where it cannot be written nothing is remembered: that is no reason to stop anybody's work.
    """
    values = {key: value for key, value in (_remembered() | values).items() if value is not None}
    path = state_file()
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(values)))
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()


def forget_half_typed(address: str, names: Callable[[Any], bool]) -> None:
    """Lets go of the forms that were half typed in a book and in which something stands that `names` says yes to."""
    kept = recall(HALF_TYPED, {})
    if isinstance(kept, dict) and isinstance(forms := kept.get(address), list):
        left = {**kept, address: [form for form in forms if not names(form)]}
        remember(**{HALF_TYPED: {book: forms for book, forms in left.items() if forms} or None})


def _remembered() -> dict[str, Any]:
    try:
        state = msgspec.json.decode(state_file().read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}
    return state if isinstance(state, dict) else {}
