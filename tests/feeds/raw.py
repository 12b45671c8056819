"""What a raw server sends, and one fetch of it."""

import asyncio

from bot.feeds.fetch import FEED, Fetcher, Limits
from tests.servers import pair

RSS = b"<rss version='2.0'><channel><title>News</title></channel></rss>"


async def get(base: str, path: str = "/", limits: Limits = FEED, **conditions: str):
    async with Fetcher(allow=(pair(base),), user_agent="communique-test", page_spacing=0.0) as fetcher:
        return await fetcher.get(base + path, limits=limits, **conditions)


def sending(*parts: bytes, pause: float = 0.0):
    async def answer(writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def head(*lines: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: application/xml", *lines, "", "")).encode()
