"""Logging: structlog over the standard library, readable on a terminal and JSON elsewhere. No secret leaves the process by it."""

import json
import logging
import re
import sys
import threading
from typing import Any

import structlog

# What Discord's library shows when it debugs: a token that answers one interaction, good for fifteen minutes.
_PASSING = r"aW50ZXJhY3Rpb24[\w=-]+"
_LOUD = ("aiosqlite", "asyncio", "aiohttp.access")  # when debugging, a line for each statement they run
_secret = re.compile(_PASSING)


def configure(level: str, secrets: tuple[str, ...] = ()) -> None:
    """Send every record to stderr at `level`; any of `secrets` is struck out wherever it turns up, also in traces."""
    global _secret  # noqa: PLW0603 - as logging itself, one for the process
    words = sorted({secret.strip() for secret in secrets if secret.strip()}, key=len, reverse=True)
    _secret = re.compile("|".join([*map(re.escape, words), _PASSING]))
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,  # before the renderer, which would show the variables of each frame
    ]
    renderer: structlog.types.Processor
    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    handler = _Handler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer, _strike],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(capture=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    sys.excepthook = _ended
    threading.excepthook = lambda event: _ended(event.exc_type, event.exc_value, event.exc_traceback)


def get(name: str) -> structlog.stdlib.BoundLogger:
    """A logger whose events take key=value pairs."""
    return structlog.stdlib.get_logger(name)


def strike(text: str) -> str:
    """The text without secrets, for what is shown by other ways than the log."""
    return _secret.sub("[secret]", text)


def _strike(_logger: object, _method: str, line: Any) -> str:
    """The last step, on the whole line: nested values and traces are in it by now."""
    return strike(str(line))


def _ended(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
    """Instead of the interpreter's own trace, which knows no secrets."""
    if issubclass(kind, KeyboardInterrupt):
        return
    get("bot").critical("the bot was ended by an error", exc_info=(kind, error, trace))


class _Handler(logging.StreamHandler[Any]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A record that cannot be made a line is told of without its words: they were not looked through."""
        line = {"event": "a log line could not be written", "level": "error", "logger": record.name}
        sys.stderr.write(json.dumps(line) + "\n")
