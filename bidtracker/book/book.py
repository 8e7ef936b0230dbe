"""The book: every act in one place."""

from __future__ import annotations

from bidtracker.book.acts.attachments import Attachments
from bidtracker.book.acts.deals import Deals
from bidtracker.book.acts.needs import Needs
from bidtracker.book.acts.openings import Openings
from bidtracker.book.acts.outcomes import Outcomes
from bidtracker.book.acts.promises import Promises
from bidtracker.book.acts.proposals import Proposals
from bidtracker.book.acts.quotes import Quotes
from bidtracker.book.acts.seals import Seals
from bidtracker.book.acts.signals import Signals
from bidtracker.book.acts.tenders import Tenders
from bidtracker.book.acts.themes import Themes
from bidtracker.book.acts.touches import Touches
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
    Seals,
    Upkeep,
):
    """The one door to the data. Each act checks, writes one history entry, and can be undone as one step."""
