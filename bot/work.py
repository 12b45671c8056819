"""Worker processes: run a named function elsewhere, with a deadline; a runaway is killed and its process replaced.

    parent                                   child (python -c "from bot.worker import serve; serve()")
    run("module:function", ...)  --job-->    import it, say "started", call it, say "done" or "failed"
    deadline, or too much memory --SIGKILL-> (a new child takes its place)

Frames are four bytes of length and a pickle. The deadline starts when the function's module is imported.
"""

import asyncio
import contextlib
import os
import pickle
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

_ROOT = Path(__file__).resolve().parent.parent
_IMPORT_SECONDS = 60.0
_LOOK_SECONDS = 0.2
_MEBIBYTE = 1024 * 1024


class WorkError(Exception):
    """A job did not come back with a result. Its message is for the log; who shows it has words of their own."""


class WorkTimedOut(WorkError):
    """The function ran past its deadline of `seconds` and was killed."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class WorkerDied(WorkError):
    """The process ended under the function: out of memory, a crash in C, or a signal."""


class WorkFailed(WorkError):
    """The function raised; the message is the child's traceback."""


class _Worker:
    """One child process. It takes one job at a time; after any WorkError but WorkFailed it is dead."""

    def __init__(self, process: asyncio.subprocess.Process, memory_mb: int) -> None:
        self._process = process
        self._memory_mb = memory_mb

    @classmethod
    async def start(cls, memory_mb: int) -> Self:
        # A worker reads strangers' bytes: it gets no secret. Same hash seed everywhere: same text, same facts.
        environment = {name: value for name, value in os.environ.items() if not name.endswith("TOKEN")}
        environment |= {
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(_ROOT),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            f"from bot.worker import serve; serve({os.getpid()})",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment,
            limit=_MEBIBYTE,
            start_new_session=True,
        )  # Ctrl-C in a terminal reaches the parent alone, which then closes us
        return cls(process, memory_mb)

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    async def call(self, name: str, frame: bytes, seconds: float) -> tuple[str, Any]:
        """("done", result) or ("failed", (pickled exception or None, traceback)). Anything else kills the child."""
        try:
            await self._send(frame)
            word, value = await self._next_frame(name, _IMPORT_SECONDS)
            if word == "started":
                word, value = await self._next_frame(name, seconds)
        except BaseException:  # also when the caller was cancelled: a busy worker is of no use to the next one
            await self.kill()
            raise
        return word, value

    async def _send(self, frame: bytes) -> None:
        stdin = cast("asyncio.StreamWriter", self._process.stdin)
        with contextlib.suppress(ConnectionError):  # a dead child shows itself when its answer is awaited
            stdin.write(len(frame).to_bytes(4, "big") + frame)
            await stdin.drain()

    async def _next_frame(self, name: str, seconds: float) -> tuple[str, Any]:
        answer = asyncio.ensure_future(self._read())
        end = asyncio.get_running_loop().time() + seconds
        try:
            while not answer.done():
                left = end - asyncio.get_running_loop().time()
                if left <= 0:
                    raise WorkTimedOut(f"{name} took longer than {seconds:g} s and was stopped", seconds)
                await asyncio.wait((answer,), timeout=min(left, _LOOK_SECONDS))
                # A short job is over before it is looked at.
                if not answer.done() and self._megabytes() > self._memory_mb:
                    raise WorkerDied(f"{name} took more than {self._memory_mb} MB and was stopped")
            return answer.result()
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await self._process.wait()
            raise WorkerDied(f"the worker process ended during {name} (exit code {code})") from None
        finally:
            answer.cancel()

    async def _read(self) -> tuple[str, Any]:
        stdout = cast("asyncio.StreamReader", self._process.stdout)
        size = int.from_bytes(await stdout.readexactly(4), "big")
        return pickle.loads(await stdout.readexactly(size))  # noqa: S301 - our own child

    def _megabytes(self) -> int:
        """What the child holds in memory; 0 where the system does not say."""
        try:
            pages = Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE") // _MEBIBYTE

    async def kill(self) -> None:
        """Returns when the process is gone and its pipes are closed; a second call does nothing."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()


class Workers:
    """`count` processes, started at once; jobs wait for a free one. Use it with `async with`."""

    def __init__(self, count: int, *, passing: tuple[type[Exception], ...], memory_mb: int = 1024) -> None:
        """Exceptions of the classes in `passing` cross the process boundary as themselves, others as WorkFailed."""
        self._passing = passing
        self._memory_mb = memory_mb
        self._free = asyncio.Semaphore(count)
        self._count = count
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._warm: list[str] = []
        self._is_closed = False

    async def __aenter__(self) -> Self:
        self._idle = list(await asyncio.gather(*(self._start() for _ in range(self._count))))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_closed = True
        await asyncio.gather(*(worker.kill() for worker in self._all))
        self._all.clear()
        self._idle.clear()

    async def run(self, name: str, /, *args: object, seconds: float = 10.0, **kwargs: object) -> Any:
        """The result of `module:function` called with these arguments in a worker; `seconds` counts from its start.

        Raises WorkTimedOut, WorkerDied, WorkFailed, or what the function raised if its class is in `passing`.
        """
        frame = pickle.dumps((name, args, kwargs), protocol=5)
        async with self._free:
            worker = await self._take()
            try:
                word, value = await worker.call(name, frame, seconds)
            finally:
                self._give_back(worker)
        return self._unwrap(word, value)

    async def warm(self, name: str) -> None:
        """Call `module:function` without arguments in every worker, and in each that is started later."""
        self._warm.append(name)
        for _number in range(self._count):
            await self._free.acquire()
        try:
            workers = [await self._take() for _ in range(self._count)]
            try:
                answers = await asyncio.gather(*(self._call_plain(worker, name) for worker in workers))
            finally:
                for worker in workers:
                    self._give_back(worker)
        finally:
            for _number in range(self._count):
                self._free.release()
        for word, value in answers:
            self._unwrap(word, value)

    def _unwrap(self, word: str, value: Any) -> Any:
        if word == "done":
            return value
        pickled, text = value
        if pickled is not None:
            error = pickle.loads(pickled)  # noqa: S301 - our own child
            if isinstance(error, self._passing):
                raise error
        raise WorkFailed(text)

    async def _start(self) -> _Worker:
        worker = await _Worker.start(self._memory_mb)
        self._all.add(worker)
        return worker

    async def _take(self) -> _Worker:
        if self._is_closed:
            raise WorkerDied("the workers are closed")
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            self._all.discard(worker)
        worker = await self._start()
        for name in self._warm:
            await self._call_plain(worker, name)
        return worker

    async def _call_plain(self, worker: _Worker, name: str) -> tuple[str, Any]:
        return await worker.call(name, pickle.dumps((name, (), {}), protocol=5), _IMPORT_SECONDS)

    def _give_back(self, worker: _Worker) -> None:
        if worker.is_alive and not self._is_closed:
            self._idle.append(worker)
        else:
            self._all.discard(worker)
