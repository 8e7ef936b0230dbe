"""Forms and dialogs: each does one act of the book, and is dismissed with what was done or with None."""

from bidtracker.tui.forms.bid import BidForm
from bidtracker.tui.forms.confirm import ConfirmDialog
from bidtracker.tui.forms.day import DateForm
from bidtracker.tui.forms.exporting import ExportDialog
from bidtracker.tui.forms.filters import FiltersDialog
from bidtracker.tui.forms.first import FirstStart
from bidtracker.tui.forms.importing import ImportDialog
from bidtracker.tui.forms.outcome import OutcomeForm
from bidtracker.tui.forms.proposals import ProposalsDialog
from bidtracker.tui.forms.records import AwardForm, BuyerForm, CompetitorForm, ContactForm, FactForm, TenderForm
from bidtracker.tui.forms.signal import SignalForm
from bidtracker.tui.forms.tag import TagForm
from bidtracker.tui.forms.touch import DoneForm, PlannedForm, TouchForm

__all__ = [
    "AwardForm",
    "BidForm",
    "BuyerForm",
    "CompetitorForm",
    "ConfirmDialog",
    "ContactForm",
    "DateForm",
    "DoneForm",
    "ExportDialog",
    "FactForm",
    "FiltersDialog",
    "FirstStart",
    "ImportDialog",
    "OutcomeForm",
    "PlannedForm",
    "ProposalsDialog",
    "SignalForm",
    "TagForm",
    "TenderForm",
    "TouchForm",
]
