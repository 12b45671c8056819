"""The child's side of `bot.work`: a process that runs one named function after another, for as long as its parent lives."""

import contextlib
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any


def serve(parent: int) -> None:
    """The child's whole life. It ends with its parent: at the end of its input, or by the kernel's word on Linux."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the parent ends its children in order
    die_with(parent)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not run into the frames
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        _work(pickle.loads(jobs.get()), answers)  # noqa: S301 - our own parent


def die_with(parent: int) -> None:
    if sys.platform == "linux":
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
        with contextlib.suppress(OSError):  # short of memory, the system ends a worker and not the bot
            Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    if os.getppid() != parent:
        os._exit(0)


def _listen(stream: IO[bytes], jobs: "queue.SimpleQueue[bytes]") -> None:
    while len(head := stream.read(4)) == 4:
        jobs.put(stream.read(int.from_bytes(head, "big")))
    os._exit(0)


def _work(job: tuple[str, tuple[Any, ...], dict[str, Any]], answers: IO[bytes]) -> None:
    name, args, kwargs = job
    try:
        function = _find(name)
        _say(answers, ("started", None))
        answer = pickle.dumps(("done", function(*args, **kwargs)), protocol=5)
    except Exception as error:  # noqa: BLE001 - the edge of the process: whatever it is, the parent must hear of it
        answer = pickle.dumps(("failed", (_pickled(error), traceback.format_exc())), protocol=5)
    _write(answers, answer)


def _find(name: str) -> Callable[..., Any]:
    module, _colon, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _pickled(error: Exception) -> bytes | None:
    """None if the error cannot cross: it must survive the way there and back."""
    try:
        pickled = pickle.dumps(error, protocol=5)
        pickle.loads(pickled)  # noqa: S301 - just made
    except (pickle.PickleError, TypeError, AttributeError):
        return None
    return pickled


def _say(answers: IO[bytes], message: tuple[str, Any]) -> None:
    _write(answers, pickle.dumps(message, protocol=5))


def _write(answers: IO[bytes], frame: bytes) -> None:
    answers.write(len(frame).to_bytes(4, "big") + frame)
    answers.flush()
