"""Who is who: organisations matched by identifier, then by normalised name, then only proposed by similarity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bidtracker.domain.message import label
from bidtracker.domain.names import normal
from bidtracker.domain.records import Buyer, Competitor, Identifier
from bidtracker.later import late_pattern

ALIKE = label("{name} is written much like {known} ({likeness} of 100)")
NEAR = 88.0  # likeness from which two normalised names are worth a question; 0..100
SHORT = 5  # letters; names and words shorter than this are alike too easily
_NUMBER = late_pattern(r"\d+")
COMMON = 200  # a word that so many names share tells nothing


class OrganisationNames:
    """The organisations of one kind, found by what a list or a person calls them."""

    def __init__(self, organisations: Iterable[Buyer | Competitor] = ()) -> None:
        self.by_identifier: dict[tuple[str, str], int] = {}
        self.by_name: dict[str, dict[str, int]] = {}  # normalised name -> country -> number
        self.learned: dict[int, tuple[str, tuple[str, ...], tuple[Identifier, ...], str]] = {}
        self._by_word: defaultdict[str, set[str]] | None = None
        for organisation in organisations:
            self.learn(organisation)

    def learn(self, organisation: Buyer | Competitor) -> bool:
        """Takes in an organisation, its other spellings and identifiers; the first to have a name keeps it.

        False where it was known by other ones before: then this index no longer stands.
        """
        learned = (organisation.name, organisation.aliases, organisation.identifiers, organisation.country)
        if self.learned.setdefault(organisation.id, learned) != learned:
            return False
        for identifier in organisation.identifiers:
            self.by_identifier.setdefault((identifier.scheme, identifier.id), organisation.id)
        for name in (organisation.name, *organisation.aliases):
            key = normal(name)
            self.by_name.setdefault(key, {}).setdefault(organisation.country, organisation.id)
            if self._by_word is not None:
                self._index(key)
        return True

    def identifiers(self, number: int) -> tuple[Identifier, ...]:
        """The identifiers by which an organisation is known."""
        learned = self.learned.get(number)
        return learned[2] if learned else ()

    def forget(self, number: int) -> None:
        """Makes ready to learn a known organisation anew, with more names or identifiers than before."""
        self.learned.pop(number, None)

    def find(self, name: str, identifiers: Iterable[Identifier] = (), country: str = "") -> int:
        """The number of the organisation meant, 0 where none is known.

        The same name in two countries is two organisations; a country that is not told fits any.
        """
        for identifier in identifiers:
            number = self.by_identifier.get((identifier.scheme, identifier.id))
            if number:
                return number
        named = self.by_name.get(normal(name))
        if not named:
            return 0
        if not country:
            return named.get("") or next(iter(named.values()))
        return named.get(country) or named.get("", 0)

    def near(self, name: str, limit: int = 3) -> list[tuple[int, float]]:
        """Organisations with a similar but not equal name, nearest first: (number, likeness 0..100).

        Names with other numbers in them are other organisations, however alike the rest is: School 12 and School 14.
        """
        key = normal(name)
        if len(key) < SHORT:
            return []
        # Only names that share a word, or the start of one, are compared: all with all would take hours at 100,000.
        numbers = _numbers(key)
        candidates = sorted(other for other in self._sharing(key) - {key} if _numbers(other) == numbers)
        if not candidates:
            return []
        from rapidfuzz import fuzz, process  # 20 ms to import; most acts never ask

        alike = process.extract(key, candidates, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=limit)
        likenesses: dict[int, float] = {}
        for other, likeness, _ in alike:
            for number in self.by_name[other].values():
                likenesses.setdefault(number, likeness)
        return list(likenesses.items())[:limit]

    def _sharing(self, key: str) -> set[str]:
        """The names that share a part with one, but for parts that very many have."""
        if self._by_word is None:
            self._by_word = defaultdict(set)
            for name in self.by_name:
                self._index(name)
        names: set[str] = set()
        for part in _parts(key):
            sharing = self._by_word.get(part)
            if sharing and len(sharing) <= COMMON:
                names |= sharing
        return names

    def _index(self, key: str) -> None:
        assert self._by_word is not None
        for part in _parts(key):
            self._by_word[part].add(key)


def _numbers(key: str) -> list[str]:
    """The numbers in a name, in order, without leading zeros."""
    return sorted(number.lstrip("0") for number in _NUMBER.findall(key))


def _parts(key: str) -> list[str]:
    """What two names share when they are worth comparing: long words and beginnings of words."""
    if key.isascii():
        words = key.split()
        return [word for word in words if len(word) >= SHORT] + [f"{word[:4]}…" for word in words]
    compact = key.replace(" ", "")  # scripts without spaces: pairs of neighbouring letters
    return [compact[at : at + 2] for at in range(len(compact) - 1)]
