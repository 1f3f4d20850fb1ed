"""Where passes run: any `concurrent.futures.Executor`, by default one thread for each core.

An executor may offer two things more. ``share(value)`` sends a value once and returns what is then given to
``submit`` in its place; without it the value itself is given, as threads need. ``threads`` says how many jobs run at
the same time. Jobs are functions of a module and answer with small arrays.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, TypeVar

Result = TypeVar("Result")

LOOK_EVERY: Final = 0.5
"""Seconds between two looks at whether the work is still wanted."""


class Workers:
    """Runs jobs on an executor, with an eye on whether they are still wanted."""

    def __init__(self, executor: Executor, look: Callable[[], None]) -> None:
        """Prepare; ``look`` is called now and then from the calling thread, and may raise to give up."""
        self.executor, self.look = executor, look
        threads = getattr(executor, "threads", None) or getattr(executor, "_max_workers", None)
        self.ahead = 2 * (int(threads) if threads else cores()) + 2

    def share(self, value: Any) -> Any:
        """Return what to hand to jobs for a value that many of them need."""
        share = getattr(self.executor, "share", None)
        return value if share is None else share(value)

    def run(self, job: Callable[..., Result], asked: Iterable[tuple[Any, ...]]) -> Iterator[Result]:
        """Yield what ``job(*arguments)`` returns for each of the arguments, in their order.

        Only so many jobs wait at a time that no worker runs dry. An error of a job is raised here, and whatever
        ends this, the jobs that have not begun are called off.
        """
        waiting: deque[Future[Result]] = deque()
        try:
            for arguments in asked:
                if len(waiting) >= self.ahead:
                    yield self._result(waiting.popleft())
                waiting.append(self.executor.submit(job, *arguments))
            while waiting:
                yield self._result(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()

    def _result(self, future: "Future[Result]") -> Result:
        while True:
            try:
                result = future.result(timeout=LOOK_EVERY)
            except TimeoutError:
                if future.done():
                    raise
                self.look()
            else:
                self.look()
                return result


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def workers_on(executor: Executor | None, look: Callable[[], None]) -> Iterator[Workers]:
    """Yield workers on an executor, or on threads of their own that end with the block."""
    if executor is not None:
        yield Workers(executor, look)
        return
    threads = ThreadPoolExecutor(cores(), thread_name_prefix="matching")
    try:
        yield Workers(threads, look)
    finally:
        threads.shutdown(wait=True, cancel_futures=True)
