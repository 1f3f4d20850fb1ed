from collections.abc import Iterator

import pytest
from django.urls import get_script_prefix, set_script_prefix


@pytest.fixture(autouse=True)
def _same_prefix_after() -> Iterator[None]:
    """No test hands its organization's prefix to the next."""
    before = get_script_prefix()
    yield
    set_script_prefix(before)
