"""A module that takes its time to import, as models and parsers do."""

import time

time.sleep(0.7)


def answer() -> int:
    return 42
