"""Options of criteria and constraints, read with a reason where they cannot be."""

from collections.abc import Mapping
from typing import Any

from greenroom.matching.core.criteria.features import BadOption


def number_option(
    options: Mapping[str, Any], name: str, *, default: float, low: float, high: float = 1e9
) -> float:
    """Read a number from the options. Raises `BadOption`."""
    value = options.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadOption(f"`{name}` must be a number in [{low:g}, {high:g}]. Got {value!r}.")
    return float(value)


def whole_option(options: Mapping[str, Any], name: str, *, default: int, low: int) -> int:
    """Read a whole number from the options. Raises `BadOption`."""
    value = options.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= 10**6:
        raise BadOption(f"`{name}` must be an int in [{low}, 1000000]. Got {value!r}.")
    return value
