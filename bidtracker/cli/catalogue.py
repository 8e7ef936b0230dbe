"""Every command: its name, where it lives, and one line of help. `--help` reads this."""

from __future__ import annotations

from typing import NamedTuple


class Heading(str):
    """What stands over some of the commands."""


class Listed(NamedTuple):
    """One command: the module below this folder that holds it, and what it does in one line.

    The function there is called like the command, with `_` for `-` and one after a name that Python keeps.
    """

    module: str
    help: str


LOOK = {
    "radar": Listed("reports.lists", "The buyers to call now, ranked, and why"),
    "agenda": Listed("reports.lists", "Deadlines, touches due and windows that open"),
    "tenders": Listed("reports.lists", "Every tender and our bid on it"),
    "awards": Listed("reports.lists", "Who won what, until when"),
    "signals": Listed("reports.lists", "What was heard of how the winners deliver"),
    "buyers": Listed("reports.lists", "The organisations that buy"),
    "contacts": Listed("reports.lists", "The people at the buyers"),
    "competitors": Listed("reports.lists", "Who bids against us"),
    "touches": Listed("reports.lists", "Planned and done calls, visits and mails"),
    "facts": Listed("reports.lists", "What we know about the buyers"),
    "needs": Listed("reports.lists", "What the buyers need, and how far we meet it"),
    "offers": Listed("reports.lists", "What we can deliver"),
    "themes": Listed("reports.lists", "What our bids are worth to the buyers"),
    "quotes": Listed("reports.lists", "The prices named, ours and rivals'"),
    "deals": Listed("reports.lists", "The delivery of what we won"),
    "show": Listed("reports.show", "One record, what hangs on it, and its history"),
    "ask": Listed("reports.ask", "What we know of a buyer, and what to ask next"),
    "people": Listed("reports.people", "Who is there, what is missing, whom to meet through whom"),
    "brief": Listed("reports.brief", "One page on an account, to read or print before a call"),
    "insights": Listed("reports.insights", "Win rates, calibration, lost reasons"),
}
RECORD = {
    "add": Listed("acts.records", "Add a tender, buyer, contact, competitor, fact, need or offer"),
    "set": Listed("acts.records", "Change fields of a record"),
    "delete": Listed("acts.records", "Remove records and what hangs on them"),
    "tag": Listed("acts.records", "Put a tag on records, or take it off"),
    "attach": Listed("acts.records", "Put links to pages and files on a record"),
    "merge": Listed("acts.records", "Make one organisation of two spellings"),
    "bid": Listed("acts.bids", "Record our bid on a tender"),
    "decide": Listed("acts.bids", "Decide to bid, or not"),
    "lost": Listed("acts.outcomes", "Record that we lost, why and to whom"),
    "won": Listed("acts.outcomes", "Record that we won"),
    "no-award": Listed("acts.outcomes", "Record that nobody got it"),
    "withdraw": Listed("acts.outcomes", "Record that our bid ended otherwise, or open it again"),
    "reason": Listed("acts.outcomes", "Say anew why we lost, for instance after a debriefing"),
}
PITCH = {
    "need": Listed("acts.needs", "Record what a buyer needs"),
    "demand": Listed("acts.needs", "Add what a need asks for, or change it"),
    "fit": Listed("acts.needs", "How our offers fit a need, and until when it can change"),
    "theme": Listed("acts.prices", "Say what our bid is worth to them"),
    "quote": Listed("acts.prices", "Record a price, ours or a rival's"),
    "concede": Listed("acts.prices", "Record what was given up, and what was got for it"),
}
DELIVER = {
    "deal": Listed("acts.deals", "Open the delivery of an award that is ours"),
    "step": Listed("acts.deals", "Add a step to a delivery, or say how it stands"),
    "faulty": Listed("acts.deals", "Something arrived faulty: start its clocks"),
    "visited": Listed("acts.deals", "Record a visit after delivery"),
}
FOLLOW = {
    "signal": Listed("acts.signals", "Log a signal about how an award is delivered"),
    "confirm": Listed("acts.signals", "A second source says the same; a fact is still so"),
    "refute": Listed("acts.signals", "It is not true: the signal or fact counts nothing"),
    "reopen": Listed("acts.signals", "Neither confirmed nor refuted"),
    "promise": Listed("acts.signals", "Add a promise that the winner made, or say whether it was kept"),
    "believe": Listed("acts.signals", "What we now believe of a contact"),
    "touch": Listed("acts.touches", "Plan a call, visit or mail"),
    "done": Listed("acts.touches", "Record how a touch went"),
    "track": Listed("acts.openings", "Follow awards, so that the radar ranks them"),
    "snooze": Listed("acts.openings", "Take an award off the radar until a day"),
    "dismiss": Listed("acts.openings", "Take an award off the radar"),
    "park": Listed("acts.openings", "Leave a lost tender until a day"),
    "watch": Listed("acts.openings", "Say what we do about a lost tender"),
    "reengage": Listed("acts.openings", "Make the next tender out of an award"),
}
MOVE = {
    "import": Listed("program.importing", "Read tender lists"),
    "proposals": Listed("acts.proposals", "What an import left for a person to decide"),
    "export": Listed("reports.exporting", "Write a list as CSV, JSON, Markdown, a workbook or a calendar"),
    "backtest": Listed("reports.backtest", "Replay history against the score"),
}
KEEP = {
    "undo": Listed("acts.history", "Take back the last acts"),
    "redo": Listed("acts.history", "Do again what was last undone"),
    "history": Listed("acts.history", "Who changed what, and when"),
    "check": Listed("program.upkeep", "Verify the book"),
    "dump": Listed("program.upkeep", "Write the book as TinyDB's JSON"),
    "restore": Listed("program.upkeep", "Read such a file into a new book"),
    "backup": Listed("program.upkeep", "Copy the live book"),
    "settings": Listed("program.settings", "Show or change what holds for the book"),
    "demo": Listed("program.screen", "Open the screen on an invented book"),
    "serve": Listed("program.serve", "Serve the screen to a browser on this machine"),
    "completions": Listed("program.completions", "The script that completes commands in a shell"),
}
SECTIONS = {
    Heading("Look"): LOOK,
    Heading("Record"): RECORD,
    Heading("Need, value and price"): PITCH,
    Heading("Deliver"): DELIVER,
    Heading("Follow up"): FOLLOW,
    Heading("In and out"): MOVE,
    Heading("The book"): KEEP,
}
COMMANDS = LOOK | RECORD | PITCH | DELIVER | FOLLOW | MOVE | KEEP
