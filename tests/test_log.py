"""What the log shows, and what it never does."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from tests.servers import Served
from tests.small_discord import TOKEN, SmallDiscord

ROOT = Path(__file__).parents[1]
LEAK = f"""
import asyncio, logging, threading, warnings
from bot import log
TOKEN = {TOKEN!r}
log.configure("DEBUG", (TOKEN + "\\n",))
each = log.get("test")
each.info("plain " + TOKEN, key=TOKEN, nested={{"a": [TOKEN, {{"b": (TOKEN,)}}]}})
logging.getLogger("third.party").warning("by position %s %r", TOKEN, {{"Authorization": "Bot " + TOKEN}})
logging.getLogger("third.party").debug("by name %(token)s", {{"token": TOKEN}})
logging.getLogger("third.party").error("a wrong format %d", TOKEN)
try:
    raise ValueError(TOKEN) from KeyError(TOKEN)
except ValueError as error:
    each.exception("broke")
    logging.getLogger("third.party").error("broke", exc_info=error)
each.debug("interaction", url="/webhooks/1/aW50ZXJhY3Rpb246MTA1MDAwMDAwMDA6abcdefghij-_k/messages")
warnings.warn("careful with " + TOKEN)
thread = threading.Thread(target=lambda: int(TOKEN)); thread.start(); thread.join()

async def main():
    async def lost():
        raise RuntimeError(TOKEN)
    task = asyncio.ensure_future(lost())
    await asyncio.sleep(0)
    del task
    import gc; gc.collect()
    def unlucky():
        token = TOKEN
        raise OSError("the last words: " + token)
    unlucky()

asyncio.run(main())
"""


async def run(*arguments: str, **settings: str) -> tuple[int, str]:
    """Exit code, and all that came out of it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode is not None
    return process.returncode, output.decode()


async def test_the_token_is_in_no_line_whoever_wrote_it_and_however_deep_it_lay() -> None:
    code, output = await run("-c", LEAK)
    assert code == 1
    assert TOKEN not in output
    assert "aW50ZXJhY3Rpb24" not in output
    lines = [json.loads(line) for line in output.splitlines()]
    assert output.count("[secret]") >= 15
    assert [line["event"] for line in lines if line["level"] == "critical"] == ["the bot was ended by an error"] * 2
    assert "the last words: [secret]" in output
    assert "careful with [secret]" in output
    assert sum("could not be written" in line["event"] for line in lines) == 1


@pytest.mark.parametrize("is_refused", [True, False], ids=["a login that fails", "a crash after the login"])
async def test_a_real_process_debugging_never_shows_its_token(tmp_path: Path, is_refused: bool) -> None:
    discord = SmallDiscord()
    discord.refuses = is_refused
    async with Served(discord.app()) as url:
        code, output = await run(
            "-c",
            "import sys; from tests import small_discord\n"
            + ("" if is_refused else "from bot import running\nrunning.invite_url = lambda *_: 1 / 0\n")
            + "sys.exit(small_discord.main())",
            url,
            "run",
            DISCORD_TOKEN=TOKEN,
            DATABASE=str(tmp_path / "store.db"),
            LOG_LEVEL="DEBUG",
        )
    assert code == 1
    assert TOKEN not in output
    assert TOKEN.split(".")[2] not in output
    assert f"GET {url}/api/v10/users/@me" in output, "discord.py's own lines are among them"
    assert ("does not take this DISCORD_TOKEN" if is_refused else "ZeroDivisionError") in output
