"""What the worker tests let a worker do."""

import ctypes
import os
import re
import time
from typing import NoReturn

from bot.domain.errors import NotFound

_started: list[str] = []


def add(one: int, other: int = 0) -> int:
    return one + other


def process_id() -> int:
    return os.getpid()


def echo(data: bytes) -> bytes:
    return data


def warm_up() -> None:
    _started.append("warm")


def warmed() -> list[str]:
    return _started


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin_in_c() -> bool:
    """A regular expression that takes years and never lets go of the interpreter."""
    return re.fullmatch(r"(a+)+b", "a" * 60) is not None


def crash() -> None:
    ctypes.string_at(0)


def eat_memory() -> int:
    held = [bytearray(b"x" * (16 << 20)) for _ in range(100)]
    time.sleep(30)
    return len(held)


def refuse() -> NoReturn:
    raise NotFound("Nobody is called that.", near=("somebody",))


def stumble() -> NoReturn:
    raise ZeroDivisionError("a bug of ours")


def unpicklable() -> object:
    return lambda: None


def chatter() -> str:
    print("a library that prints")  # noqa: T201
    return "quiet"


def environment() -> dict[str, str]:
    return dict(os.environ)


def exit_at_once() -> NoReturn:
    raise SystemExit(3)


def nest() -> NoReturn:
    nest()
