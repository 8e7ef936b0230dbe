"""Acts on what belongs to a record and lies elsewhere: addresses of pages and files."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.ledger import Ledger
from bidtracker.domain.errors import FieldError, Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import count


def attach(book: Ledger, record_id: str, *links: str) -> Any:
    """Puts the addresses of pages or files on a record; one that it has already stays once."""
    return _link(book, record_id, links, on=True)


def detach(book: Ledger, record_id: str, *links: str) -> Any:
    """Takes addresses off a record."""
    return _link(book, record_id, links, on=False)


def _link(book: Ledger, record_id: str, links: tuple[str, ...], *, on: bool) -> Any:
    table, number = parse_ref(record_id)
    for link in links:
        if not link or any(char.isspace() for char in link):
            wrong = "{link} is no address of a page or file; write one without spaces (%20 stands for one)"
            raise FieldError("links", wrong, link=repr(link))
    with book.acting("attach" if on else "detach") as draft:
        record = draft.get(table, number)
        if not hasattr(record, "links"):
            raise Refused("{id} takes no links", id=ref(table, number))
        for link in () if on else links:
            if link not in record.links:
                raise FieldError("links", "{id} has no link {link}", id=ref(table, number), link=link)
        kept = (*record.links, *links) if on else tuple(link for link in record.links if link not in links)
        record = draft.put(msgspec.structs.replace(record, links=tuple(dict.fromkeys(kept))))
        named = {"link": ", ".join(links), "id": ref(table, number)}
        if on:
            draft.title = count("Attached {link} to {id}", "Attached {n} links to {id}", len(links), **named)
        else:
            draft.title = count("Detached {link} from {id}", "Detached {n} links from {id}", len(links), **named)
    return record
