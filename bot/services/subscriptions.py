"""A server's wish for a digest: where, at which local hour, in which zone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from itertools import islice
from zoneinfo import available_timezones

from bot.domain.answers import Choice
from bot.domain.digest import CEILING, MOST, SECTION_WORDS, Cadence, Section, SectionWish, Subscription
from bot.domain.errors import NotFound, Refused
from bot.domain.keys import fold
from bot.domain.managing import ScheduleAnswer
from bot.domain.periods import runs
from bot.words import _, ngettext
from storage.database import Database
from storage.subscriptions import SubscriptionStore

COMMON_ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Sydney",
)
MOST_DIGESTS = 10
_SECTIONS: dict[str, Section] = {name: name for name in MOST}


@cache
def zones() -> tuple[str, ...]:
    """Every zone by its place's name; the abbreviations that are no places are left out."""
    places = (zone for zone in available_timezones() if "/" in zone)
    return (*sorted(zone for zone in places if not zone.startswith(("Etc/", "posix", "right", "SystemV"))), "UTC")


class SubscriptionService:
    def __init__(self, db: Database, store: SubscriptionStore) -> None:
        self._db = db
        self._store = store

    def zone(self, typed: str) -> str:
        """The zone meant; NotFound names what is near."""
        by_fold = {fold(zone): zone for zone in zones()} | {fold(zone.rpartition("/")[2]): zone for zone in zones()}
        found = {fold(zone): zone for zone in zones()}.get(fold(typed)) or by_fold.get(fold(typed))
        if found is None:
            near = get_close_matches(fold(typed), by_fold, n=5, cutoff=0.6)
            raise NotFound(
                _(
                    "“{typed}” is not a time zone. Zones are called after a place, such as Europe/Berlin or Asia/Almaty."
                ).format(typed=typed),
                near=tuple(dict.fromkeys(by_fold[word] for word in near)),
            )
        return found

    def zone_choices(self, typed: str) -> list[Choice]:
        """At most 25 zones that fit, common ones first."""
        words = fold(typed)
        ranked = [*COMMON_ZONES, *(zone for zone in zones() if zone not in COMMON_ZONES)]
        return [Choice(name=zone, value=zone) for zone in ranked if words in fold(zone)][:25]

    async def schedule(
        self,
        guild_id: int,
        channel_id: int,
        hour: int,
        zone: str,
        now: datetime,
        *,
        name: str | None = None,
        cadence: Cadence | None = None,
        weekday: int | None = None,
    ) -> ScheduleAnswer:
        """Save the wish. The digest of that name is changed; without a name the server's only one; else it is a new one."""
        if not 0 <= hour <= 23:
            raise Refused(_("The hour is a whole number from 0 to 23."))
        known = await self._store.of_server(guild_id)
        wish = _called(known, name) if name else (known[0] if len(known) == 1 else None)
        if wish is None and len(known) > 1 and not name:
            raise _which(known)
        if wish is None:
            if len(known) >= MOST_DIGESTS:
                raise Refused(
                    ngettext(
                        "A server may have {n} digest; remove one first.",
                        "A server may have {n} digests; remove one first.",
                        MOST_DIGESTS,
                    ).format(n=MOST_DIGESTS)
                )
            wish = Subscription(guild_id=guild_id, channel_id=channel_id, hour=hour, zone="UTC", created_at=now)
            wish = replace(wish, name=clean_name(name) if name else cadence or wish.cadence)
        return await self.keep(
            replace(
                wish,
                channel_id=channel_id,
                hour=hour,
                zone=self.zone(zone),
                cadence=cadence or wish.cadence,
                weekday=wish.weekday if weekday is None else weekday,
                paused_at=None,
            ),
            now,
        )

    async def keep(self, wish: Subscription, now: datetime) -> ScheduleAnswer:
        """A digest as its managers changed it: `keep(replace(await one(...), filters=...), now)`."""
        due = None if wish.paused_at else next(await self._runs(wish, now.astimezone(UTC)))
        number = await self._db.transaction(lambda tx: self._store.save(tx, checked(wish), due, now))
        return await self.answer(replace(wish, id=number), now)

    async def of_server(self, guild_id: int) -> tuple[Subscription, ...]:
        return await self._store.of_server(guild_id)

    async def one(self, guild_id: int, name: str | None = None) -> Subscription:
        """The server's digest of that name, its only one without a name; Refused or NotFound say what there is."""
        known = await self._store.of_server(guild_id)
        if not known:
            raise Refused(_("This server has no digest yet. `/setup start` sets one up."))
        if not name and len(known) > 1:
            raise _which(known)
        found = _called(known, name) if name else next(iter(known))
        if found is None:
            raise NotFound(
                _("This server has no digest called “{name}”.").format(name=name),
                near=tuple(wish.name for wish in known),
            )
        return found

    async def numbered(self, guild_id: int, number: str) -> Subscription:
        """The server's digest that a button names."""
        known = await self._store.of_server(guild_id)
        found = next((wish for wish in known if str(wish.id) == number), None)
        if found is None:
            raise Refused(_("Nothing is kept of this digest any more."))
        return found

    async def names(self, guild_id: int, typed: str) -> list[Choice]:
        """The server's digests by name."""
        known = await self._store.of_server(guild_id)
        return [Choice(name=wish.name, value=wish.name) for wish in known if fold(typed) in fold(wish.name)][:25]

    async def editions(self, number: int) -> int:
        """How many a digest has had, those that did not come included."""
        return await self._store.editions(number)

    async def rename(self, guild_id: int, name: str | None, new: str, now: datetime) -> ScheduleAnswer:
        wish = await self.one(guild_id, name)
        other = _called(await self._store.of_server(guild_id), new)
        if other is not None and other.id != wish.id:
            raise Refused(_("This server has a digest of that name already."))
        return await self.keep(replace(wish, name=clean_name(new)), now)

    async def remove(self, guild_id: int, name: str | None) -> Subscription:
        """The digest that is gone, with its editions; what it posted stays in its channel."""
        wish = await self.one(guild_id, name)
        await self._db.transaction(lambda tx: self._store.remove(tx, wish.id))
        return wish

    async def pause(self, guild_id: int, now: datetime, name: str | None = None) -> ScheduleAnswer:
        return await self.keep(replace(await self.one(guild_id, name), paused_at=now), now)

    async def resume(self, guild_id: int, now: datetime, name: str | None = None) -> ScheduleAnswer:
        return await self.keep(replace(await self.one(guild_id, name), paused_at=None), now)

    async def status(self, guild_id: int, now: datetime, name: str | None = None) -> ScheduleAnswer:
        return await self.answer(await self.one(guild_id, name), now)

    async def answer(self, wish: Subscription, now: datetime) -> ScheduleAnswer:
        """A digest with its next two runs."""
        return ScheduleAnswer(subscription=wish, next_runs=tuple(islice(await self._runs(wish, now), 2)), at=now)

    async def _runs(self, wish: Subscription, after: datetime) -> Iterator[datetime]:
        """No date has two editions, nor one before the last: what was posted early, or in a zone that was ahead, does not come again."""
        last = await self._store.last_date(wish.id) if wish.id else None
        return runs(wish.hour, wish.zone, after, only_on=wish.only_on, last=last)


