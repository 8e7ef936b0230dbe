"""Textual's styling as it is, but what is found for one node is found for all that stand alike, in every app of a run.

Which rules hold for a node hangs on the rules that name it and, for it and all it lies in, on kind, classes, name, and
on whether the mouse, the focus and the like are there, as far as one of those rules asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from textual.css.model import RuleSet, Selector
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

Look = tuple[Any, ...]  # kind, classes and name of a node
ORDER = {"first-of-type", "last-of-type", "first-child", "last-child", "empty"}

_apply = Stylesheet.apply
_component_styles = DOMNode.get_component_styles


class Candidates:
    """The rules that name a node of one look, and what they came to wherever it stood."""

    def __init__(self, rules: tuple[RuleSet, ...]) -> None:
        self.rules = rules
        self.asked = set[str]().union(*(rule.pseudo_classes for rule in rules))
        self.places: dict[tuple[Look, ...], Place] = {}

    def selectors(self) -> Iterator[Selector]:
        """Those that hang on more than how a node looks."""
        for rule in self.rules:
            for alternative in rule.selector_set:
                yield from (selector for selector in alternative.selectors if selector.pseudo_classes)


class Place:
    """A node of one look within others of such looks: what is asked of them besides, and the rules by the answers."""

    def __init__(self, candidates: Candidates, path: list[DOMNode]) -> None:
        asked = {
            (number, node._PSEUDO_CLASSES[name]): None
            for selector in candidates.selectors()
            for number, node in enumerate(path)
            if selector._check(node)
            for name in selector.pseudo_classes & node._PSEUDO_CLASSES.keys()
        }
        self.asked = list(asked)
        self.rules: dict[tuple[bool, ...], list[Any]] = {}


_candidates: dict[tuple[RuleSet, ...], Candidates] = {}
_of_sheets: WeakKeyDictionary[Stylesheet, tuple[list[RuleSet], dict[Look, Candidates]]] = WeakKeyDictionary()


def candidates_for(sheet: Stylesheet, node: DOMNode, look: Look) -> Candidates:
    """The rules of a sheet that name a node."""
    rules = sheet.rules
    read_from, by_look = _of_sheets.get(sheet, (None, {}))
    if read_from is not rules:
        by_look = {}
        _of_sheets[sheet] = rules, by_look
    if look not in by_look:
        names = sheet.rules_map.keys() & node._selector_names
        naming = {rule for name in names for rule in sheet.rules_map[name]}
        ordered = tuple(rule for rule in reversed(rules) if rule in naming)
        by_look[look] = _candidates.setdefault(ordered, Candidates(ordered))
    return by_look[look]


def rules_for(sheet: Stylesheet, node: DOMNode, candidates: Candidates, looks: tuple[Look, ...]) -> list[Any]:
    """What Textual finds for a node: its rules, or nothing where none holds."""
    path = node.css_path_nodes
    place = candidates.places.get(looks)
    if place is None:
        place = candidates.places[looks] = Place(candidates, path)
    answers = tuple([holds(path[number]) for number, holds in place.asked])
    if answers not in place.rules:
        kept: list[Any] = []
        sheet.replace_rules = lambda node, rules, animate=False: kept.append(rules)  # type: ignore[method-assign]
        sheet._process_component_classes = lambda node: None  # type: ignore[method-assign]
        try:
            _apply(sheet, node)
        finally:
            del sheet.replace_rules, sheet._process_component_classes
        place.rules[answers] = kept
    return place.rules[answers]


def apply(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:
    """Gives a node and its components their rules."""
    looks = tuple([(type(each), frozenset(each._classes), each._id) for each in node.css_path_nodes])
    candidates = candidates_for(sheet, node, looks[-1])
    asked = candidates.asked
    node._has_hover_style = "hover" in asked
    node._has_focus_within = "focus-within" in asked
    node._has_order_style = not asked.isdisjoint(ORDER)
    node._has_odd_or_even = "odd" in asked or "even" in asked
    for rules in rules_for(sheet, node, candidates, looks):
        sheet.replace_rules(node, rules, animate)
    sheet._process_component_classes(node)


_processed: WeakKeyDictionary[DOMNode, Stylesheet] = WeakKeyDictionary()


def process_component_classes(sheet: Stylesheet, node: DOMNode) -> None:
    """Gives the components that are in use their rules; the others get theirs when they come into use."""
    if not node._get_component_classes():
        return
    changed = node not in _processed
    _processed[node] = sheet
    for styles in list(node._component_styles.values()):
        before = dict(styles.base._rules)
        apply(sheet, styles.base.node)  # type: ignore[arg-type]
        changed = changed or before != styles.base._rules
    if changed:
        node.refresh()


def component_styles(node: DOMNode, *names: str) -> RenderStyles:
    """The styles of a node's components, which come into use here."""
    for name in names:
        if name not in node._component_styles and name in node._get_component_classes() and node in _processed:
            component = DOMNode(classes=name)
            component._attach(node)
            apply(_processed[node], component)
            node._component_styles[name] = component.styles
    return _component_styles(node, *names)


Stylesheet.apply = apply  # type: ignore[method-assign]
Stylesheet._process_component_classes = process_component_classes  # type: ignore[method-assign]
DOMNode.get_component_styles = component_styles  # type: ignore[method-assign]
