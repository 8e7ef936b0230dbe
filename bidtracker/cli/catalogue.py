"""Every command: its name, where it lives, and one line of help. `--help` reads this."""

from __future__ import annotations

from typing import NamedTuple


class Heading(str):
    """What stands over some of the commands."""


class CommandEntry(NamedTuple):
    """One command: the module below this folder that holds it, and what it does in one line.

    The function there is called like the command, with `_` for `-` and one after a name that Python keeps.
    """

    module: str
    help: str


LOOK = {
    "radar": CommandEntry("reports.lists", "The buyers to call now, ranked, and why"),
    "agenda": CommandEntry("reports.lists", "Deadlines, touches due and windows that open"),
    "tenders": CommandEntry("reports.lists", "Every tender and our bid on it"),
    "awards": CommandEntry("reports.lists", "Who won what, until when"),
    "signals": CommandEntry("reports.lists", "What was heard of how the winners deliver"),
    "buyers": CommandEntry("reports.lists", "The organisations that buy"),
    "contacts": CommandEntry("reports.lists", "The people at the buyers"),
    "competitors": CommandEntry("reports.lists", "Who bids against us"),
    "touches": CommandEntry("reports.lists", "Planned and done calls, visits and mails"),
    "facts": CommandEntry("reports.lists", "What we know about the buyers"),
    "inquiries": CommandEntry("reports.lists", "What buyers were asked about an award, and when it is due"),
    "favours": CommandEntry("reports.lists", "What we owe people at the buyers, and they us"),
    "channel-changes": CommandEntry("reports.lists", "Who is served otherwise, and who hears of it first"),
    "needs": CommandEntry("reports.lists", "What the buyers need, and how far we meet it"),
    "offers": CommandEntry("reports.lists", "What we can deliver"),
    "themes": CommandEntry("reports.lists", "What our bids are worth to the buyers"),
    "quotes": CommandEntry("reports.lists", "The prices named, ours and rivals'"),
    "deals": CommandEntry("reports.lists", "The delivery of what we won"),
    "rules": CommandEntry("acts.inquiries", "By which rules a buyer can be asked, and how soon they must answer"),
    "show": CommandEntry("reports.show", "One record, what hangs on it, and its history"),
    "ask": CommandEntry("reports.ask", "What we know of a buyer, and what to ask next"),
    "people": CommandEntry("reports.people", "Who is there, what is missing, whom to meet through whom"),
    "brief": CommandEntry("reports.brief", "One page on an account, to read or print before a call"),
    "digest": CommandEntry("reports.digest", "What changed since last time, and why"),
    "insights": CommandEntry("reports.insights", "Win rates, calibration, lost reasons"),
}
RECORD = {
    "add": CommandEntry("acts.records", "Add a tender, buyer, contact, competitor, fact, need or offer"),
    "set": CommandEntry("acts.records", "Change fields of a record"),
    "delete": CommandEntry("acts.records", "Remove records and what hangs on them"),
    "tag": CommandEntry("acts.records", "Put a tag on records, or take it off"),
    "attach": CommandEntry("acts.records", "Put links to pages and files on a record"),
    "merge": CommandEntry("acts.records", "Make one organisation of two spellings"),
    "bid": CommandEntry("acts.bids", "Record our bid on a tender"),
    "decide": CommandEntry("acts.bids", "Decide to bid, or not"),
    "lost": CommandEntry("acts.outcomes", "Record that we lost, why and to whom"),
    "won": CommandEntry("acts.outcomes", "Record that we won"),
    "no-award": CommandEntry("acts.outcomes", "Record that nobody got it"),
    "withdraw": CommandEntry("acts.outcomes", "Record that our bid ended otherwise, or open it again"),
    "reason": CommandEntry("acts.outcomes", "Say anew why we lost, for instance after a debriefing"),
    "scores": CommandEntry("acts.scores", "Record how a bid was scored, ours and the winner's"),
}
PITCH = {
    "need": CommandEntry("acts.needs", "Record what a buyer needs"),
    "demand": CommandEntry("acts.needs", "Add what a need asks for, or change it"),
    "fit": CommandEntry("acts.needs", "How our offers fit a need, and until when it can change"),
    "theme": CommandEntry("acts.prices", "Say what our bid is worth to them"),
    "quote": CommandEntry("acts.prices", "Record a price, ours or a rival's"),
    "agreed": CommandEntry("acts.prices", "A price is agreed: contract and deposit at once"),
    "concede": CommandEntry("acts.prices", "Record what was given up, and what was got for it"),
}
DELIVER = {
    "deal": CommandEntry("acts.deals", "Open the delivery of an award that is ours"),
    "step": CommandEntry("acts.deals", "Add a step to a delivery, or say how it stands"),
    "change": CommandEntry("acts.deals", "A change of what was ordered, and what it costs them"),
    "faulty": CommandEntry("acts.deals", "Something arrived faulty: start its clocks"),
    "visited": CommandEntry("acts.deals", "Record a visit after delivery"),
}
FOLLOW = {
    "signal": CommandEntry("acts.signals", "Log a signal about how an award is delivered"),
    "confirm": CommandEntry("acts.signals", "A second source says the same; a fact is still so"),
    "refute": CommandEntry("acts.signals", "It is not true: the signal or fact no longer counts"),
    "reopen": CommandEntry("acts.signals", "Neither confirmed nor refuted"),
    "promise": CommandEntry("acts.signals", "Add a promise that the winner made, or say whether it was kept"),
    "believe": CommandEntry("acts.signals", "What we now believe of a contact"),
    "favour": CommandEntry("acts.manners", "Note a favour, ours or theirs, or that it is returned"),
    "hospitality": CommandEntry("acts.manners", "The register of meals and gifts, or one more"),
    "channel": CommandEntry("acts.manners", "Plan a change of channel: who hears of it first"),
    "touch": CommandEntry("acts.touches", "Plan a call, visit or mail"),
    "done": CommandEntry("acts.touches", "Record how a touch went"),
    "asked": CommandEntry("acts.touches", "Record that we asked how it goes and heard nothing"),
    "inquire": CommandEntry("acts.inquiries", "Ask a buyer about an award: a debrief, the contract, performance"),
    "answered": CommandEntry("acts.inquiries", "Record what an inquiry gave: scores, promises, signals"),
    "letter": CommandEntry("acts.inquiries", "The letter of an inquiry, as Markdown, to change and send"),
    "track": CommandEntry("acts.openings", "Follow awards, so that the radar ranks them"),
    "snooze": CommandEntry("acts.openings", "Take an award off the radar until a day"),
    "dismiss": CommandEntry("acts.openings", "Take an award off the radar"),
    "park": CommandEntry("acts.openings", "Leave a lost tender until a day"),
    "watch": CommandEntry("acts.openings", "Say what we do about a lost tender"),
    "reengage": CommandEntry("acts.openings", "Make the next tender out of an award"),
}
MOVE = {
    "import": CommandEntry("program.importing.command", "Read tender lists"),
    "proposals": CommandEntry("acts.proposals", "What an import left for a person to decide"),
    "export": CommandEntry("reports.exporting", "Write a list as CSV, JSON, Markdown, a workbook or a calendar"),
    "contribute": CommandEntry("reports.pooling", "Write the counts of this book that can be given away"),
    "odds": CommandEntry("reports.pooling", "What the counts of several books say signals are worth"),
    "backtest": CommandEntry("reports.backtest", "Replay history against the score"),
}
KEEP = {
    "undo": CommandEntry("acts.history", "Take back the last acts"),
    "redo": CommandEntry("acts.history", "Do again what was last undone"),
    "history": CommandEntry("acts.history", "Who changed what, and when"),
    "check": CommandEntry("program.upkeep", "Verify the book"),
    "dump": CommandEntry("program.upkeep", "Write the book as TinyDB's JSON"),
    "restore": CommandEntry("program.upkeep", "Read such a file into a new book"),
    "backup": CommandEntry("program.upkeep", "Copy the live book"),
    "seal": CommandEntry("acts.seals", "Write the radar as it stands, to be graded later"),
    "erase": CommandEntry("program.persons", "Take a person out of the book for good"),
    "person": CommandEntry("program.persons", "All that the book holds on one person"),
    "compact": CommandEntry("program.persons", "Drop what undo no longer needs, and shrink the file"),
    "settings": CommandEntry("program.settings", "Show or change what holds for the book"),
    "demo": CommandEntry("program.screen", "Open the screen on an invented book"),
    "serve": CommandEntry("program.serve", "Serve the screen to a browser on this machine"),
    "mcp": CommandEntry("program.mcp", "Let a helper read this book and propose, by the Model Context Protocol"),
    "completions": CommandEntry("program.completions", "The script that completes commands in a shell"),
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