def clean_name(typed: str) -> str:
    """A digest's name as it is kept: one line of at most 40 characters."""
    name = " ".join("".join(c if c.isprintable() else " " for c in typed).split())[:40].strip()
    if not fold(name):
        raise Refused(_("A digest's name has at least one letter or digit."))
    return name


def read_sections(typed: str) -> tuple[SectionWish, ...]:
    """ "top 3, deals 10, quotes", in that order; Refused says which sections there are."""
    found: list[SectionWish] = []
    for piece in typed.split(","):
        word, _blank, number = piece.strip().lower().partition(" ")
        name, number = _SECTIONS.get(word), number.strip()
        if name is None or (number and not (number.isascii() and number.isdecimal())):
            raise Refused(
                _("“{piece}” is not a section. Write them with commas between, such as: {example}.").format(
                    piece=piece.strip(), example=", ".join(f"{name} {most}" for name, most in MOST.items())
                )
            )
        found.append(SectionWish(name=name, most=int(number[:4]) if number else MOST[name]))
    return tuple(found)


def checked(wish: Subscription) -> Subscription:
    """The wish, if it can be had; Refused says what cannot."""
    names = [section.name for section in wish.sections]
    if not names or len(set(names)) < len(names):
        raise Refused(_("A digest has at least one section, and each once."))
    for section in wish.sections:
        if not 1 <= section.most <= CEILING[section.name]:
            raise Refused(
                _("Of {section} a digest shows from 1 to {most}.").format(
                    section=_(SECTION_WORDS[section.name]), most=CEILING[section.name]
                )
            )
    if not 0 <= wish.weekday <= 6 or not 0 <= wish.filters.least_confidence <= 1 or wish.filters.least_owners < 1:
        raise Refused(_("A weekday is from 0 to 6, a confidence from 0 to 1, and at least one owner tells a fact."))
    return wish


def _called(known: Sequence[Subscription], name: str) -> Subscription | None:
    return next((wish for wish in known if fold(wish.name) == fold(name)), None)


def _which(known: Sequence[Subscription]) -> Refused:
    names = ", ".join(wish.name for wish in known)
    return Refused(_("This server has several digests; say which one: {names}.").format(names=names))
