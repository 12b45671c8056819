"""What an operator installs: the image and the service hold what they need, and no more rights than that."""

import asyncio
import configparser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.config import Settings
from bot.health import Health
from storage.figures import FigureStore
from storage.sqlite import SqliteDatabase
from tests.test_health import free_port

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text())
UNIT = DEPLOY / "communique.service"


def steps(word: str) -> list[str]:
    return re.findall(rf"^{word} (.*)$", DOCKERFILE, re.M)


def unit() -> dict[str, list[str]]:
    """The service's settings; a name may come more than once."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text().partition("[Service]")[2].partition("[Install]")[0].splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not name.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_the_image_takes_what_the_bot_runs_on_and_all_of_it_exists() -> None:
    taken = {step.split()[0] for step in steps("COPY") if not step.startswith("--from")}
    assert taken == {"requirements/base.txt", "bot", "cogs", "storage", "seeds"}
    assert all((ROOT / name).exists() for name in taken)
    let_in = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert let_in == taken
    assert "*" in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()


def test_the_image_is_built_in_two_stages_from_pinned_hashes_and_runs_without_root() -> None:
    assert [step.split()[0] for step in steps("FROM")] == ["python:3.11-slim", "python:3.11-slim"]
    assert "--require-hashes" in DOCKERFILE
    assert steps("USER") == ["10001:10001"]
    assert json.loads(steps("ENTRYPOINT")[0]) == ["python", "-m", "bot"]


async def test_the_images_health_check_tells_a_healthy_bot_from_a_sick_one(db: SqliteDatabase) -> None:
    command = json.loads(re.search(r"HEALTHCHECK.*? CMD (\[.*\])", DOCKERFILE)[1])  # type: ignore[index]
    assert command[0] == "python"
    port, told = free_port(), dict[str, int]()
    code = command[2].replace("8643", str(port))
    for name, outage in (("well", 900.0), ("sick", -1.0)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.health._OUTAGE_SECONDS", outage)
            async with Health(f"127.0.0.1:{port}", FigureStore(db), lambda: "not connected"):
                process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
                told[name] = await process.wait()
    assert told == {"well": 0, "sick": 1}
    assert Settings.model_fields["health_address"].default == "127.0.0.1:8643"


def test_compose_gives_the_bot_nothing_to_write_to_but_its_data() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["communique"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == ["data:/data"]
    assert "ports" not in service
    assert service["environment"]["DATABASE"].startswith("/data/")
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert int(service["stop_grace_period"].removesuffix("s")) > 20, "a digest on its way is waited for"


def test_the_settings_named_in_deploy_are_settings() -> None:
    named = set(re.findall(r"\b([A-Z]+_[A-Z_]+|DATABASE)(?:=|: )", (DEPLOY / "compose.yaml").read_text() + DOCKERFILE))
    names = {name.upper() for name in Settings.model_fields}
    assert named - names <= {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def test_the_service_tells_systemd_and_has_time_to_end() -> None:
    settings = unit()
    assert settings["Type"] == ["notify"]
    assert int(settings["TimeoutStopSec"][0]) > 20
    assert settings["KillMode"] == ["mixed"], "the bot ends its workers itself"
    assert settings["Restart"] == ["always"]
    assert configparser.ConfigParser(strict=False, interpolation=None).read(UNIT)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_no_fault_with_the_service_and_little_that_it_may_do(tmp_path: Path) -> None:
    there = tmp_path / UNIT.name
    there.write_text(UNIT.read_text().replace("/opt/communique/.venv/bin/python", sys.executable))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", there], capture_output=True, text=True, check=False
    )
    assert [line for line in verified.stderr.splitlines() if UNIT.name in line] == []
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", there],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-200:]
