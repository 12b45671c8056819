"""Write `bot/locale/communique.pot`: every message that a user may see, for translators (`make words`).

    python -m docs.catalogue

Of the code, what `_`, `N_` and `ngettext` hold; of the commands, what Discord asks a translation for. The same code gives the same file.
"""

import asyncio
import io
import tempfile
from pathlib import Path

import discord
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from discord import app_commands

from bot import app, front
from bot.client import Client, message_context
from bot.config import Settings
from bot.words import DOMAIN, LOCALES

ROOT = Path(__file__).resolve().parents[1]
POT = LOCALES / f"{DOMAIN}.pot"
CODE = ("bot", "cogs", "storage")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
HEAD = """# Messages of Communiqué, written by `make words`. How to add a language: CONTRIBUTING.md.
msgid ""
msgstr ""
"Project-Id-Version: communique\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class Listener(app_commands.Translator):
    """Keeps what Discord would be given, as (context, message)."""

    def __init__(self) -> None:
        self.heard: set[tuple[str | None, str]] = set()

    async def translate(
        self, string: app_commands.locale_str, _locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        self.heard.add((message_context(context), string.message))
        return None


async def of_commands(client: Client) -> set[tuple[str | None, str]]:
    """(context, message) of the command tree of a client that has its commands."""
    listener = Listener()
    for command in client.tree.get_commands():
        await command.get_translated_payload(client.tree, listener)
    return listener.heard


async def read_commands() -> set[tuple[str | None, str]]:
    """As `of_commands`, of a client made for it over an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        async with app.open_core(Settings(database=Path(folder) / "empty.db", discord_token="", workers=1)) as core:
            client = Client(shard_count=1)
            await front.attach(core, client)
            return await of_commands(client)


def template(commands: set[tuple[str | None, str]]) -> str:
    """The catalogue as text: sorted, without dates, places or line numbers."""
    catalog = Catalog(charset="utf-8")
    for folder in CODE:
        for _file, _line, message, _comments, context in extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=KEYWORDS):
            catalog.add(message, context=context)
    for context, message in commands:
        catalog.add(message, context=context)
    written = io.BytesIO()
    write_po(written, catalog, omit_header=True, no_location=True, sort_output=True, width=0)
    return HEAD + written.getvalue().decode().strip() + "\n"


if __name__ == "__main__":
    POT.parent.mkdir(exist_ok=True)
    POT.write_text(template(asyncio.run(read_commands())), "utf-8")
