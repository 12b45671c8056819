"""Worker processes: what runs there may hang, crash or eat memory, and the next job still gets its answer."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import BotError, NotFound
from bot.work import WorkerDied, Workers, WorkFailed, WorkTimedOut

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers(1, passing=(BotError,)) as started:
        yield started


def _is_running(process_id: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process_id}/status").read_text()
    except FileNotFoundError:
        return False


async def test_a_function_runs_in_another_process(workers: Workers) -> None:
    assert await workers.run("tests.jobs:add", 2, other=3) == 5
    assert await workers.run("tests.jobs:process_id") != os.getpid()


async def test_large_arguments_and_answers_pass(workers: Workers) -> None:
    data = os.urandom(20 << 20)
    assert await workers.run("tests.jobs:echo", data) == data


async def test_what_a_library_prints_does_not_disturb(workers: Workers) -> None:
    assert await workers.run("tests.jobs:chatter") == "quiet"


async def test_a_job_past_its_deadline_is_killed_and_its_worker_replaced(workers: Workers) -> None:
    first = await workers.run("tests.jobs:process_id")
    began = time.monotonic()
    with pytest.raises(WorkTimedOut, match=r"sleep took longer than 0\.3 s"):
        await workers.run("tests.jobs:sleep", 30, seconds=0.3)
    assert time.monotonic() - began < 5
    assert not _is_running(first)
    assert await workers.run("tests.jobs:process_id") != first


async def test_a_loop_in_c_that_holds_the_interpreter_is_killed_too(workers: Workers) -> None:
    with pytest.raises(WorkTimedOut):
        await workers.run("tests.jobs:spin_in_c", seconds=0.3)
    assert await workers.run("tests.jobs:add", 1) == 1


async def test_importing_is_not_counted_against_the_function(workers: Workers) -> None:
    assert await workers.run("tests.jobs_slow:answer", seconds=0.4) == 42


@pytest.mark.parametrize("job", ["crash", "exit_at_once"])
async def test_a_process_that_dies_is_reported_and_replaced(workers: Workers, job: str) -> None:
    with pytest.raises(WorkerDied, match=rf"ended during tests\.jobs:{job}"):
        await workers.run(f"tests.jobs:{job}")
    assert await workers.run("tests.jobs:add", 1) == 1


async def test_a_worker_killed_between_jobs_is_replaced_unnoticed(workers: Workers) -> None:
    process_id = await workers.run("tests.jobs:process_id")
    os.kill(process_id, signal.SIGKILL)
    await asyncio.sleep(0.1)
    assert await workers.run("tests.jobs:process_id") != process_id


async def test_a_job_that_eats_memory_is_stopped() -> None:
    async with Workers(1, passing=(), memory_mb=300) as workers:
        with pytest.raises(WorkerDied, match="more than 300 MB"):
            await workers.run("tests.jobs:eat_memory", seconds=20)
        assert await workers.run("tests.jobs:add", 1) == 1


async def test_expected_failures_come_back_as_themselves(workers: Workers) -> None:
    with pytest.raises(NotFound, match="Nobody is called that") as caught:
        await workers.run("tests.jobs:refuse")
    assert caught.value.near == ("somebody",)


async def test_a_bug_comes_back_with_its_traceback_and_the_worker_lives_on(workers: Workers) -> None:
    process_id = await workers.run("tests.jobs:process_id")
    with pytest.raises(WorkFailed, match=r"(?s)in stumble.*ZeroDivisionError: a bug of ours"):
        await workers.run("tests.jobs:stumble")
    with pytest.raises(WorkFailed, match="pickle"):
        await workers.run("tests.jobs:unpicklable")
    with pytest.raises(WorkFailed, match="RecursionError"):
        await workers.run("tests.jobs:nest")
    with pytest.raises(WorkFailed, match="no_such_module"):
        await workers.run("no_such_module:f")
    assert await workers.run("tests.jobs:process_id") == process_id


async def test_an_error_of_another_class_does_not_pass_as_itself() -> None:
    async with Workers(1, passing=(ValueError,)) as workers:
        with pytest.raises(WorkFailed, match="NotFound"):
            await workers.run("tests.jobs:refuse")


async def test_a_cancelled_job_frees_its_place(workers: Workers) -> None:
    task = asyncio.create_task(workers.run("tests.jobs:sleep", 30, seconds=60))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await workers.run("tests.jobs:add", 1) == 1


async def test_jobs_share_the_workers_and_the_loop_never_waits() -> None:
    async with Workers(2, passing=()) as workers:
        await asyncio.gather(*(workers.run("tests.jobs:add", 1) for _ in range(2)))
        worst, done = 0.0, asyncio.gather(*(workers.run("tests.jobs:sleep", 0.1) for _ in range(4)))
        began = time.monotonic()
        while not done.done():
            before = time.monotonic()
            await asyncio.sleep(0.005)
            worst = max(worst, time.monotonic() - before)
        await done
    assert 0.2 <= time.monotonic() - began < 3.0
    assert worst < 0.3


async def test_twenty_runaways_at_once_do_not_stop_the_rest() -> None:
    async with Workers(2, passing=()) as workers:
        runaways = [workers.run("tests.jobs:sleep", 60, seconds=0.05) for _ in range(20)]
        results = await asyncio.gather(*runaways, workers.run("tests.jobs:add", 1), return_exceptions=True)
    assert [type(result) for result in results[:-1]] == [WorkTimedOut] * 20
    assert results[-1] == 1


async def test_every_worker_is_warmed_also_the_replacement() -> None:
    async with Workers(1, passing=()) as workers:
        await workers.warm("tests.jobs:warm_up")
        assert await workers.run("tests.jobs:warmed") == ["warm"]
        with pytest.raises(WorkTimedOut):
            await workers.run("tests.jobs:sleep", 30, seconds=0.1)
        assert await workers.run("tests.jobs:warmed") == ["warm"]


async def test_a_worker_gets_no_token_and_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    async with Workers(1, passing=()) as workers:
        environment = await workers.run("tests.jobs:environment")
    assert "DISCORD_TOKEN" not in environment
    assert environment["OMP_NUM_THREADS"] == environment["OPENBLAS_NUM_THREADS"] == "1"


async def test_closing_takes_no_time_and_leaves_no_process_even_in_the_middle_of_a_job() -> None:
    async with Workers(2, passing=()) as workers:
        idle = await workers.run("tests.jobs:process_id")
        task = asyncio.create_task(workers.run("tests.jobs:sleep", 60, seconds=60))
        await asyncio.sleep(0.2)
        began = time.monotonic()
    assert time.monotonic() - began < 1
    with pytest.raises(WorkerDied):
        await task
    assert not _is_running(idle)
    with pytest.raises(WorkerDied, match="closed"):
        await workers.run("tests.jobs:add", 1)


SCRIPT = """
import asyncio, os, signal
from bot.work import Workers

signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite run in the background hands down that it is ignored

async def main():
    async with Workers(2, passing=()) as workers:
        busy = asyncio.create_task(workers.run("tests.jobs:{job}", *{args}, seconds=60))
        await asyncio.sleep(0.5)
        print(*(worker._process.pid for worker in workers._all), flush=True)
        {then}
        await busy

asyncio.run(main())
"""


def _parent(job: str, args: str, then: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(job=job, args=args, then=then)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize(("job", "args"), [("sleep", "(60,)"), ("spin_in_c", "()")])
def test_workers_end_with_a_parent_that_was_killed(job: str, args: str) -> None:
    with _parent(job, args, "") as parent:
        assert parent.stdout is not None
        children = [int(word) for word in parent.stdout.readline().split()]
        assert len(children) == 2
        assert all(map(_is_running, children))
        parent.kill()
        parent.wait()
        end = time.monotonic() + 3
        while any(map(_is_running, children)) and time.monotonic() < end:
            time.sleep(0.02)
        assert not any(map(_is_running, children))


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_an_interrupted_parent_exits_without_hanging_or_orphans() -> None:
    with _parent("sleep", "(60,)", "") as parent:
        assert parent.stdout is not None
        children = [int(word) for word in parent.stdout.readline().split()]
        began = time.monotonic()
        parent.send_signal(signal.SIGINT)
        _, complaints = parent.communicate(timeout=10)
        assert time.monotonic() - began < 3
        assert not any(map(_is_running, children))
        assert "Exception ignored" not in complaints
