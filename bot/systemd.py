"""A word to systemd, where it started us (Type=notify): ready, stopping, and that the loop still runs."""

import asyncio
import os
import socket


def notify(text: str) -> bool:
    """Send `READY=1` and the like as sd_notify(3) does; False where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        try:
            sender.sendto(text.encode(), "\0" + address[1:] if address.startswith("@") else address)
        except OSError:
            return False
    return True


async def watch() -> None:
    """Tell the watchdog twice in each of its periods; a loop that hangs does not, and is started anew."""
    microseconds = int(os.environ.get("WATCHDOG_USEC") or 0)
    if not microseconds or os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return
    while True:
        notify("WATCHDOG=1")
        await asyncio.sleep(microseconds / 2_000_000)
