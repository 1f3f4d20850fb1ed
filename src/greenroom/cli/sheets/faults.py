"""Everything wrong with the files, gathered before anything is done."""

from collections.abc import Sequence


class Unusable(Exception):
    """The files cannot be used as they are. ``faults`` has one sentence for each row and column to mend."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(self.faults))


def at(filename: str, row: int, column: str, message: str) -> str:
    """Say where: file, row as a spreadsheet numbers it, column by its title."""
    place = f"{filename}, row {row}"
    return f"{place}, column “{column}”: {message}" if column else f"{place}: {message}"
