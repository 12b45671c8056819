"""The command line: `python -m bot --help`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from bot import __version__, log
from bot.config import Settings
from bot.domain.errors import BotError
from bot.words import N_, _

EPILOG = N_(
    "Settings come from the environment or a file .env; .env.example lists them all.\n"
    "Without DISCORD_TOKEN, `run` starts the demo: the real bot on a simulated Discord in your browser."
)


def when(text: str) -> datetime:
    """An ISO 8601 time; without an offset it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = _("{text!r} is no time such as 2026-03-11T07:00 or 2026-03-11T07:00+05:00").format(text=text)
        raise argparse.ArgumentTypeError(message) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


Add = Callable[[str, str], argparse.ArgumentParser]
"""Adds a command by its name and its help."""


def build_parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description=_("Communiqué: reads diplomatic news and keeps the facts."),
        epilog=_(EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Communiqué {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text)

    _add_running(add)
    _add_reading(add)
    _add_sources(add)
    _add_upkeep(add)
    return parser


def _add_running(add: Add) -> None:
    for name, text in (
        ("run", _("Start the bot; without a token, the demo.")),
        ("demo", _("Start the demo: sample news, a simulated Discord in your browser.")),
    ):
        one = add(name, text)
        one.add_argument(
            "--headless", action="store_true", help=_("without a token: post the digest, print it, and end")
        )


def _add_reading(add: Add) -> None:
    ingest = add("ingest", _("Poll the feeds that are due and store what they bring."))
    ingest.add_argument(
        "--once", action="store_true", help=_("one round, then end; without it, a round a minute until stopped")
    )
    ingest.add_argument("--now", type=when, metavar="TIME", help=_("take this as the present time (needs --once)"))
    extract = add("extract", _("Print the facts of texts, one JSON line a document, in input order."))
    extract.add_argument("files", nargs="*", metavar="FILE", help=_("text files; - reads standard input"))
    extract.add_argument(
        "--jsonl",
        metavar="FILE",
        help=_('a file of {"id", "text", "title"?, "published"?, "url"?} lines; - reads standard input'),
    )
    extract.add_argument("--published", metavar="DAY", help=_("the texts' day of publication, such as 2026-03-10"))
    digest = add("digest", _("Print the digest a server would get now; nothing is posted or kept."))
    _add_server(digest)
    digest.add_argument("--zone", default="UTC", help=_("an IANA zone such as Asia/Almaty"))
    digest.add_argument("--now", type=when, metavar="TIME", help=_("take this as the present time"))


def _add_sources(add: Add) -> None:
    source = add("source", _("Add, list or remove sources without Discord."))
    source.add_argument("action", choices=("add", "list", "remove"))
    source.add_argument("url", nargs="?", help=_("a feed's or a site's address"))
    _add_server(source)
    sources = add("sources", _("Read or write the list of sources as OPML, which every reader takes."))
    sources.add_argument("action", choices=("import", "export"))
    sources.add_argument("file", metavar="FILE", help=_("an OPML file; - is standard input or output"))
    sources.add_argument(
        "--ask", action="store_true", help=_("import: stay and ask each new feed at its time, with a line for each")
    )
    _add_server(sources)


def _add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--server",
        type=int,
        default=0,
        metavar="ID",
        help=_("a Discord server's id; default: the operator's default pack"),
    )


def _add_upkeep(add: Add) -> None:
    servers = add("servers", _("List the Discord servers that the bot is in, or leave one."))
    servers.add_argument("action", choices=("list", "leave"))
    servers.add_argument("id", nargs="?", type=int, metavar="ID", help=_("the server to leave"))
    add("sync", _("Register the slash commands with Discord if they changed.")).add_argument(
        "--force", action="store_true", help=_("register them even if nothing changed")
    )
    for name, text in (
        ("backup", _("Copy the store into FILE, also while the bot runs.")),
        ("restore", _("Put a backup in the store's place; the bot must be stopped.")),
    ):
        add(name, text).add_argument("file", type=Path, metavar="FILE")
    check = add("check", _("Say in words what is wrong with token, permissions, database, model or clock."))
    check.add_argument("--feeds", action="store_true", help=_("also ask every feed of seeds/feeds.toml"))


def documents(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """What `extract` was given, one mapping a document; a line that is no JSON object goes on as its own error."""
    if arguments.jsonl:
        for number, line in enumerate(_lines(arguments.jsonl), 1):
            if line.strip():
                yield _document(line, number)
    for name in arguments.files:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        yield {"id": name, "text": text, "published": arguments.published}


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    with Path(name).open(encoding="utf-8", errors="surrogateescape") as handle:
        yield from handle


def _document(line: str, number: int) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except ValueError as error:
        return {"id": f"line {number}", "error": f"no JSON: {error}"}
    return (
        cast("dict[str, Any]", document)
        if isinstance(document, dict)
        else {"id": f"line {number}", "error": "no JSON object"}
    )


def extract(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print one JSON line a document."""
    from bot.nlp import contract

    if not arguments.files and not arguments.jsonl:
        print(_("Name text files, - for standard input, or --jsonl FILE."), file=sys.stderr)
        return 2
    for line in contract.lines(documents(arguments), model=settings.model):
        print(line, flush=True)
    return 0


async def serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Every command that opens the store."""
    from bot import console, running

    match arguments.command:
        case "ingest":
            return await console.ingest(settings, once=arguments.once, now=arguments.now)
        case "digest":
            return await console.print_digest(
                settings, arguments.server, arguments.zone, arguments.now or datetime.now(UTC)
            )
        case "source":
            return await console.manage_source(settings, arguments.action, arguments.url, arguments.server)
        case "sources":
            return await console.exchange_sources(
                settings, arguments.action, arguments.file, arguments.server, ask=arguments.ask
            )
        case "servers":
            return await console.manage_servers(settings, arguments.action, arguments.id)
        case "sync":
            return await console.sync(settings, force=arguments.force)
        case "backup":
            return console.back_up(settings, arguments.file)
        case "restore":
            return console.restore(settings, arguments.file, datetime.now(UTC))
        case "check":
            from bot import check

            return await check.check(settings, feeds=arguments.feeds)
        case "run" if settings.discord_token:
            return await running.run(settings)
        case _:
            from bot import demo

            return await demo.run(settings, headless=arguments.headless)


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 is success, 1 a failure said in words, 2 a wrong call."""
    arguments = build_parser().parse_args(argv)
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors():
            print(
                _("Setting {name}: {problem}").format(name=str(problem["loc"][0]).upper(), problem=problem["msg"]),
                file=sys.stderr,
            )
        return 2
    if settings.discord_token or arguments.command not in ("run", "demo"):  # the demo sets up its own
        log.configure(settings.log_level, (settings.discord_token,))
    try:
        if arguments.command == "extract":
            return extract(arguments, settings)
        return asyncio.run(serve(arguments, settings))
    except (BotError, OSError) as error:
        print(log.strike(str(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
