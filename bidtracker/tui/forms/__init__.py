"""Forms and dialogs: each does one act of the book, and is dismissed with what was done or with None.

A form is loaded when it is first wanted: all of them, with the readers of lists behind the import's, take as long as
the whole screen without them.
"""

from importlib import import_module
from typing import Any

FORMS = {
    form: module
    for module, forms in {
        "account.brief": ("BriefDialog",),
        "account.call": ("CallForm",),
        "account.deal": ("DealForm", "FaultForm", "StepForm", "VisitForm"),
        "account.inquiry": ("AnswerForm", "InquiryForm", "LetterDialog", "LetterFile"),
        "account.manners": ("ChannelForm", "FavourForm", "HospitalityForm", "OrderChangeForm"),
        "account.need": ("DemandForm", "FitForm", "NeedForm", "OfferForm"),
        "account.offers": ("OffersDialog",),
        "account.signal": ("SignalForm",),
        "account.touch": ("DoneForm", "PlannedForm", "TouchForm"),
        "account.value_and_price": ("ConcessionForm", "QuoteForm", "ThemeForm"),
        "bid": ("BidForm",),
        "cell": ("CellForm", "ColumnForm"),
        "exporting": ("ExportDialog",),
        "filters": ("FiltersDialog",),
        "first": ("FirstStart",),
        "importing": ("ImportDialog",),
        "link": ("LinkForm",),
        "mail": ("MailForm",),
        "merging": ("MergeForm",),
        "outcome": ("OutcomeForm",),
        "parts.confirm": ("ConfirmDialog",),
        "parts.day": ("DateForm",),
        "parts.page": ("PageForm",),
        "parts.pick": ("PickDialog",),
        "parts.text": ("TextForm",),
        "parts.word": ("WordForm",),
        "proposals": ("ProposalsDialog",),
        "records": ("AwardForm", "BuyerForm", "CompetitorForm", "ContactForm", "FactForm", "TenderForm"),
        "reengaging": ("ReengageForm",),
        "reversing": ("ReversingDialog",),
        "scores": ("ScoresForm",),
        "tag": ("TagForm",),
    }.items()
    for form in forms
}


def __getattr__(name: str) -> Any:
    """A form by its name."""
    if name not in FORMS:
        raise AttributeError(f"there is no form {name}: say in bidtracker/tui/forms/__init__.py where it stands")
    form = globals()[name] = getattr(import_module(f"{__name__}.{FORMS[name]}"), name)
    return form
