"""The bot's own main, as a process that talks to the loopback Discord: `python -m tests.crash.runner`.

The bot's modules take most of a start, so a nursery imports them once and forks a process for each bot it is asked for.
It reads a JSON line a wish from standard input, and answers with one: {"start": {a Spec}} -> {"pid": ...},
{"wait": pid} -> {"code": ...}. In a bot's process only the addresses of Discord, the clock, and what `without` names are changed.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.crash import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A bot to be started. `without`: safeguards to leave out, named in `tests.crash.without`. `settings`: by environment variable."""

    api: str
    gateway: str
    token: str
    database: str
    log: str
    speed: float = 1.0
    epoch: float = 0.0
    without: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps({"start": asdict(self)})


def run(spec: Spec) -> int:
    """A bot's whole life; it ends with the nursery."""
    import discord.gateway
    import discord.http
    import yarl

    from bot.__main__ import main
    from bot.worker import die_with
    from tests.crash.without import leave_out

    die_with(os.getppid())
    folder = Path(spec.database).parent
    os.chdir(folder)  # no .env is read
    output = os.open(spec.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ |= {"DISCORD_TOKEN": spec.token, "DATABASE": spec.database, "BACKUP_HOURS": "0", "HEALTH_ADDRESS": ""}
    os.environ |= spec.settings
    discord.http.Route.BASE = spec.api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(spec.gateway)
    clock.speed_up(clock.Pace(speed=spec.speed, epoch=spec.epoch))
    leave_out(spec.without)
    return main(["run"])


def serve() -> None:
    """The nursery: one wish after another, until its input ends."""
    import bot.__main__
    import bot.app  # noqa: F401

    _say({"ready": os.getpid()})
    for line in sys.stdin:
        wish = json.loads(line)
        if "wait" in wish:
            _, status = os.waitpid(wish["wait"], 0)
            _say({"code": os.waitstatus_to_exitcode(status)})
            continue
        child = os.fork()
        if child == 0:
            code = 1
            try:
                null = os.open(os.devnull, os.O_RDONLY)
                os.dup2(null, 0)
                code = run(Spec(**wish["start"]))
            except BaseException:  # noqa: BLE001 - the rim of a process
                sys.excepthook(*sys.exc_info())  # as the interpreter does at the end of a process
            finally:
                sys.stderr.flush()
                os._exit(code)
        _say({"pid": child})


def _say(answer: dict[str, int]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    clock.install()
    serve()
