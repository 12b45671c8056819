"""The world as the seeds know it: countries, groups of states, leaders. Loaded once a process."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.people import Country, Group, Leader, Tenure

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    countries: tuple[Country, ...]
    groups: tuple[Group, ...]
    regions: tuple[Group, ...]
    leaders: tuple[Leader, ...]
    agencies: Mapping[str, str]
    """National news agencies: the ISO code of each by its name in a dateline."""


@cache
def load_world(folder: Path = SEEDS) -> World:
    """Everything in `countries.toml`, `leaders.toml` and `agencies.toml` of `folder`."""
    tables = tomllib.loads((folder / "countries.toml").read_text("utf-8"))
    rows = [_cells(line) for line in tables["rows"].strip().split("\n")]
    groups = [_cells(line) for line in tables["groups"].strip().split("\n")]
    leaders = tomllib.loads((folder / "leaders.toml").read_text("utf-8"))["leader"]
    return World(
        countries=tuple(
            Country(
                code=code,
                name=name,
                aliases=_list(aliases),
                demonyms=_list(demonyms),
                capitals=_list(capitals),
                metonyms=_list(metonyms),
            )
            for code, name, aliases, demonyms, capitals, metonyms in rows
        ),
        groups=tuple(_group(row) for row in groups if row[4] == "union"),
        regions=tuple(_group(row) for row in groups if row[4] == "region"),
        leaders=tuple(
            Leader(
                id=row["id"],
                name=row["name"],
                country=row["country"],
                aliases=tuple(row["aliases"]),
                tenures=tuple(Tenure(country=row["country"], **tenure) for tenure in row["tenure"]),
            )
            for row in leaders
        ),
        agencies=tomllib.loads((folder / "agencies.toml").read_text("utf-8"))["agency"],
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _list(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def _group(row: list[str]) -> Group:
    number, name, aliases, members, _ = row
    return Group(id=number, name=name, aliases=_list(aliases), members=_list(members))
