"""Forms and dialogs: each does one act of the book, and is dismissed with what was done or with None."""

from bidtracker.tui.forms.account.brief import BriefDialog
from bidtracker.tui.forms.account.call import CallForm
from bidtracker.tui.forms.account.deal import DealForm, FaultForm, StepForm, VisitForm
from bidtracker.tui.forms.account.inquiry import AnswerForm, InquiryForm, LetterDialog
from bidtracker.tui.forms.account.manners import ChannelForm, FavourForm, HospitalityForm, OrderChangeForm
from bidtracker.tui.forms.account.need import DemandForm, FitForm, NeedForm, OfferForm
from bidtracker.tui.forms.account.offers import OffersDialog
from bidtracker.tui.forms.account.signal import SignalForm
from bidtracker.tui.forms.account.touch import DoneForm, PlannedForm, TouchForm
from bidtracker.tui.forms.account.value_and_price import ConcessionForm, QuoteForm, ThemeForm
from bidtracker.tui.forms.bid import BidForm
from bidtracker.tui.forms.cell import CellForm, ColumnForm
from bidtracker.tui.forms.exporting import ExportDialog
from bidtracker.tui.forms.filters import FiltersDialog
from bidtracker.tui.forms.first import FirstStart
from bidtracker.tui.forms.importing import ImportDialog
from bidtracker.tui.forms.link import LinkForm
from bidtracker.tui.forms.merging import MergeForm
from bidtracker.tui.forms.outcome import OutcomeForm
from bidtracker.tui.forms.parts.confirm import ConfirmDialog
from bidtracker.tui.forms.parts.day import DateForm
from bidtracker.tui.forms.parts.pick import PickDialog
from bidtracker.tui.forms.parts.text import TextForm
from bidtracker.tui.forms.parts.word import WordForm
from bidtracker.tui.forms.proposals import ProposalsDialog
from bidtracker.tui.forms.records import AwardForm, BuyerForm, CompetitorForm, ContactForm, FactForm, TenderForm
from bidtracker.tui.forms.reengaging import ReengageForm
from bidtracker.tui.forms.reversing import ReversingDialog
from bidtracker.tui.forms.scores import ScoresForm
from bidtracker.tui.forms.tag import TagForm

__all__ = [
    "AnswerForm",
    "AwardForm",
    "BidForm",
    "BriefDialog",
    "BuyerForm",
    "CallForm",
    "CellForm",
    "ChannelForm",
    "ColumnForm",
    "CompetitorForm",
    "ConcessionForm",
    "ConfirmDialog",
    "ContactForm",
    "DateForm",
    "DealForm",
    "DemandForm",
    "DoneForm",
    "ExportDialog",
    "FactForm",
    "FaultForm",
    "FavourForm",
    "FiltersDialog",
    "FirstStart",
    "FitForm",
    "HospitalityForm",
    "ImportDialog",
    "InquiryForm",
    "LetterDialog",
    "LinkForm",
    "MergeForm",
    "NeedForm",
    "OfferForm",
    "OffersDialog",
    "OrderChangeForm",
    "OutcomeForm",
    "PickDialog",
    "PlannedForm",
    "ProposalsDialog",
    "QuoteForm",
    "ReengageForm",
    "ReversingDialog",
    "ScoresForm",
    "SignalForm",
    "StepForm",
    "TagForm",
    "TenderForm",
    "TextForm",
    "ThemeForm",
    "TouchForm",
    "VisitForm",
    "WordForm",
]
