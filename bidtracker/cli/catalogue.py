"""Every command: its name, where it lives, and one line of help. `--help` reads this."""

from __future__ import annotations

from typing import NamedTuple


class Heading(str):
    """What stands over some of the commands."""


class Listed(NamedTuple):
    """One command: the file in this folder that holds it, and what it does in one line.

    The function there is called like the command, with `_` for `-` and one after a name that Python keeps.
    """

    module: str
    help: str


LOOK = {
    "radar": Listed("lists", "The buyers to call now, ranked, and why"),
    "agenda": Listed("lists", "Deadlines, touches due and windows that open"),
    "tenders": Listed("lists", "Every tender and our bid on it"),
    "awards": Listed("lists", "Who won what, until when"),
    "signals": Listed("lists", "What was heard of how the winners deliver"),
    "buyers": Listed("lists", "The organisations that buy"),
    "contacts": Listed("lists", "The people at the buyers"),
    "competitors": Listed("lists", "Who bids against us"),
    "touches": Listed("lists", "Planned and done calls, visits and mails"),
    "facts": Listed("lists", "What we know about the buyers"),
    "needs": Listed("lists", "What the buyers need, and how far we meet it"),
    "offers": Listed("lists", "What we can deliver"),
    "themes": Listed("lists", "What our bids are worth to the buyers"),
    "quotes": Listed("lists", "The prices named, ours and rivals'"),
    "deals": Listed("lists", "The delivery of what we won"),
    "show": Listed("show", "One record, what hangs on it, and its history"),
    "ask": Listed("ask", "What we know of a buyer, and what to ask next"),
    "people": Listed("people", "Who is there, what is missing, whom to meet through whom"),
    "brief": Listed("brief", "One page on an account, to read or print before a call"),
    "insights": Listed("insights", "Win rates, calibration, lost reasons"),
}
RECORD = {
    "add": Listed("records", "Add a tender, buyer, contact, competitor, fact, need or offer"),
    "set": Listed("records", "Change fields of a record"),
    "delete": Listed("records", "Remove records and what hangs on them"),
    "tag": Listed("records", "Put a tag on records, or take it off"),
    "attach": Listed("records", "Put links to pages and files on a record"),
    "merge": Listed("records", "Make one organisation of two spellings"),
    "bid": Listed("bids", "Record our bid on a tender"),
    "decide": Listed("bids", "Decide to bid, or not"),
    "lost": Listed("outcomes", "Record that we lost, why and to whom"),
    "won": Listed("outcomes", "Record that we won"),
    "no-award": Listed("outcomes", "Record that nobody got it"),
    "withdraw": Listed("outcomes", "Record that our bid ended otherwise, or open it again"),
    "reason": Listed("outcomes", "Say anew why we lost, for instance after a debriefing"),
}
PITCH = {
    "need": Listed("needs", "Record what a buyer needs"),
    "demand": Listed("needs", "Add what a need asks for, or change it"),
    "fit": Listed("needs", "How our offers fit a need, and until when it can change"),
    "theme": Listed("prices", "Say what our bid is worth to them"),
    "quote": Listed("prices", "Record a price, ours or a rival's"),
    "concede": Listed("prices", "Record what was given up, and what was got for it"),
}
DELIVER = {
    "deal": Listed("deals", "Open the delivery of an award that is ours"),
    "step": Listed("deals", "Add a step to a delivery, or say how it stands"),
    "faulty": Listed("deals", "Something arrived faulty: start its clocks"),
    "visited": Listed("deals", "Record a visit after delivery"),
}
FOLLOW = {
    "signal": Listed("signals", "Log a signal about how an award is delivered"),
    "confirm": Listed("signals", "A second source says the same; a fact is still so"),
    "refute": Listed("signals", "It is not true: the signal or fact counts nothing"),
    "reopen": Listed("signals", "Neither confirmed nor refuted"),
    "promise": Listed("signals", "Add a promise that the winner made, or say whether it was kept"),
    "believe": Listed("signals", "What we now believe of a contact"),
    "touch": Listed("touches", "Plan a call, visit or mail"),
    "done": Listed("touches", "Record how a touch went"),
    "track": Listed("openings", "Follow awards, so that the radar ranks them"),
    "snooze": Listed("openings", "Take an award off the radar until a day"),
    "dismiss": Listed("openings", "Take an award off the radar"),
    "park": Listed("openings", "Leave a lost tender until a day"),
    "watch": Listed("openings", "Say what we do about a lost tender"),
    "reengage": Listed("openings", "Make the next tender out of an award"),
}
MOVE = {
    "import": Listed("importing", "Read tender lists"),
    "proposals": Listed("proposals", "What an import left for a person to decide"),
    "export": Listed("exporting", "Write a list as CSV, JSON, Markdown, a workbook or a calendar"),
    "backtest": Listed("backtest", "Replay history against the score"),
}
KEEP = {
    "undo": Listed("history", "Take back the last acts"),
    "redo": Listed("history", "Do again what was last undone"),
    "history": Listed("history", "Who changed what, and when"),
    "check": Listed("upkeep", "Verify the book"),
    "dump": Listed("upkeep", "Write the book as TinyDB's JSON"),
    "restore": Listed("upkeep", "Read such a file into a new book"),
    "backup": Listed("upkeep", "Copy the live book"),
    "settings": Listed("settings", "Show or change what holds for the book"),
    "demo": Listed("screen", "Open the screen on an invented book"),
    "serve": Listed("serve", "Serve the screen to a browser on this machine"),
    "completions": Listed("completions", "The script that completes commands in a shell"),
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
