"""Who builds the units: this process, several of them, or a cluster's workers; the same pages from all.

Knows executors. Workers put pages into a folder that everybody sees, and send back hashes and summaries, so
that this process never has to carry a page. Of a unit it knows no more than whether it is a
week, which is worth a process.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sjboard.build.tasks import Built, Context, Crew, Store, Task, WeekTask, do
from sjboard.build.tasks import alone as one_after_the_other
from sjboard.edges.beside import cores
from sjboard.edges.package import program

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from sjboard.edges.made import Shelving
    from sjboard.render import Renderer

FEW = 1
"""Up to so many weeks are built here: a process costs more to start than it saves."""
_AHEAD = 2
"""How many tasks each other process has: one at work, and one so that it need not wait for us."""
_PARTS = 4
"""How many parts of the work a cluster's worker gets, one after the other: a lost one is a small loss."""


class WorkerLost(Exception):  # noqa: N818 - nobody's error: somebody ended a process of ours
    """A process that built pages was ended from outside; nothing was published."""


class NoCluster(Exception):  # noqa: N818 - nobody's error: it is not there, or not installed
    """``why``: ``missing`` (the extra is not installed), ``unreachable``, ``empty`` (no worker)."""

    def __init__(self, why: str, address: str) -> None:
        super().__init__(why, address)
        self.why = why
        self.address = address


class OtherProgram(Exception):  # noqa: N818 - nobody's error: a machine has to be brought up to date
    """A cluster's worker has another version of the program; ``found`` is its version."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


@contextlib.contextmanager
def here(jobs: int | None, store: Shelving) -> Iterator[Crew]:
    """Build in as many processes as asked for; None: as many as there are cores, one for small work.

    This process is one of them. The others begin when they are given tasks, whether or not somebody asks for
    results yet, and stay for what follows.
    """
    with contextlib.ExitStack() as after:
        others: Executor | None = None
        count = 0

        def crew(context: Context, renderer: Renderer, tasks: Sequence[Task]) -> Iterable[Built]:
            nonlocal others, count
            if others is None:
                count = min(jobs or cores(), len(tasks)) - 1
                if count == 0 or (jobs is None and _is_little(tasks)):
                    return one_after_the_other(store)(context, renderer, tasks)
                others = after.enter_context(_processes(count, context, renderer, store))
            else:  # a school's weeks are made
                after.enter_context(_flushing(store))
            return _Shared(others, count, tasks).results(
                lambda task: do(task, context, renderer, store)
            )

        yield crew


@contextlib.contextmanager
def _flushing(store: Shelving) -> Iterator[None]:
    """Let the disk begin to write what lies in the store, while something else is done.

    Raises ``OSError`` at the end where it could not: the system tells of that once.
    """
    failed: list[OSError] = []

    def flush() -> None:
        try:
            store.flush({})
        except OSError as failure:
            failed.append(failure)

    writing = threading.Thread(target=flush)
    writing.start()
    try:
        yield
    finally:
        writing.join()
    if failed:
        raise failed[0]


def _is_little(tasks: Iterable[Task]) -> bool:
    return sum(isinstance(task, WeekTask) for task in tasks) <= FEW


@contextlib.contextmanager
def _processes(
    count: int, context: Context, renderer: Renderer, store: Store
) -> Iterator[Executor]:
    """Give processes: forked where that is safe, since a new one takes as long to start as a week."""
    import multiprocessing  # noqa: PLC0415 - not for a few weeks
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    fork = sys.platform == "linux"
    method = multiprocessing.get_context("fork" if fork else "spawn")
    _Bench.lay(context, renderer if fork else None, store)
    pool = (
        ProcessPoolExecutor(count, method, initializer=_deaf)
        if fork
        else ProcessPoolExecutor(count, method, initializer=_begin, initargs=(context, store))
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)  # none outlives us
        _Bench.clear()


class _Shared:
    """Tasks that this process and others share: it does the next one itself instead of waiting.

    A process that is forked pays for every page of memory that it touches, so one that would only wait is
    one too many.
    """

    def __init__(self, others: Executor, count: int, tasks: Sequence[Task]) -> None:
        self._others = others
        self._ahead = count * _AHEAD
        self._left = deque(enumerate(tasks))
        self._given: dict[int, Future[Built]] = {}
        self._count = len(tasks)
        self._hand_out()

    def results(self, do_here: Callable[[Task], Built]) -> Iterator[Built]:
        """Give the results in the tasks' order."""
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - not for a few weeks

        done: dict[int, Built] = {}
        for number in range(self._count):
            while number not in done:
                given = self._given.get(number)
                if given is None or (self._left and not given.done()):
                    next_, task = self._left.popleft()
                    done[next_] = do_here(task)
                else:
                    try:
                        done[number] = self._given.pop(number).result()
                    except BrokenProcessPool:
                        raise WorkerLost from None
                self._hand_out()
            yield done.pop(number)

    def _hand_out(self) -> None:
        """Let the others always have something to do, and leave the last for this process.

        One of them may be ended as early as that.
        """
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - not for a few weeks

        busy = sum(not given.done() for given in self._given.values())
        try:
            while busy < self._ahead and len(self._left) > 1:
                number, task = self._left.popleft()
                self._given[number] = self._others.submit(_build, task)
                busy += 1
        except BrokenProcessPool:
            raise WorkerLost from None


