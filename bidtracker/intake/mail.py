"""One mail (.eml): who wrote it, when, and its lines; put to a person as a touch or a signal, and a contact.

Nothing of a mail is kept but its date, who wrote it, where it lies, and the lines that a person picks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from bidtracker.book import Book
from bidtracker.domain.errors import Refused, Unreadable
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Contact, Proposal
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import Channel, SignalKind, TouchKind

SUFFIX = ".eml"
MOST_BYTES = 50 << 20
MOST_LINES = 5_000
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote"}
UNSEEN = {"style", "script", "head", "title"}
RANGE = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?")


class MailAddress(NamedTuple):
    """Who a mail is from or to: a name, "" where there is none, and the address in small letters."""

    name: str
    mail: str


class Mail(NamedTuple):
    """A mail as read. `lines` are made safe to show, empty ones left out; a person picks by their numbers, from 1."""

    sender: MailAddress
    to: tuple[MailAddress, ...]
    on: date | None
    subject: str
    lines: tuple[str, ...]
    path: Path


class MailChoice(NamedTuple):
    """What a person chose to make of a mail: the record it is `about` ("A5", "B12"), the `lines` to quote as typed
    ("2-4, 7"), and the signal that it is, a touch where it is none."""

    about: str = ""
    lines: str = ""
    signal: SignalKind | None = None


def is_mail(path: str | Path) -> bool:
    """Whether a file is a mail by its name."""
    return str(path).lower().endswith(SUFFIX)


def read_mail(path: str | Path) -> Mail:
    """Reads a mail. Raises Unreadable where the file is none or cannot be read."""
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable("{file} is larger than a mail of {n} MB", file=path.name, n=MOST_BYTES >> 20)
        with path.open("rb") as file:
            message = BytesParser(policy=policy.default).parse(file)
        senders = _addresses(message, "from")
        if not senders:
            raise Unreadable("{file} is no mail: it does not say who wrote it", file=path.name)
        return Mail(
            sender=senders[0],
            to=_addresses(message, "to", "cc"),
            on=_day(message),
            subject=safe(str(message.get("subject", ""))).strip(),
            lines=tuple(_lines(_body(message))),
            path=path,
        )
    except OSError as error:
        raise Unreadable("{file} cannot be read: {reason}", file=path.name, reason=error.strerror or "") from None
    except (MessageError, ValueError, LookupError, UnicodeError, IndexError, AttributeError, TypeError):
        # what the standard library raises where a header or a part is broken
        raise Unreadable("{file} is a damaged mail; save it anew from the mail program", file=path.name) from None


def picked(mail: Mail, lines: str) -> str:
    """The lines that a person picked, as typed: picked(mail, "2-3, 7"). Raises Unreadable for what is no line."""
    chosen: list[str] = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;，；]", lines))):
        match = RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= len(mail.lines):
            wrong = "{text} are no lines of this mail; it has {n}, picked like 2-4, 7"
            raise Unreadable(wrong, text=repr(part), n=len(mail.lines))
        chosen += mail.lines[first - 1 : last]
    return "\n".join(chosen)


def contact_of(book: Book, mail: Mail) -> Contact | None:
    """The contact who wrote a mail, or to whom one of us wrote it; none where no card has the address."""
    cards = {card.email.casefold(): card for card in book.holdings.contacts.values() if card.email}
    return next((cards[each.mail] for each in (mail.sender, *mail.to) if each.mail in cards), None)


def about_of(book: Book, mail: Mail) -> str:
    """What a mail is about as far as its addresses tell: the contact, else the buyer whose people write from the same
    domain where that is one buyer's alone; "" where nobody knows."""
    card = contact_of(book, mail)
    if card is not None:
        return ref("contacts", card.id)
    domain = mail.sender.mail.partition("@")[2]
    buyers = {c.buyer for c in book.holdings.contacts.values() if c.email.casefold().partition("@")[2] == domain}
    return ref("buyers", buyers.pop()) if domain and len(buyers) == 1 else ""


def propose_mail(book: Book, mail: Mail, choice: MailChoice) -> list[Proposal]:
    """Proposes a touch or a signal of a mail, and a card for who wrote it where there is none. Raises Refused where
    nobody can tell what it is about, and Unreadable for lines that it has not."""
    about = choice.about or about_of(book, mail)
    if not about:
        raise Refused(
            "nobody in the book has the address {address}; say what the mail is about, a buyer (B12) or contract (A5)",
            address=mail.sender.mail,
        )
    card, quote = contact_of(book, mail), picked(mail, choice.lines)
    source: dict[str, Any] = {"grounds": _grounds(mail), "source": mail.path.name}
    on = mail.on or book.today()
    fields: dict[str, Any] = {"on": on, "notes": quote, "links": (str(mail.path.resolve()),)}
    if card is not None:
        fields["contact"] = card.id
    made = []
    if choice.signal is not None:
        signal = fields | {"kind": choice.signal, "channel": Channel.INSIDE if card else Channel.SIDE}
        made.append(book.propose("signals", about, fields=signal, **source))
    else:
        touch = fields | {"kind": TouchKind.MAIL, "done": on}
        made.append(book.propose("touches", about, fields=touch, **source))
    if card is None and parse_ref(about)[0] != "competitors":
        named = {"name": mail.sender.name or mail.sender.mail, "email": mail.sender.mail}
        made.append(book.propose("contacts", about, fields=named, **source))
    return made


def _grounds(mail: Mail) -> Message:
    return say("a mail of {name}", name=mail.sender.name or mail.sender.mail)


def _addresses(message: EmailMessage, *headers: str) -> tuple[MailAddress, ...]:
    addressed = getaddresses([str(value) for header in headers for value in message.get_all(header, ())])
    return tuple(
        MailAddress(safe(name).strip(), safe(mail).strip().casefold()) for name, mail in addressed if "@" in mail
    )


def _day(message: EmailMessage) -> date | None:
    """The day on which it was sent, where the sender was."""
    try:
        return parsedate_to_datetime(str(message["date"])).date()
    except (TypeError, ValueError):
        return None


def _body(message: EmailMessage) -> str:
    """The text of a mail; of one that has only HTML what a reader would see."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())
    if part.get_content_subtype() != "html":
        return text
    seen = _SeenText()
    seen.feed(text)
    seen.close()
    return "".join(seen.parts)


def _lines(text: str) -> Iterator[str]:
    filled = (safe(line).strip() for line in text.splitlines())
    for line, _ in zip((line for line in filled if line), range(MOST_LINES), strict=False):
        yield line


class _SeenText(HTMLParser):
    """Gathers what a reader of HTML would see."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]] | Iterable[Any]) -> None:
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
