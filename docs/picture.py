"""Take the pictures of docs/images: what the demo's bot answers, in headless Chromium (Debian: apt-get install chromium).

    python -m docs.picture              all of them
    python -m docs.picture leader deal  these
"""

import asyncio
import io
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import simcord  # noqa: F401 - before logging is set up
from PIL import Image

from bot import log
from bot.config import Settings
from bot.demo.stage import Stage
from docs.chromium import Page, tab

IMAGES = Path(__file__).resolve().parent / "images"
_WIDTH, _HEIGHT = 1240, 3200
_MOST_BYTES = 200_000
_SHOWN = """(() => { const one = document.querySelector('.channel-message[data-message-id="%s"]');
  if (!one || !window.simcordPreview.ready) return null;
  one.scrollIntoView(); const r = one.getBoundingClientRect(); return [r.left, r.top, Math.min(r.width, 696), r.height + 8] })()"""


async def digest(stage: Stage) -> Any:
    """The last one."""
    return [one for one in stage.channel.history() if one.author.bot][-1]


async def leader(stage: Stage) -> Any:
    return (await stage.editor.slash(stage.channel, "leader", name="Japarov")).response


async def deal(stage: Stage) -> Any:
    deals = (await stage.editor.slash(stage.channel, "deals", country="Egypt")).response
    pledge = re.search(r"`(D-\w+)`", str(deals.components))
    assert pledge
    return (await stage.editor.slash(stage.channel, "deal", id=pledge[1])).response


async def verify(stage: Stage) -> Any:
    return (await stage.editor.slash(stage.channel, "verify", text="The Caspian is a bridge and a border")).response


async def setup(stage: Stage) -> Any:
    """The last of the five steps."""
    message = (await stage.editor.slash(stage.channel, "setup start")).response
    await stage.editor.click(message, label="Next")
    zones = re.search(r"'custom_id': '([^']+)'[^{}]*'placeholder': 'Time zone'", str(message.components))
    assert zones, message.components
    await stage.editor.select(message, ["Europe/Berlin"], custom_id=zones[1])
    for _ in range(3):
        await stage.editor.click(message, label="Next")
    return message


SHOTS: dict[str, Callable[[Stage], Awaitable[Any]]] = {
    "digest": digest, "leader": leader, "deal": deal, "verify": verify, "setup": setup,
}


async def take(page: Page, message: int, file: Path) -> None:
    left, top, width, height = await page.wait(_SHOWN % message)
    image = Image.open(io.BytesIO(await page.picture(left, top, width, height)))
    image.convert("RGB").quantize(128).save(file, optimize=True)
    print(f"{file.name}: {image.width} x {image.height}, {file.stat().st_size // 1024} KB")
    assert file.stat().st_size < _MOST_BYTES, file


async def main(names: list[str]) -> None:
    log.configure("ERROR", ())
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "demo.db", discord_token="", workers=2)
        async with Stage.open(settings) as stage:
            await stage.play()
            async with stage.shown(0) as preview, tab() as page:
                await page.size(_WIDTH, _HEIGHT)
                await page.open(preview.url)
                for name in names:
                    message = await SHOTS[name](stage)
                    await preview.refresh()
                    await take(page, message.id, IMAGES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or list(SHOTS)))
