"""Texts by their words: TF-IDF, half by whole words and half by the letters inside them.

Words are runs of letters, marks and digits of any script, without regard to case. Three letters in a row, with the
edges of the word, catch inflection ("editing", "editor"); scripts that write no spaces are read two signs at a time.
A word counts ``(1 + ln(times)) · (ln((1 + n) / (1 + people who wrote it)) + ¼)`` (Salton and Buckley, *Term-weighting
approaches in automatic text retrieval*, 1988). What the two sides do not share lengthens a text and makes no column.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from greenroom.matching.core.criteria.features import Floats

MOST_COLUMNS: Final = 512
"""Of the words, and of the letters inside them, that both sides use: the most used."""
NO_SPACES: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF), (0xF900, 0xFAFF))
TELLING: Final = 4
_PLAIN: Final = (
    "about above after again also always another anyone anything around because been before being below between both "
    "could does doing done down during each else even ever every everyone everything find from full further give "
    "going good great have having help here hers herself himself into itself just keep know like little look made "
    "make making many more most much must myself need needs never next nothing often once only other others ours "
    "over people really same she should some someone something still such take than that their theirs them "
    "themselves then there these they thing things this those through together under until upon using very want "
    "wants well were what when where which while will with within without work working would year years your yours "
    "aber auch dass dein eine einem einen einer euch habe haben mein mehr möchte nach nicht oder sein sich sind über "
    "unter wenn werden wird avec bien cette dans elle entre être faire leur mais même nous plus pour sans sont sous "
    "sur tout très vous como cuando desde donde entre esta este hacer hasta más para pero porque quiero sobre todo"
)
PLAIN_WORDS: Final = frozenset(_PLAIN.split())
"""Words that say nothing of what a text is about; only what is said of a pair leaves them out."""


def words_in(text: str) -> list[str]:
    """Return the words of a text in their order.

    >>> words_in("Line-producing, and “night shoots”: 3 of them")
    ['line', 'producing', 'and', 'night', 'shoots', '3', 'of', 'them']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign if _is_in_words(sign) else " " for sign in plain).split()


@lru_cache(maxsize=8192)
def _is_in_words(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def _is_spaceless(word: str) -> bool:
    return any(low <= ord(sign) <= high for sign in word for low, high in NO_SPACES)


def counted(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count a text's words, and the letters inside them, three in a row.

    >>> [sorted(one) for one in counted("edit")]
    [['edit'], [' ed', 'dit', 'edi', 'it ']]
    """
    words: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    for word in words_in(text):
        if _is_spaceless(word):
            pairs = [word[k : k + 2] for k in range(max(1, len(word) - 1))]
            words.update(pairs)
            letters.update(pairs)
            continue
        words[word] += 1
        edged = f" {word} "
        letters.update(edged[k : k + 3] for k in range(len(edged) - 2))
    return words, letters


def directions(mentees: Sequence[str], mentors: Sequence[str]) -> tuple[Floats, Floats]:
    """Return both sides' vectors, no longer than 1, whose products are the likeness of two texts.

    >>> left, right = directions(["night shoots"], ["Night shoots!", "opera"])
    >>> (left @ right.T).round(3).tolist()
    [[1.0, 0.0]]
    """
    sides = [[counted(text) for text in side] for side in (mentees, mentors)]
    parts: tuple[list[Floats], list[Floats]] = ([], [])
    for kind in (0, 1):
        left, right = ([one[kind] for one in side] for side in sides)
        weight = _weights([*left, *right])
        columns = _columns(left, right)
        for into, bags in ((parts[0], left), (parts[1], right)):
            into.append(_block(bags, weight=weight, columns=columns) * np.sqrt(0.5))
    return np.column_stack(parts[0]), np.column_stack(parts[1])


def _weights(bags: Sequence[Counter[str]]) -> dict[str, float]:
    written = Counter(word for bag in bags for word in bag)
    return {word: float(np.log((1 + len(bags)) / (1 + n))) + 0.25 for word, n in written.items()}


def _columns(left: Iterable[Counter[str]], right: Iterable[Counter[str]]) -> dict[str, int]:
    mine = Counter(word for bag in left for word in bag)
    theirs = Counter(word for bag in right for word in bag)
    both = sorted(mine.keys() & theirs.keys(), key=lambda word: (-mine[word] * theirs[word], word))
    return {word: n for n, word in enumerate(both[:MOST_COLUMNS])}


def _block(
    bags: Sequence[Counter[str]], *, weight: Mapping[str, float], columns: Mapping[str, int]
) -> Floats:
    block = np.zeros((len(bags), len(columns)))
    for row, bag in enumerate(bags):
        worth = {word: (1 + float(np.log(n))) * weight[word] for word, n in sorted(bag.items())}
        length = np.sqrt(sum(one * one for one in worth.values()))
        for word in worth.keys() & columns.keys():
            block[row, columns[word]] = worth[word] / length
    return block


def telling_words(mine: str, theirs: str, *, commonplace: frozenset[str] = frozenset()) -> list[str]:
    """Return words that both texts hold and that say what they are about, in the order of the first.

    >>> telling_words("I want to crew night shoots", "Twenty years of night shoots; I crew with care")
    ['crew', 'night', 'shoots']
    """
    known = set(words_in(theirs))
    return [
        word
        for word in dict.fromkeys(words_in(mine))
        if word in known
        and len(word) >= (2 if _is_spaceless(word) else TELLING)
        and not word.isdigit()
        and word not in PLAIN_WORDS
        and word not in commonplace
    ]


def commonplace_words(texts: Sequence[str]) -> frozenset[str]:
    """Return the words that more than a third of at least ten texts hold: they tell nothing of a pair.

    >>> sorted(commonplace_words(["film and sound"] * 4 + ["film"] * 8))
    ['film']
    """
    if len(texts) < 10:  # noqa: PLR2004 - said above
        return frozenset()
    written = Counter(word for text in texts for word in set(words_in(text)))
    return frozenset(word for word, n in written.items() if n * 3 > len(texts))
