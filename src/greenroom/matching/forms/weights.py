"""Weights that an address brings to the rules page: they fill its form, and nothing is kept by that."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from greenroom.matching.core import Rules

PREFIX = "weight-"
MOST = 100


def address_part(points: Mapping[str, int]) -> str:
    """The points of each criterion as the end of an address.

    >>> address_part({"skills": 60, "hours": 40})
    'weight-skills=60&weight-hours=40'
    """
    return urlencode({PREFIX + key: value for key, value in points.items()})


def with_weights_from(address: Mapping[str, str], rules: Rules) -> Rules | None:
    """The rules with the weights of the address in place of their own, None where it brings none that can be used.

    What a criterion counts for on the mentor's side alone stays.
    """
    given = {
        criterion.key: int(value)
        for criterion in rules.criteria
        if (value := address.get(PREFIX + criterion.key, "")).isascii()
        and value.isdigit()
        and len(value) <= len(str(MOST))
    }
    if not given or max(given.values()) > MOST:
        return None
    criteria = tuple(
        replace(one, weight=float(given[one.key])) if one.key in given else one for one in rules.criteria
    )
    return replace(rules, criteria=criteria)
