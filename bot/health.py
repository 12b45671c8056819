"""What an operator's tools ask: /healthz (should it be restarted?), /readyz (does it work?), /metrics (Prometheus)."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import CollectorRegistry, GaugeMetricFamily, Metric

from bot import log
from bot.metrics import LOOP_LAG, REGISTRY
from storage.figures import Figures, FigureStore

_log = log.get(__name__)
_STORE_SECONDS = 2.0
_LAG_EVERY = 0.5
_OUTAGE_SECONDS = 900.0  # Discord's own troubles are not mended by a restart, which would cost an identify
_FIGURES_FOR = 15.0
Gateway = Callable[[], str | None]
"""Why the bot is not on Discord; None when it is."""


class Health:
    """Serves while it is open. `address` is host:port; an empty one serves nothing, and one that is taken is said in a line."""

    def __init__(self, address: str, store: FigureStore, gateway: Gateway) -> None:
        self._address = address
        self._store = store
        self._gateway = gateway
        self._connected_at = 0.0
        self._figures: tuple[float, Figures] | None = None
        self._runner: web.AppRunner | None = None
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._connected_at = _now()
        self._watching = asyncio.create_task(self._watch())
        if self._address:
            await self._serve()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics),
            ]
        )
        host, _, port = self._address.rpartition(":")
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            _log.error(
                "health is not served: the address cannot be had", health_address=self._address, reason=str(error)
            )

    async def _watch(self) -> None:
        """Measures the loop's lag, and remembers when the bot was last on Discord."""
        while True:
            before = _now()
            await asyncio.sleep(_LAG_EVERY)
            LOOP_LAG.observe(max(0.0, _now() - before - _LAG_EVERY))
            if self._gateway() is None:
                self._connected_at = _now()

    async def _healthz(self, _request: web.Request) -> web.Response:
        """That there is an answer says that the loop runs."""
        store, gateway = await self._store_problem(), self._gateway()
        is_lost = gateway is not None and _now() - self._connected_at > _OUTAGE_SECONDS
        return _told(store, gateway, is_good=store is None and not is_lost)

    async def _readyz(self, _request: web.Request) -> web.Response:
        store, gateway = await self._store_problem(), self._gateway()
        return _told(store, gateway, is_good=store is None and gateway is None)

    async def _store_problem(self) -> str | None:
        try:
            await asyncio.wait_for(self._store.answers(), _STORE_SECONDS)
        except TimeoutError:
            return f"no answer within {_STORE_SECONDS:g} s"
        except Exception as error:  # noqa: BLE001 - a rim: what is wrong is the answer
            return f"{type(error).__name__}: {error}"
        return None

    async def _metrics(self, _request: web.Request) -> web.Response:
        if self._figures is None or _now() - self._figures[0] > _FIGURES_FOR:
            with contextlib.suppress(
                Exception
            ):  # /healthz says what is wrong with the store; the rest is shown all the same
                self._figures = (_now(), await asyncio.wait_for(self._store.figures(), _STORE_SECONDS))
        figures = CollectorRegistry()
        figures.register(_Collector(self._figures[1] if self._figures else None, is_connected=self._gateway() is None))
        body = generate_latest(REGISTRY) + generate_latest(figures)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


class _Collector:
    """Numbers that the store knows, in Prometheus' terms."""

    def __init__(self, figures: Figures | None, *, is_connected: bool) -> None:
        self._figures = figures
        self._is_connected = is_connected

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("communique_gateway_up", "1 while the bot is on Discord.", value=self._is_connected)
        if self._figures is None:
            return
        yield GaugeMetricFamily(
            "communique_poison", "Addresses whose text ended a worker at least once.", value=self._figures.poison
        )
        for name, text, label, numbers in (
            ("feeds", "Feeds by state.", "state", self._figures.feeds),
            ("articles", "Articles by how much of them was read.", "state", self._figures.articles),
            ("facts", "Facts that stand, by kind.", "kind", self._figures.facts),
            ("deliveries", "Parts of digests by state.", "state", self._figures.deliveries),
        ):
            family = GaugeMetricFamily(f"communique_{name}", text, labels=(label,))
            for value, number in sorted(numbers.items()):
                family.add_metric((value,), number)
            yield family


def _told(store: str | None, gateway: str | None, *, is_good: bool) -> web.Response:
    body = {"loop": "ok", "store": store or "ok", "gateway": gateway or "ok"}
    return web.Response(
        text=json.dumps(body, ensure_ascii=False) + "\n",
        status=200 if is_good else 503,
        content_type="application/json",
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
