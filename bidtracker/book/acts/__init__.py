"""The acts: each checks, makes one history entry, and can be undone as one step.

A module of acts is loaded when one of them is first done: together they would take a tenth of what the screen loads.
"""

from bidtracker.later import LateModule

for _module in (
    *("attachments", "bids", "cells", "deals", "manners", "needs", "openings", "outcomes", "promises", "proposals"),
    *("proposing", "quotes", "records", "seals", "signals", "themes", "touches"),
):
    globals()[_module] = LateModule(f"{__name__}.{_module}")
