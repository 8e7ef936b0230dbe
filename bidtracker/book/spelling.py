"""Words that were mistyped, set right by those that the book's names are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bidtracker.domain.text import fold

ALIKE = 75.0  # likeness from which one word may be meant by another; 0..100
SHORT = 4  # letters; shorter words are alike too easily


def likest(text: str, names: Sequence[str], most: int) -> list[tuple[int, float]]:
    """The places of the names that are likest to a text, each with how like (0..100), the likest first; of equals the
    shortest. `names` are folded."""
    from rapidfuzz import fuzz, process  # 20 ms to import

    typed = fold(text.strip())
    matches = process.extract(typed, names, scorer=fuzz.partial_ratio, score_cutoff=ALIKE, limit=most * 4)
    ranked = sorted(((place, like) for name, like, place in matches), key=lambda m: (-m[1], len(names[m[0]]), m[0]))
    return ranked[:most]


def respelled(text: str, names: Iterable[str]) -> str:
    """The text with each word that is in none of the names replaced by the likest one that is; "" where no word
    changes. `respelled("beds ketering", ["Kettering NHS", "Beds"]) == "beds kettering"`."""
    typed = fold(text).split()
    words = {word.strip(".,;:()") for name in names for word in fold(name).split()}
    joined = "\n".join(words)
    strange = [word for word in typed if word not in joined and len(word) >= SHORT]
    if not strange:
        return ""
    from rapidfuzz import fuzz, process  # 20 ms to import; most searches are spelled right

    candidates = [word for word in words if len(word) >= SHORT]
    right = {}
    for word in strange:
        likest = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=ALIKE)
        right[word] = likest[0] if likest else word
    fixed = " ".join(right.get(word, word) for word in typed)
    return "" if fixed == " ".join(typed) else fixed
