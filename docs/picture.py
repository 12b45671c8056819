"""Take the README's picture: the demo's digest in headless Chromium (Debian: apt-get install chromium).

    python -m docs.picture
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--window-size=1280,1900", "--virtual-time-budget=8000")
MESSAGE = (264, 195, 960, 1600)
"""Where the message stands in the page, in pixels."""


def main() -> None:
    demo = subprocess.Popen([sys.executable, "-m", "bot", "demo"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "DEMO_PORT": "0", "PYTHONUNBUFFERED": "1"})
    assert demo.stdout
    try:
        url = next(found[0] for line in demo.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/\S*", line)))
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "page.png"
            subprocess.run(["chromium", *FLAGS, f"--user-data-dir={folder}", f"--screenshot={whole}", url], check=True, timeout=90,
                           stderr=subprocess.DEVNULL)
            Image.open(whole).convert("RGB").crop(MESSAGE).quantize(128).save(ROOT / "docs/images/digest.png", optimize=True)
    finally:
        demo.terminate()
        demo.wait(20)


if __name__ == "__main__":
    main()
