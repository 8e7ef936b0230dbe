"""Words that were mistyped, set right by those that the book's names are made of."""

from __future__ import annotations

from collections.abc import Iterable

from bidtracker.domain.text import fold

ALIKE = 75.0  # likeness from which one word may be meant by another; 0..100
SHORT = 4  # letters; shorter words are alike too easily


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
