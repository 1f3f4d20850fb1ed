"""What the model made of a text is kept, so that no text is read twice."""

from greenroom.matching.core.criteria import meanings
from greenroom.matching.queries.vectors import CachedVectors


def test_vectors_are_kept_by_key_and_given_back_however_many_are_asked_for() -> None:
    kept = CachedVectors()
    some = {f"{k:064}": bytes([k % 256]) * 4 * meanings.DIMENSIONS for k in range(200)}
    kept.put_many(some)
    assert kept.get_many([*some, "another"]) == some
