"""Passes over all pairs on the workers of a Dask cluster, where one machine is too small.

Needs the optional packages of ``greenroom[cluster]``, which are imported only when an address is given. Workers
need the same version of Greenroom. What they are sent are the compiled numbers of a problem, no names and no answers.
"""

import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from greenroom import __version__

Result = TypeVar("Result")

CONNECT_WITHIN: Final = 10
"""Seconds to wait for the scheduler."""
FIRST_WORKER_WITHIN: Final = 30
"""Seconds to wait for the first worker; one that was killed takes some to come back."""
ALONE_AT_MOST: Final = 60
"""Seconds to wait for a worker to come back when all have gone."""
LOOK_EVERY: Final = 2.0
ANSWER_WITHIN: Final = 10
"""Seconds after which it is asked again whether the answer of a task is still wanted."""


class ClusterFailed(Exception):
    """The cluster cannot be used; the message says what happened and what to do. There is no answer."""


def cluster_address(text: str) -> str:
    """Return the address of a Dask scheduler. Raises ValueError with the remedy.

    >>> cluster_address(" tcp://scheduler:8786/ ")
    'tcp://scheduler:8786'
    """
    remedy = "Give the address of a Dask scheduler, such as tcp://scheduler:8786."
    parts = urlsplit(text.strip())
    try:
        is_whole = parts.scheme in ("tcp", "tls") and parts.hostname and parts.port
    except ValueError:
        raise ValueError(remedy) from None
    if not is_whole or parts.path not in ("", "/") or parts.query:
        raise ValueError(remedy)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def executor_at(address: str) -> Iterator["ClusterExecutor | None"]:
    """Yield an executor on the cluster at an address, or None for none: then this machine’s threads do the work.

    On leaving, whatever still runs is given up. Raises `ClusterFailed`, and ValueError for what is no address.
    """
    if not address.strip():
        yield None
        return
    executor = ClusterExecutor(cluster_address(address))
    try:
        yield executor
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


class ClusterExecutor(Executor):
    """A `concurrent.futures.Executor` on Dask’s workers.

    A worker that dies is replaced by another one, which gets what was shared anew. When the scheduler or the last
    worker is gone for good, what is waited for raises `ClusterFailed`.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = _connected(address)
        self._waiting: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        try:
            self.threads = self._check_workers()
        except BaseException:
            self._client.close()
            raise
        threading.Thread(target=self._watch, name="cluster", daemon=True).start()

    def share(self, value: Any) -> Any:
        """Send a value once, to be given to any number of `submit` in its place; drop it and it is forgotten.

        It travels as a task and not as scattered data, so that it can be had again when a worker dies.
        """
        import dask

        packed = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
            return self._client.submit(pickle.loads, packed, pure=False)

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """Run a function on some worker; arguments may be what `share` returned."""
        if self._ended.is_set():
            raise RuntimeError("The cluster is not used any more.")
        answer: Future[Result] = Future()
        with self._lock:
            self._waiting.add(answer)
        task = self._client.submit(fn, *args, pure=False, **kwargs)
        answer.add_done_callback(lambda _: task.cancel() if answer.cancelled() else None)
        task.add_done_callback(lambda done: self._pass_on(done, answer))
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor has it
        """Let go of the cluster; with ``wait``, after what was submitted is done."""
        if self._ended.is_set():
            return
        with self._lock:
            waiting = list(self._waiting)
        if wait and not cancel_futures:
            for one in waiting:
                one.exception()
        self._ended.set()
        for one in waiting:
            one.cancel()
        self._client.close()

    def _pass_on(self, task: Any, answer: "Future[Any]") -> None:
        """Answer with what a task came to, in our words where it is the cluster that failed; workers then forget it."""
        try:
            result = self._result_of(task)
        except CancelledError:
            self._fail(answer, "lost a part of the work")
        except Exception as error:  # noqa: BLE001 - whatever the worker raised belongs to who asked
            if type(error).__module__.startswith("distributed"):
                self._fail(answer, f"gave up a part of the work ({error})")
            else:
                _settle(answer, error=error)
        else:
            _settle(answer, result=result)
        finally:
            task.release()
            with self._lock:
                self._waiting.discard(answer)

    def _result_of(self, task: Any) -> Any:
        """Return what a task came to. Raises what it raised, and CancelledError once the cluster is let go."""
        while not self._ended.is_set():
            try:
                return task.result(timeout=ANSWER_WITHIN)
            except TimeoutError:  # a client that was closed at this moment never answers
                if task.status == "error":
                    raise
        raise CancelledError

    def _fail(self, answer: "Future[Any]", what: str) -> None:
        words = f"The cluster at {self.address} {what}. Look at the logs of its workers, then start again."
        _settle(answer, error=ClusterFailed(words))

    def _check_workers(self) -> int:
        """Return how many threads the workers have. Raises `ClusterFailed` if there are none, or strange ones."""
        try:
            self._client.wait_for_workers(1, timeout=FIRST_WORKER_WITHIN)
        except TimeoutError:
            words = (
                f"The cluster at {self.address} has no workers. Start some with: dask worker {self.address}"
            )
            raise ClusterFailed(words) from None
        said = self._client.run(_version, on_error="return")
        strange = {
            worker: version if isinstance(version, str) else "none"
            for worker, version in said.items()
            if version != __version__
            and not isinstance(version, OSError)  # it died, and will not be given work
        }
        if strange:
            worker, version = next(iter(strange.items()))
            raise ClusterFailed(
                f"{len(strange)} of {len(said)} workers of the cluster at {self.address} have another version of "
                f"Greenroom ({worker}: {version}; here: {__version__}). Install the same version on all of them."
            )
        return int(sum(self._client.nthreads().values()))

    def _watch(self) -> None:
        """Nobody waits for ever: fail what is waited for when the scheduler, or every worker, stays away."""
        alone = 0.0
        while not self._ended.wait(LOOK_EVERY):
            try:
                is_alone = (
                    self._client.status != "running"
                    or not self._client.scheduler_info(n_workers=1)["workers"]
                )
            except Exception:  # noqa: BLE001 - whatever keeps it from answering, it did not answer
                is_alone = True
            alone = alone + LOOK_EVERY if is_alone else 0.0
            if alone < ALONE_AT_MOST:
                continue
            with self._lock:
                waiting, self._waiting = list(self._waiting), set()
            for one in waiting:
                self._fail(one, f"has had no worker for {ALONE_AT_MOST} seconds")


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterFailed(
            "GREENROOM_CLUSTER is set, but the packages for it are not installed. Install greenroom[cluster], "
            "or requirements/cluster.txt, or leave the variable empty to use this machine alone."
        ) from None
    try:
        return Client(address, timeout=CONNECT_WITHIN, set_as_default=False, name="greenroom")  # type: ignore[no-untyped-call] # so it is in Dask
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterFailed(
            f"The cluster at {address} cannot be reached. Check that a Dask scheduler runs there and that this "
            "machine may connect to it, or leave GREENROOM_CLUSTER empty to use this machine alone."
        ) from error


def _version() -> str:
    return __version__


def _settle(answer: "Future[Any]", *, result: Any = None, error: BaseException | None = None) -> None:
    """Answer, unless someone has answered or given up waiting at this very moment."""
    with suppress(InvalidStateError, RuntimeError):
        if answer.done() or not answer.set_running_or_notify_cancel():
            return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)
