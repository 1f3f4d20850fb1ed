import doctest
import importlib

import pytest

from greenroom.cli.sheets.fits import number_of
from greenroom.imports.core.reading import BadValue


@pytest.mark.parametrize("name", ["answers", "fits", "output"])
def test_doctests_of_the_sheets_hold(name: str) -> None:
    module = importlib.import_module(f"greenroom.cli.sheets.{name}")
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)


@pytest.mark.parametrize("text", ["", "good", "1e999999999", "nan", "inf", "1,2,3", "--1"])
def test_number_of_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        number_of(text)
