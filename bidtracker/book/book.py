"""The book: every act in one place."""

from __future__ import annotations

from bidtracker.book.attachments import Attachments
from bidtracker.book.deals import Deals
from bidtracker.book.needs import Needs
from bidtracker.book.openings import Openings
from bidtracker.book.outcomes import Outcomes
from bidtracker.book.promises import Promises
from bidtracker.book.proposals import Proposals
from bidtracker.book.quotes import Quotes
from bidtracker.book.signals import Signals
from bidtracker.book.tenders import Tenders
from bidtracker.book.themes import Themes
from bidtracker.book.touches import Touches
from bidtracker.book.upkeep import Upkeep


class Book(
    Tenders,
    Outcomes,
    Promises,
    Signals,
    Touches,
    Openings,
    Needs,
    Themes,
    Quotes,
    Deals,
    Attachments,
    Proposals,
    Upkeep,
):
    """The one door to the data. Each act checks, writes one history entry, and can be undone as one step."""
