"""Matrix products on one thread each, while the passes themselves keep all cores busy.

A product that is spread over threads inside another that is spread over threads waits more than it works. OpenBLAS,
which numpy brings along, says how many threads it uses for the whole process and can be told; where numpy stands on
another library nothing is changed, and passes are only slower.
"""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

NAMES: Final = (
    "scipy_openblas_{}_num_threads64_",
    "scipy_openblas_{}_num_threads",
    "openblas_{}_num_threads64_",
    "openblas_{}_num_threads",
)

_lock = threading.Lock()
_inside = 0
_before = 1


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute matrix products on the calling thread alone; the last one out restores what was set before."""
    global _inside, _before  # noqa: PLW0603 - the setting is the process's own
    library = _openblas()
    if library is None:
        yield
        return
    get, set_ = library
    with _lock:
        if _inside == 0:
            _before = int(get())
            set_(1)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                set_(_before)


@cache
def _openblas() -> tuple[Any, Any] | None:
    """Return OpenBLAS's functions that get and set the number of threads, as numpy has loaded them."""
    import numpy as np

    try:
        library = ctypes.CDLL(np._core._multiarray_umath.__file__)  # type: ignore[attr-defined]  # noqa: SLF001 - where numpy links its BLAS
    except (AttributeError, OSError):
        return None
    for name in NAMES:
        get, set_ = (getattr(library, name.format(verb), None) for verb in ("get", "set"))
        if get is not None and set_ is not None:
            return get, set_
    return None
