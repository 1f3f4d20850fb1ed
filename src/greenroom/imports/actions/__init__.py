"""Every write of imports: uploads and how they are read, attempts, and the people that an attempt writes."""

from greenroom.imports.actions.attempts import cancel_attempt, perform, request_attempt
from greenroom.imports.actions.uploads import change_reading, forget_old_files, map_columns, upload

__all__ = [
    "cancel_attempt",
    "change_reading",
    "forget_old_files",
    "map_columns",
    "perform",
    "request_attempt",
    "upload",
]
