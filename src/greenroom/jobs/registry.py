"""Which function does which kind of work. Functions stand in each slice's `tasks`."""

from collections.abc import Callable
from typing import Protocol

from django.utils.module_loading import autodiscover_modules


class Work(Protocol):
    """What a task is handed: a way to show progress and to hear that it should stop."""

    def progress(self, done: int, total: int, phase: str = "") -> None:
        """Show how much is settled. Raises `Cancelled` when someone has asked for an end."""

    def is_cancelled(self) -> bool:
        """Has someone asked for an end? Cheap enough to ask often."""


class Cancelled(Exception):
    """Raised inside a task that was asked to stop."""


Function = Callable[..., None]
_functions: dict[str, Function] = {}


def task(kind: str) -> Callable[[Function], Function]:
    """Register `function(work, **arguments)` as the task `kind`. It must be safe to run twice."""

    def register(function: Function) -> Function:
        if kind in _functions and _functions[kind] is not function:
            raise ValueError(f"`kind` of task must be unique. Got {kind!r} twice.")
        _functions[kind] = function
        return function

    return register


def function_for(kind: str) -> Function:
    """Raises KeyError when no slice registers `kind`. The slices' tasks are imported at the first call."""
    if kind not in _functions:
        autodiscover_modules("tasks")
    return _functions[kind]
