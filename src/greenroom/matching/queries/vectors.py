"""What the model made of texts, kept for a month, so that no text is read twice."""

from collections.abc import Mapping, Sequence

from django.core.cache import caches

AT_ONCE = 150


class CachedVectors:
    """Vectors in the cache named `texts`, by the hash of the text alone: nothing tells whose it was."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for start in range(0, len(keys), AT_ONCE):
            found |= caches["texts"].get_many(keys[start : start + AT_ONCE])
        return found

    def put_many(self, found: Mapping[str, bytes]) -> None:
        caches["texts"].set_many(dict(found))
