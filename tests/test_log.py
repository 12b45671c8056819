"""What the log shows, and what it never does; tests/crash/test_wire.py looks at that of a bot on Discord."""

import asyncio
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOKEN = "MTA1MDAwMDAwMDAwMDAwMDAw.Gx7Yzk.a-token_for-tests-of-no-use-elsewhere0"
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


async def test_the_token_is_in_no_line_whoever_wrote_it_and_however_deep_it_lay() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", LEAK), cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output = (await asyncio.wait_for(process.communicate(), 40))[0].decode()
    assert process.returncode == 1
    assert TOKEN not in output
    assert "aW50ZXJhY3Rpb24" not in output
    lines = [json.loads(line) for line in output.splitlines()]
    assert output.count("[secret]") >= 15
    assert [line["event"] for line in lines if line["level"] == "critical"] == ["the bot was ended by an error"] * 2
    assert "the last words: [secret]" in output
    assert "careful with [secret]" in output
    assert sum("could not be written" in line["event"] for line in lines) == 1
