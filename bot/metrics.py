"""What is measured while the bot runs; `bot.health` shows it. No label names a server: one may not be told from another here."""

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
EXTRACTION = Histogram(
    "communique_extraction_seconds",
    "Time an article's facts took, the wait for a free worker included.",
    buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60),
    registry=REGISTRY,
)
COMMANDS = Counter(
    "communique_commands",
    "Commands by how they ended: answered, refused (in words for who asked) or broken (see the log); of buttons the last two.",
    ("command", "outcome"),
    registry=REGISTRY,
)
LOOP_LAG = Histogram(
    "communique_loop_lag_seconds",
    "How late the event loop woke a sleeper.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
