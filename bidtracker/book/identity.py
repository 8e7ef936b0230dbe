"""Who is who: organisations matched by identifier, then by normalised name, then only proposed by similarity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.names import normal
from bidtracker.domain.records import Buyer, Competitor, Identifier

NEAR = 88.0  # rapidfuzz ratio from which two normalised names are worth a question; 0..100
SHORT = 6  # names shorter than this are too easily alike


class Names:
    """The organisations of one kind, found by what a list or a person calls them."""

    def __init__(self, organisations: Iterable[Buyer | Competitor] = ()) -> None:
        self.by_identifier: dict[tuple[str, str], int] = {}
        self.by_name: dict[str, int] = {}
        self.learned: dict[int, tuple[object, ...]] = {}
        for organisation in organisations:
            self.learn(organisation)

    def learn(self, organisation: Buyer | Competitor) -> bool:
        """Takes in an organisation, its other spellings and identifiers; the first to have a name keeps it.

        False where it was known by other ones before: then this index no longer stands.
        """
        learned = (organisation.name, organisation.aliases, organisation.identifiers)
        if self.learned.setdefault(organisation.id, learned) != learned:
            return False
        for identifier in organisation.identifiers:
            self.by_identifier.setdefault((identifier.scheme, identifier.id), organisation.id)
        for name in (organisation.name, *organisation.aliases):
            self.by_name.setdefault(normal(name), organisation.id)
        return True

    def find(self, name: str, identifiers: Iterable[Identifier] = ()) -> int:
        """The number of the organisation meant, 0 where none is known."""
        for identifier in identifiers:
            number = self.by_identifier.get((identifier.scheme, identifier.id))
            if number:
                return number
        return self.by_name.get(normal(name), 0)

    def near(self, name: str, limit: int = 3) -> Iterator[tuple[int, float]]:
        """Organisations with a similar but not equal name, nearest first: (number, likeness 0..100)."""
        from rapidfuzz import fuzz, process  # 20 ms to import; most acts never ask

        key = normal(name)
        if len(key) < SHORT:
            return
        scorer = fuzz.token_sort_ratio
        candidates = process.extract(key, self.by_name.keys(), scorer=scorer, score_cutoff=NEAR, limit=limit + 1)
        seen: set[int] = set()
        for other, likeness, _ in candidates:
            number = self.by_name[other]
            if other != key and number not in seen:
                seen.add(number)
                yield number, likeness
