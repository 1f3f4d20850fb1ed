"""What a file must not be, and how its refusal is told."""

MAX_BYTES = 100 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELL = 100_000
"""Characters in one cell."""


class UnreadableTable(Exception):
    """The file is no table that can be read. `message` says what happened and what to do.

    `code` is one of: empty, too_large, wrong_type, old_excel, zip_bomb, nul, half_sign, encoding, separator,
    unclosed_quote, long_cell, long_row, duplicate_header, no_header, too_many_columns, too_many_rows, header_only,
    no_sheet, damaged. `facts` holds the numbers and names that the message speaks of.
    """

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts


def column_letter(index: int) -> str:
    """0 is A, 26 is AA: the name that a spreadsheet shows above the column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
