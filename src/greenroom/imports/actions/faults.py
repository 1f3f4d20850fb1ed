"""Every fault of an attempt, kept in little memory: the first hundred as they are, all of them deflated."""

import csv
import zlib
from typing import Any

from greenroom.base.tables import neutralize
from greenroom.imports.core.rows import Fault

SHOWN = 100
HEADER = ("row", "column", "value", "what is wrong", "stops the import")


class FaultLog:
    def __init__(self) -> None:
        self.faults: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.fault_count = 0
        self.note_count = 0
        self._packer = zlib.compressobj(6)
        self._packed: list[bytes] = []
        self._writer = csv.writer(self)
        self._writer.writerow(HEADER)

    def add(self, fault: Fault) -> None:
        shown = {"row": fault.row, "column": fault.column, "value": fault.value, "message": fault.message}
        if fault.blocks:
            self.fault_count += 1
            kept = self.faults
        else:
            self.note_count += 1
            kept = self.notes
        if len(kept) < SHOWN:
            kept.append(shown)
        self._writer.writerow(
            [
                fault.row,
                neutralize(fault.column),
                neutralize(fault.value),
                neutralize(fault.message),
                "yes" if fault.blocks else "no",
            ]
        )

    def write(self, line: str) -> None:
        """What `csv.writer` calls."""
        packed = self._packer.compress(line.encode(errors="replace"))
        if packed:
            self._packed.append(packed)

    def packed(self) -> bytes:
        """All faults as CSV, deflated. Ends the log."""
        return b"".join([*self._packed, self._packer.flush()])
