"""What click says by itself, marked here for the catalogues: it looks for it as gettext does (`root._speak`)."""

from __future__ import annotations

from bidtracker.domain.message import count, label

CLICK_SENTENCES = (
    label("Usage:"),
    label("Options"),
    label("Commands"),
    label("Show this message and exit."),
    label("Show the version and exit."),
    label("Try '{command} {option}' for help."),
    label("Missing argument"),
    label("Missing option"),
    label("Missing parameter"),
    label("Missing parameter: {param_name}"),
    label("Missing command."),
    label("No such option {name!r}."),
    label("No such command {name!r}."),
    label("Option {name!r} does not take a value."),
    label("Invalid value: {message}"),
    label("Invalid value for {param_hint}: {message}"),
    label("{value!r} is not a valid {number_type}."),
    label("{value} is not in the range {range}."),
    label("Could not open file {filename!r}: {message}"),
)
COUNTED = (
    count("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    count("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
    count("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    count("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
)
