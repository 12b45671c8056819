"""The question of `/digest filter`: whether what was tried is to hold. It stands in the menus of its message, so a restart loses
nothing of it, and what is taken out there is tried anew."""

import re
from collections.abc import Iterator
from dataclasses import replace

import discord

from bot.domain.digest import Filters, Subscription
from bot.domain.errors import Refused
from bot.domain.filters import LISTS
from bot.render import filters
from bot.rights import is_text
from bot.services.filtering import LONGEST_WORD, FilterService
from bot.services.subscriptions import SubscriptionService
from bot.words import N_, _
from cogs._asked import Row, button, menu, put, row
from cogs._asking import Clock, Interaction
from cogs._managing import changed, say

ASKED = "filter"
_REST = re.compile(r"(?P<digest>[0-9]{1,18}):(?P<owners>[0-9]{1,2}):(?P<what>yes|no|topics|countries|leaders|sectors)")
_HINTS = {
    "topics": N_("Topics: take some out"),
    "countries": N_("Countries: take some out"),
    "leaders": N_("Leaders: take some out"),
    "sectors": N_("Sectors: take some out"),
}


class FilterQuestion:
    def __init__(self, subscriptions: SubscriptionService, filtering: FilterService, clock: Clock) -> None:
        self._subscriptions, self._filtering, self._clock = subscriptions, filtering, clock

    async def ask(self, interaction: Interaction, wish: Subscription, tried: Filters) -> None:
        """What `tried` would have kept; how to save it, if it is other than what holds."""
        trial = await self._filtering.trial(wish, tried)
        rows = [] if tried == wish.filters else self._rows(interaction.user.id, wish, tried)
        await put(interaction, filters.trial(trial, rows))

    async def answered(self, interaction: Interaction, rest: str, values: tuple[str, ...]) -> None:
        """What the buttons and menus of the question do."""
        await interaction.response.defer()
        found = _REST.fullmatch(rest)
        assert interaction.guild_id is not None
        if found is None or found["what"] == "no":
            return await say(interaction, _("Nothing was changed."))
        wish = await self._subscriptions.numbered(interaction.guild_id, found["digest"])
        asked = dict(_in_menus(interaction.message)) | ({found["what"]: values} if found["what"] in LISTS else {})
        if not all(is_text(value, LONGEST_WORD) for some in asked.values() for value in some):
            raise Refused(_("That is not what this field takes."))
        lists = {name: asked.get(name, ()) for name in LISTS}
        tried = replace(wish.filters, **lists, least_owners=int(found["owners"]))
        if found["what"] != "yes":
            return await self.ask(interaction, wish, tried)
        await self._subscriptions.keep(replace(wish, filters=tried), self._clock())
        changed(interaction, f"{self._typed(wish, tried)} → {_('Save')}")
        return await say(interaction, _("Saved. The filters hold from the next digest on."))

    def _rows(self, who: int, wish: Subscription, tried: Filters) -> list[Row]:
        rest = f"{wish.id}:{tried.least_owners}"
        rows = [
            row(menu(who, ASKED, f"{rest}:{name}", _(_HINTS[name]), self._options(name, values), len(values)))
            for name in LISTS
            if (values := getattr(tried, name))
        ]
        yes = button(who, ASKED, f"{rest}:yes", _("Save"), discord.ButtonStyle.success)
        return [*rows, row(yes, button(who, ASKED, f"{rest}:no", _("Leave it")))]

    def _options(self, name: str, values: tuple[str, ...]) -> list[discord.SelectOption]:
        return [discord.SelectOption(label=self._word(name, value), value=value, default=True) for value in values]

    def _word(self, name: str, value: str) -> str:
        return self._filtering.country_name(value) if name == "countries" else value

    def _typed(self, wish: Subscription, tried: Filters) -> str:
        """The command that changes as much."""
        options = [
            f"{name}:{', '.join(self._word(name, one) for one in getattr(tried, name)) or 'all'}"
            for name in LISTS
            if getattr(tried, name) != getattr(wish.filters, name)
        ]
        owners = [f"owners:{tried.least_owners}"] if tried.least_owners != wish.filters.least_owners else []
        return " ".join(["/digest filter", *options, *owners, f"digest:{wish.name}"])


def _in_menus(message: discord.Message | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each list as its menu in the message has it."""
    if message is None:
        return
    for item in discord.ui.LayoutView.from_message(message, timeout=None).walk_children():
        if isinstance(item, discord.ui.Select):
            yield item.custom_id.rpartition(":")[2], tuple(option.value for option in item.options)
