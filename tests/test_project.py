"""The promises the project makes about itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.config import Settings
from tests.conftest import LONGEST

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = next(c for c in PYPROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers")["layers"]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout: no list of what is the project's")
    return [path for name in listed.stdout.split("\n") if name and (path := ROOT / name).is_file()]


def test_env_example_lists_every_setting_with_its_default_and_meaning() -> None:
    text = (ROOT / ".env.example").read_text()
    written = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", text, re.M))
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = ",".join(default) if isinstance(default, tuple) else str(default)
        assert written.pop(name.upper(), None) == shown, name
        assert f"# {field.description}\n# {name.upper()}=" in text, name
    assert not written


def test_every_module_of_bot_has_its_floor_in_the_house() -> None:
    floors = {name for layer in LAYERS for name in layer.split(" | ")}
    for path in (ROOT / "bot").iterdir():
        if path.name in {"__init__.py", "__pycache__"} or (path.suffix != ".py" and not any(path.glob("*.py"))):
            continue
        assert f"bot.{path.stem}" in floors, f"{path.name} is in no layer of pyproject.toml"


PACKAGES = ("bot", "bot/domain", "bot/feeds", "bot/services", "bot/render", "bot/demo", "cogs", "storage")


def in_the_tree() -> dict[str, set[str]]:
    """By package, the modules that docs/architecture.md names: files of bot/ a line each, of the others lists; in brackets it explains."""
    named: dict[str, set[str]] = {package: set() for package in PACKAGES}
    tree = (ROOT / "docs/architecture.md").read_text().split("```")[5]
    here = ""
    for line in tree.splitlines():
        indent = len(line) - len(line.lstrip())
        word = line.split()[0] if line.strip() else ""
        if word.endswith("/") and indent < 4:
            here = ("bot/" if indent else "") + word.rstrip("/")
        elif word.endswith(".py") and indent == 2:
            named["bot"].add(word.removesuffix(".py"))
        elif indent == 4 and here in named:
            named[here] |= set(re.sub(r"\([^)]*\)", "", line).split())
    return named


@pytest.mark.parametrize("package", PACKAGES)
def test_the_tree_of_the_architecture_is_that_of_the_code(package: str) -> None:
    modules = {path.stem for path in (ROOT / package).glob("*.py")} - {"__init__"}
    assert in_the_tree()[package] == modules, "docs/architecture.md, section 2"


def test_the_floors_of_the_architecture_are_those_that_are_enforced() -> None:
    section = (ROOT / "docs/architecture.md").read_text().split("## 3.")[1]
    drawn = [
        re.sub(r'\s*"\|":.*|\s+"\|" = .*', "", line).strip()
        for line in section.split("```")[1].splitlines()
        if line.strip()
    ]
    assert drawn == LAYERS


def test_the_top_level_is_as_the_user_drew_it() -> None:
    for name in ("pyproject.toml", "bot", "cogs", "storage", "tests", "seeds", ".env.example"):
        assert (ROOT / name).exists(), name


def test_every_requirement_is_pinned_with_a_hash_and_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text, path.name
        for line in re.findall(r"^[A-Za-z0-9].*", text, re.M):
            assert re.fullmatch(r"[\w.\[\]-]+==\S+.*\\", line), f"{path.name}: {line}"
    base = (ROOT / "requirements/base.txt").read_text()
    assert "simcord" not in base
    assert "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779" in base


def test_the_pins_cover_what_pyproject_asks_for() -> None:
    def pinned(name: str) -> set[str]:
        found = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (ROOT / f"requirements/{name}.txt").read_text(), re.M)
        return {one.replace(".", "-") for one in found}

    def asked(lines: list[str]) -> set[str]:
        return {re.split(r"[\[<>=~! ;]", line)[0].lower().replace(".", "-") for line in lines}

    extras = PYPROJECT["project"]["optional-dependencies"]
    assert asked(PYPROJECT["project"]["dependencies"]) <= pinned("base")
    assert asked(extras["demo"]) <= pinned("demo")
    assert asked(extras["dev"]) <= pinned("dev")


def test_no_file_names_a_registry_or_this_machine() -> None:
    words = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "/" + "work/",
        "/root" + "/",
        "--extra-" + "index-url",
    ]
    for path in tracked():
        if path.suffix in {".png", ".db", ".gz"}:
            continue
        text = path.read_text(errors="replace")
        for word in words:
            assert word not in text, f"{path.relative_to(ROOT)} says {word!r}"


def test_no_file_grows_out_of_one_reading() -> None:
    for path in tracked():
        if path.suffix == ".py":
            assert len(path.read_text().splitlines()) <= 360, path.relative_to(ROOT)


def test_opening_the_store_loads_neither_a_model_nor_discord() -> None:
    code = "import sys, storage.sqlite; print([m for m in ('spacy', 'discord', 'aiohttp', 'trafilatura') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_version_is_said_once() -> None:
    from bot import __version__

    assert PYPROJECT["project"]["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / "tests" / name).is_file()] == []
