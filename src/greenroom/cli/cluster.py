"""The cluster that GREENROOM_CLUSTER names, for commands that load no Django."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from greenroom.matching.core.pairs.cluster import ClusterExecutor, ClusterFailed, cluster_address, executor_at


@contextmanager
def executor_of_environment() -> Iterator[ClusterExecutor | None]:
    """Yield an executor on that cluster, None if there is none to use. Raises `ClusterFailed`."""
    text = os.environ.get("GREENROOM_CLUSTER", "")
    try:
        address = cluster_address(text) if text.strip() else ""
    except ValueError as error:
        raise ClusterFailed(f"GREENROOM_CLUSTER cannot be {text!r}. {error}") from None
    with executor_at(address) as executor:
        yield executor
