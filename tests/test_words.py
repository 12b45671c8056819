"""The catalogue holds what users see: nothing is left out of it, and a language added to it is spoken."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from discord import app_commands

from bot import words
from bot.client import CatalogueTranslator, Client
from bot.domain.errors import BotError
from bot.work import Workers
from cogs.help import Help
from cogs.sources import Sources
from docs import catalogue
from tests import make

ROOT = Path(__file__).parent.parent
MARKS = {"_", "N_", "ngettext"}
SHOWN_BY = ("bot/render", "bot/services", "cogs", "bot/postman.py", "bot/client.py", "bot/console.py", "bot/check.py")
NOT_SHOWN = {
    "cast",
    "describe",
    "command",
    "compile",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "ValueError",
    "OverBudget",
    "get_cog",
}
"""Calls whose strings are taken from the command tree, name a part of the code, or go to the log or to a traceback."""
UNSEEN = {
    (ast.Dict, "keys"),
    (ast.ClassDef, "keywords"),
    (ast.arg, "annotation"),
    (ast.AnnAssign, "annotation"),
    (ast.Subscript, "slice"),
}
PLACE = re.compile(r"/[a-z]+ [a-z]+|[A-Z]\w+/\w*|SystemV")
"""A command, a time zone."""
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]|(?<![A-Za-z<:])[A-Z][a-z]{2,}")
FAILURES = set(
    "NotFound Refused Refusal SourceFailed FetchFailed NoFeed RobotsRefused PrivateAddress OperatorError StoreFull".split()
)


def trees(*places: str) -> Iterator[tuple[Path, ast.Module]]:
    for place in places:
        for path in sorted((ROOT / place).rglob("*.py")) if (ROOT / place).is_dir() else [ROOT / place]:
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def called(node: ast.AST) -> str:
    """The last name of what a call calls; "" for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text) of strings that read like English, outside docstrings, annotations and calls that say where they go."""
    if called(node) in MARKS | NOT_SHOWN or isinstance(node, ast.Compare):
        return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "\0".join(p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))
        if ENGLISH.search(PLACE.sub("", text)):
            yield node.lineno, text
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not is_docstring and (type(node), name) not in UNSEEN:
                yield from sentences(child)


async def payload(client: Client, translator: app_commands.Translator, name: str) -> dict[str, Any]:
    command = client.tree.get_command(name)
    assert command
    return await command.get_translated_payload(client.tree, translator)


async def test_discord_shows_commands_in_the_languages_there_are(tmp_path: Path) -> None:
    german = Catalog(locale="de")
    german.add("list", "liste", context="command name")
    german.add("label", "Darf nicht", context="command name")  # Discord takes no blank in a name
    german.add("trusted", "vertrauenswürdig", context="choice name")
    german.add("What this server reads", "Was dieser Server liest")
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / f"{words.DOMAIN}.mo").open("wb") as file:
        write_mo(file, german)
    client = Client(shard_count=1)
    await client.add_cog(Sources(None, None, None, None, None, None))  # type: ignore[arg-type]
    shown = await payload(client, CatalogueTranslator(tmp_path), "source")
    options = {one["name"]: one for one in shown["options"]}
    assert shown["description_localizations"] == {"de": "Was dieser Server liest"}
    assert shown["name_localizations"] == {}
    assert options["list"]["name_localizations"] == {"de": "liste"}
    assert options["label"]["name_localizations"] == {}
    weights = next(one for one in options["label"]["options"] if one["name"] == "weight")["choices"]
    assert [one["name_localizations"] for one in weights if one["name"] == "trusted"] == [{"de": "vertrauenswürdig"}]


async def test_the_bot_asks_its_catalogues_before_it_registers_commands() -> None:
    client = Client(shard_count=1)
    await client.setup_hook()
    assert isinstance(client.tree.translator, CatalogueTranslator)
    await client.add_cog(Help(None))  # type: ignore[arg-type]  # nothing is asked of it here
    before = await client.commands_hash()
    assert before == await client.commands_hash()
    assert (await payload(client, CatalogueTranslator(), "help"))["description_localizations"] == {}


async def test_the_template_for_translators_is_that_of_the_code() -> None:
    written = catalogue.template(await catalogue.read_commands())
    assert catalogue.POT.read_text("utf-8") == written, "run `make words`"
    assert len(read_po(catalogue.POT.open("rb"))) > 400


class German(gettext.NullTranslations):
    SAID: ClassVar = {
        "The answer was empty; there is no feed to read.": "Die Antwort war leer.",
        "Port {port} is not one of the web's ({ports}); the bot does not ask there.": "Anschluss {port}: nein.",
    }

    def gettext(self, message: str) -> str:
        return self.SAID.get(message, message)


async def test_what_a_worker_says_is_said_in_the_bots_language(monkeypatch: pytest.MonkeyPatch) -> None:
    outline = b"<opml><body><outline xmlUrl='http://a.example:22/f'/></body></opml>"
    async with Workers(1, passing=(BotError,)) as workers:
        with pytest.raises(BotError) as empty:
            await workers.run("bot.feeds.parse:parse_feed", b"", "https://a.example/f", "", {}, make.NOW)
        _, ((_, refused),) = await workers.run("bot.feeds.opml:read_opml", outline)
    assert "Port 22 is not one" in str(refused)
    monkeypatch.setattr(words, "_catalogue", German())
    assert (str(empty.value), str(refused)) == ("Die Antwort war leer.", "Anschluss 22: nein.")


def test_no_message_is_put_together_before_it_is_looked_up() -> None:
    for path, tree in trees("bot", "cogs", "storage"):
        for node in ast.walk(tree):
            if called(node) in MARKS:
                for argument in node.args[:2]:  # type: ignore[attr-defined]
                    assert not isinstance(argument, ast.JoinedStr | ast.BinOp), f"{path}:{node.lineno}"  # type: ignore[attr-defined]


def test_no_sentence_that_a_user_sees_is_left_unmarked() -> None:
    found = [f"{path}:{line} {text}" for path, tree in trees(*SHOWN_BY) for line, text in sentences(tree)]
    assert found == []


def test_every_failure_is_said_in_marked_words() -> None:
    for path, tree in trees("bot", "cogs", "storage"):
        for node in ast.walk(tree):
            if called(node) in FAILURES and node.args:  # type: ignore[attr-defined]
                said = node.args[0]  # type: ignore[attr-defined]
                parts = said.values if isinstance(said, ast.JoinedStr) else [said]
                words = [part.value for part in parts if isinstance(part, ast.Constant)]
                assert not re.search("[A-Za-z]", "".join(words)), f"{path}:{said.lineno}"


@pytest.mark.parametrize(
    "line", ['say("No feed is due.")', 'label="Older"', 'f"{n} of them were read"', 'x = {"a": "is well"}']
)
def test_a_sentence_that_nobody_marked_is_seen(line: str) -> None:
    code = line if "=" in line and "(" not in line else f"x = {line}"
    assert list(sentences(ast.parse(code)))
    assert not list(sentences(ast.parse(f"x = _({line})" if line.startswith("f") else "x = _('No feed is due.')")))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United States", "the United States"),
        ("European Union", "the European Union"),
        ("Netherlands", "the Netherlands"),
        ("Democratic Republic of the Congo", "the Democratic Republic of the Congo"),
        ("Solomon Islands", "the Solomon Islands"),
        ("Middle East", "the Middle East"),
        ("G20", "the G20"),
        ("France", "France"),
        ("NATO", "NATO"),
        ("Central Asia", "Central Asia"),
        ("South Sudan", "South Sudan"),
        ("Kremlin", "the Kremlin"),
        ("Foreign Ministry of Chad", "the Foreign Ministry of Chad"),
        ("State Department", "the State Department"),
        ("Chad's Foreign Ministry", "Chad's Foreign Ministry"),
        ("the European Commission", "the European Commission"),
        ("Parliament House", "Parliament House"),
    ],
)
def test_a_place_is_named_as_in_a_sentence(name: str, said: str) -> None:
    assert words.the(name) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Energy Ministry of United Arab Emirates", "Energy Ministry of the United Arab Emirates"),
        ("Energy Ministry of the Netherlands", "Energy Ministry of the Netherlands"),
        ("Foreign Ministry of Chad", "Foreign Ministry of Chad"),
        ("Bank of Tana", "Bank of Tana"),
        ("Kremlin", "Kremlin"),
    ],
)
def test_a_body_of_a_place_is_named_with_the_places_article(name: str, said: str) -> None:
    assert words.of_the(name) == said
