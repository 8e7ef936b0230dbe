"""Acts on what a loss tells: scores, and inquiries."""

from bidtracker.later import LateModule

for _module in ("inquiries", "scores"):
    globals()[_module] = LateModule(f"{__name__}.{_module}")