@contextlib.contextmanager
def at(address: str, store: Shelving) -> Iterator[Crew]:
    """Build on the workers of the Dask cluster at this address. Raises ``NoCluster``."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra that few schools need
    except ImportError:
        raise NoCluster("missing", address) from None
    try:
        client = Client(address, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as failure:
        raise NoCluster("unreachable", address) from failure
    with client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise NoCluster("empty", address)
        executor = client.get_executor(retries=3)  # type: ignore[no-untyped-call]
        yield there(executor, workers, store)


def there(executor: Executor, workers: int, store: Shelving) -> Crew:
    """Build on an executor of any kind, a cluster's above all; all machines see the store's folder."""

    def crew(context: Context, _renderer: Renderer, tasks: Sequence[Task]) -> Iterator[Built]:
        size = max(1, len(tasks) // (workers * _PARTS))
        mine = program()
        waiting: list[Future[list[Built]]] = [
            executor.submit(_build_there, mine, context, tasks[start : start + size], store)
            for start in range(0, len(tasks), size)
        ]
        for one in waiting:
            yield from one.result()

    return crew


class _Bench:
    """What a worker process has at hand: what all its weeks have in common."""

    context: Context | None = None
    renderer: Renderer | None = None
    store: Store | None = None

    @classmethod
    def lay(cls, context: Context, renderer: Renderer | None, store: Store) -> None:
        if cls.context is None or cls.context.key != context.key or renderer is not None:
            cls.context, cls.renderer = context, renderer
        cls.store = store

    @classmethod
    def clear(cls) -> None:
        cls.context = cls.renderer = cls.store = None


def _begin(context: Context, store: Store) -> None:
    _deaf()
    _Bench.lay(context, None, store)


def _deaf() -> None:
    """Leave Ctrl-C to the process that began the work: it ends the others."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _build(task: Task) -> Built:
    context, store = _Bench.context, _Bench.store
    assert context is not None and store is not None  # noqa: S101, PT018 - laid before any task
    if _Bench.renderer is None:
        _Bench.renderer = context.renderer()
    return do(task, context, _Bench.renderer, store)


def _build_there(
    mine: str, context: Context, tasks: Sequence[Task], store: Shelving
) -> list[Built]:
    if program() != mine:
        raise OtherProgram(program())
    _Bench.lay(context, None, store)
    built = [_build(task) for task in tasks]
    store.flush({route: hash_ for one in built for route, hash_ in one.pages.items()})
    return built
