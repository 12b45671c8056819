"""Each body that crosses the wire to Discord, against Discord's limits, its schemas where they lie beside the checkout, and what no
message may hold."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.render.budget import LIMITS
from tests.desk import validate
from tests.hostile.words import unsafe

Body = dict[str, Any]
BUTTON, TEXT_INPUT, TEXT, LABEL = 2, 4, 10, 18
SELECTS = (3, 5, 6, 7, 8)
_MESSAGE, _UPDATE, _CHOICES, _MODAL = 4, 7, 8, 9
_SCHEMAS = {
    _MESSAGE: "callback_message",
    _UPDATE: "callback_update",
    _CHOICES: "callback_autocomplete",
    _MODAL: "callback_modal",
}


@dataclass
class Judge:
    """`foreign`: words that none of these bodies may hold. `seen` counts what was looked at."""

    hosts: Collection[str]
    mentioned: Collection[str]
    foreign: str
    seen: int = 0
    shapes: set[str] = field(default_factory=set)

    def faults(self, method: str, path: str, body: Body | None) -> list[str]:
        """What is wrong with a request; nothing for one that shows nobody anything."""
        if not body or not re.search(r"/callback$|/messages|^/webhooks/", path):
            return []
        if not path.endswith("/callback"):
            schema = "message_create" if path.startswith("/channels") else "webhook"
            return self._valid(schema, body) + self._message(body)
        kind, data = body["type"], body.get("data") or {}
        faults = self._valid(_SCHEMAS[kind], body) if kind in _SCHEMAS else []
        match kind:
            case 4 | 7:
                return faults + self._message(data)
            case 8:
                return faults + list(_choices(data["choices"]))
            case 9:
                return faults + list(_modal(data))
            case _:
                return faults

    def _valid(self, schema: str, body: Body) -> list[str]:
        """A schema says the same of every body of one shape, but for lengths, which are looked at below in every body."""
        shape = schema + _shape(body)
        if shape in self.shapes:
            return []
        self.shapes.add(shape)
        try:
            validate({name: value for name, value in body.items() if name != "attachments"}, schema)
        except Exception as error:  # noqa: BLE001 - whatever the validator found
            return [f"{schema}: {str(error)[:300]}"]
        return []

    def _message(self, body: Body) -> list[str]:
        self.seen += 1
        faults = (
            [] if body.get("allowed_mentions") == {"parse": []} else [f"may mention: {body.get('allowed_mentions')}"]
        )
        parts = list(walk(body.get("components") or []))
        texts = [part["content"] for part in parts if part["type"] == TEXT]
        shown = [*texts, *filter(None, [body.get("content")])]
        faults += ["an embed"] if body.get("embeds") else []
        faults += ["says nothing"] if not shown and not body.get("attachments") else []
        faults += _too_many("characters of content", len(body.get("content") or ""), "content")
        faults += _too_many("characters", sum(map(len, texts)), "layout texts")
        faults += _too_many("components", len(parts), "layout components")
        numbers = [part["custom_id"] for part in parts if "custom_id" in part]
        faults += ["two components of one custom_id"] if len(set(numbers)) < len(numbers) else []
        for part in parts:
            faults += _component(part)
        for text in shown:
            faults += unsafe(text, hosts=self.hosts, mentioned=self.mentioned)
            faults += ["an empty text"] if not text.strip() else []
        faults += [f"tells what another server’s source says: {self.foreign}"] if self.foreign in str(shown) else []
        return faults


def walk(parts: list[Body]) -> Iterator[Body]:
    """Every component, those within others too."""
    for part in parts:
        yield part
        yield from walk(part.get("components") or [])
        yield from walk([part[name] for name in ("component", "accessory") if part.get(name)])


def _too_many(what: str, n: int, limit: str) -> list[str]:
    return [f"{n} {what}, {LIMITS[limit]} are the most"] if n > LIMITS[limit] else []


def _label(what: str, text: str | None, most: int, *, least: int = 1) -> Iterator[str]:
    """A short text that is shown as it is, without markdown."""
    if text is None:
        return
    if not least <= len(text) <= most:
        yield f"{what} of {len(text)} characters"
    if not text.isprintable():
        yield f"{what} with what is not seen: {text!r:.60}"


def _component(part: Body) -> Iterator[str]:
    if "custom_id" in part and not 1 <= len(part["custom_id"]) <= LIMITS["custom_id"]:
        yield f"a custom_id of {len(part['custom_id'])} characters"
    yield from _label("a label", part.get("label"), 80 if part["type"] == BUTTON else 45)
    yield from _label("a placeholder", part.get("placeholder"), 150)
    options = part.get("options") or []
    if len(options) > LIMITS["options"]:
        yield f"{len(options)} options"
    for one in options:
        yield from _label("an option", one["label"], 100)
        yield from _label("an option’s value", one["value"], 100)
        yield from _label("an option’s description", one.get("description"), 100)


def _choices(choices: list[Body]) -> Iterator[str]:
    if len(choices) > LIMITS["choices"]:
        yield f"{len(choices)} choices"
    for one in choices:
        yield from _label("a choice", one["name"], LIMITS["choice"])
        if not 1 <= len(str(one["value"])) <= LIMITS["choice"]:
            yield f"a choice’s value of {len(str(one['value']))} characters"


def _modal(data: Body) -> Iterator[str]:
    yield from _label("a title", data["title"], 45)
    parts = list(walk(data["components"]))
    if not 1 <= len(data["components"]) <= 5:
        yield f"a form of {len(data['components'])} fields"
    for part in parts:
        yield from _component(part)
        if part["type"] == LABEL:
            yield from _label("a hint", part.get("description"), 100)
        if part["type"] == TEXT_INPUT and len(part.get("value") or "") > min(4000, part.get("max_length") or 4000):
            yield f"a field filled in with {len(part['value'])} characters"


def _shape(value: Any) -> str:
    """The keys and kinds of a body without what its texts say."""
    if isinstance(value, dict):
        inner = ",".join(
            f"{name}:{value[name] if name in ('type', 'style') else _shape(value[name])}" for name in sorted(value)
        )
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{','.join(sorted({_shape(one) for one in value}))}]"
    return type(value).__name__
