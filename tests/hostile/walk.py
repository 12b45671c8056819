"""Whoever asks everything: each command with each value of each option, each button and menu of an answer, each form."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import islice
from types import SimpleNamespace
from typing import Any

from discord import AppCommandOptionType as Takes
from simcord import interactions
from simcord.backend import serializers

from tests.hostile.bodies import BUTTON, LABEL, SELECTS, Body, Judge, walk
from tests.hostile.ground import Ground, Side
from tests.hostile.words import hostile
from tests.rights.wire import COMMAND, COMPONENT, command_data, commands, send, typing
from tests.servers import pair

FORM = 5
CHANNELS = 8
Options = Mapping[str, Any]
_BROKE = "Something broke"


class Walk:
    """`faults` are all that was wrong with what was sent to Discord, by what was asked."""

    def __init__(self, ground: Ground, side: Side, who: Any, foreign: str) -> None:
        self.desk, self.ground, self.side, self.who = ground.desk, ground, side, who
        self.channels = {side.channel.id, side.closed.id, side.thread}
        here = {f"#{number}" for number in self.channels}
        people = {f"@{one.id}" for one in (side.manager, side.reader)}
        self.judge = Judge(
            {f"{side.word}.example", "common.example", "discord.com", pair(ground.site)}, here | people, foreign
        )
        ground.stock(side)
        self.faults: list[str] = []
        self.pressed: Counter[tuple[str, int, str]] = Counter()
        self.acts, self.at = 0, len(self.desk.env.http_requests)

    def look(self, where: str) -> None:
        """All that has crossed the wire since the last look."""
        log, start = self.desk.env.http_requests, self.at
        self.at = len(log)
        for entry in log[start:]:
            posted_in = re.match(r"/channels/(\d+)/", entry.path)
            if posted_in is None or int(posted_in[1]) in self.channels:
                self.faults += [
                    f"{where}: {fault}" for fault in self.judge.faults(entry.method, entry.path, entry.json)
                ]

    async def act(self, where: str, kind: int, data: Body, message: Body | None = None) -> Any:
        self.acts += 1
        result = await send(self.desk, self.who, kind, data, message=message)
        self.look(where)
        if not result.acknowledged:
            self.faults.append(f"{where}: this interaction failed")
        elif result.modal is None and _BROKE in self.desk.read(result):
            self.faults.append(f"{where}: {_BROKE}")
        return result

    async def command(self, name: str, options: Options, depth: int) -> None:
        where = f"/{name} {' '.join(f'{option}:{value!r:.30}' for option, value in options.items())}"
        result = await self.act(where, COMMAND, command_data(self.desk, name, options))
        await self.explore(name, where, result, depth)
        await self.desk.env.advance_time(
            901
        )  # every question is closed by then, or simcord would look through all of them at each step
        self.look(f"{where}, a quarter of an hour later")

    async def explore(self, name: str, where: str, result: Any, depth: int) -> None:
        """Press what an answer offers, then what those answers offer, each kind of button twice at most."""
        waiting: deque[tuple[str, Any, list[Body], int, Body | None]] = deque()

        def answered(path: str, by: Any, left: int, message: Body | None = None) -> None:
            waiting.append((path, by.modal, self.payloads(by), left, message))

        answered(where, result, depth)
        while waiting:
            path, form, messages, left, opened_on = waiting.popleft()
            for number in (None, 1, 4) if form else ():
                answered(f"{path} form", await self.fill(f"{path} form {number}", form, number, opened_on), left - 1)
            for message in messages if left > 0 else ():
                for part in walk(message["components"]):
                    for values in self.values(part) if self.may_press(name, part) else ():
                        to = f"{path} > {part.get('label') or part.get('placeholder') or part['custom_id']}"
                        answered(to, await self.press(to, part, values, message), left - 1, message)

    def posted(self) -> list[Any]:
        """What the bot posted by itself in the server's channel, each as if it were an answer."""
        found = [one for one in self.side.channel.history() if one.author.bot and one.interaction_metadata is None]
        messages = [SimpleNamespace(id=one.id, channel_id=self.side.channel.id) for one in found]
        return [SimpleNamespace(modal=None, response=one, followups=()) for one in messages]

    def may_press(self, name: str, part: Body) -> bool:
        if part["type"] not in (BUTTON, *SELECTS) or "custom_id" not in part or part.get("disabled"):
            return False
        number = part["custom_id"]
        lasting = re.match(r"(?:page|edition|review|ask):", number)
        kind = re.sub(r"\d+", "#", number) if lasting else str(part.get("label") or part.get("placeholder"))
        self.pressed[name, part["type"], kind] += 1
        return self.pressed[name, part["type"], kind] <= 2

    async def press(self, where: str, part: Body, values: Sequence[str], message: Body) -> Any:
        data: Body = {"custom_id": part["custom_id"], "component_type": part["type"]}
        if part["type"] != BUTTON:
            data["values"] = list(values)
        if part["type"] == CHANNELS:
            data["resolved"] = {"channels": {number: self.channel(int(number)) for number in values}}
        return await self.act(where, COMPONENT, data, message)

    def values(self, part: Body) -> list[list[str]]:
        """What is chosen of a menu: its first, its last, or all that it takes."""
        if part["type"] == BUTTON:
            return [[]]
        if part["type"] == CHANNELS:
            return [[str(number)] for number in (self.side.closed.id, self.side.thread, self.side.channel.id)]
        offered = [one["value"] for one in part["options"]]
        return [offered[:1], offered[: part.get("max_values", 1)]]

    async def fill(self, where: str, form: Body, number: int | None, message: Body | None) -> Any:
        """Send a form with hostile words in each field; None: as it was opened."""
        fields = [part["component"] for part in walk(form["components"]) if part["type"] == LABEL]
        filled = [
            {"type": LABEL, "id": place, "component": self.filled(field, place + 50, number)}
            for place, field in enumerate(fields, 1)
        ]
        return await self.act(where, FORM, {"custom_id": form["custom_id"], "components": filled}, message)

    def filled(self, field: Body, place: int, number: int | None) -> Body:
        base = {"type": field["type"], "custom_id": field["custom_id"], "id": place}
        if field["type"] in SELECTS:
            chosen = [one["value"] for one in field["options"] if one.get("default")] or [field["options"][-1]["value"]]
            return base | {"values": chosen}
        typed = (
            field.get("value", "") if number is None else hostile(self.side.word, number, field.get("max_length", 4000))
        )
        return base | {"value": typed}

    async def type(self, command: str, option: str, typed: str) -> list[str]:
        """What is offered while that is typed."""
        offered = await typing(self.desk, self.who, command, option, typed)
        self.look(f"/{command} {option}: {typed!r:.40} while typing")
        if offered is None:
            self.faults.append(f"/{command} {option} while typing: nothing was answered")
        return [one["value"] for one in offered or ()]

    def payloads(self, result: Any) -> list[Body]:
        """Its messages as they are now, and as Discord would send them along with a press."""
        backend = self.desk.env.backend
        stored = [backend.get_message(one.channel_id, one.id) for one in (result.response, *result.followups) if one]
        return [deepcopy(dict(serializers.message_payload(backend, one))) for one in stored]

    def channel(self, number: int) -> Body:
        backend = self.desk.env.backend
        found = dict(serializers.channel_payload(backend, backend.get_channel(number)))
        return found | {"permissions": str(backend.compute_permissions(self.side.guild.id, self.who.id, number))}

    def file(self, name: str, body: bytes) -> Body:
        resolved: Body = {}
        number = interactions.store_interaction_attachment(
            self.desk.env.backend, self.side.channel.id, name, body, resolved
        )
        return resolved["attachments"][number]

    def questions(self, name: str, given: Mapping[str, Sequence[Any]]) -> Iterator[Options]:
        """What is needed alone, then each other value of each option beside it, then all options together."""
        declared = {one.display_name: one for one in commands(self.desk)[name].parameters}
        values = {option: self.takes(one, given.get(option, ())) for option, one in declared.items()}
        needed = {option: values[option][0] for option, one in declared.items() if one.required}
        yield needed
        for option, some in values.items():
            yield from ({**needed, option: value} for value in islice(some, int(option in needed), None))
        if len(declared) > len(needed) + 1:
            yield {option: some[0] for option, some in values.items()}

    def takes(self, option: Any, given: Sequence[Any]) -> list[Any]:
        if option.choices:
            return [one.value for one in option.choices]
        match option.type:
            case Takes.boolean:
                return [True]
            case Takes.integer:
                return [option.max_value, option.min_value]
            case Takes.string:
                most = min(option.max_value or 6000, 6000)
                return [*given, *(hostile(self.side.word, number, most) for number in (1, 6))]
            case _:
                return list(given)
