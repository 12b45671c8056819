"""The browser's view of the simulated Discord, with its clock kept running.

simcord lets one thing happen at a time, so a click that comes while the clock moves would be refused: here it waits its turn.
The names below with a leading underscore are simcord's own; its version is pinned, and a test fails if one goes.
"""

# pyright: reportPrivateUsage=false, reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

import simcord
from simcord.env import Env

_ANSWERED = frozenset(("click", "modal_submit", "run_command", "select", "send_message"))
"""What the page can ask for that something new may answer; simcord's words."""


class Preview:
    """A page for each viewer of one channel."""

    def __init__(self, env: Env, page: Any) -> None:
        self._env, self._page = env, page
        self._turn = asyncio.Lock()
        act = page._action

        async def in_turn(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
            async with self._turn:
                done = await act(context_id, body)
                if body.get("kind") in _ANSWERED:
                    await self._go_to_answer(context_id)
                return done

        page._action = in_turn

    async def _go_to_answer(self, context_id: str | None) -> None:
        """Scroll a viewer to what came last: the page would leave a long answer below its edge."""
        viewed = self._page._get_page(context_id)
        last = self._page.channel.history(viewer=viewed.viewer)[-1].id
        if viewed.target_id != last:
            viewed.target_id = last
            await self._page.refresh()

    @property
    def url(self) -> str:
        return self._page.url

    async def refresh(self) -> None:
        async with self._turn:
            await self._page.refresh()

    async def advance(self, seconds: float, *, republish: bool) -> None:
        """Move Discord's clock; republish when the bot has posted by itself."""
        async with self._turn:
            self._env.backend.clock.advance(seconds)
            if republish:
                await self._page.refresh()


def _free(port: int) -> int | None:
    """None if somebody listens there: another demo, perhaps."""
    with socket.socket() as trial:
        return port if port and trial.connect_ex(("127.0.0.1", port)) else None


@contextlib.asynccontextmanager
async def open_preview(
    env: Env, channel: simcord.ChannelHandle, viewers: Sequence[Any], port: int
) -> AsyncGenerator[Preview]:
    """Serve the channel on loopback; port 0, and one that is taken, is replaced by a free one."""
    page = env.preview(channel, viewers=list(viewers), layout="channel", port=_free(port))
    # It opens at the end of the channel, as Discord does, and then follows what comes.
    page._initial_target = lambda viewer, channel_id: channel.history(viewer=viewer)[-1].id
    async with page:
        yield Preview(env, page)
