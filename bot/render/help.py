"""What the bot is, what it can be asked, and what it keeps."""

from typing import Literal

import discord

from bot import __version__
from bot.render import budget
from bot.words import N_, _, ngettext

_HELP = N_(
    "### What you can ask\n"
    "`/leader name:` — office, latest words, contacts and deals of one person\n"
    "`/leaders country:` — who is in the news\n"
    "`/quotes speaker: about: since:` — who said what\n"
    "`/meetings leader: country:` — who met, called or invited whom\n"
    "`/upcoming country: days:` — what is planned and who is invited, by day\n"
    "`/deals country: with: sector: stage:` — what was agreed, and how far it has come\n"
    "`/deal id:` — one deal with its amounts as each side states them\n"
    "`/story id:` — all articles on one event: who tells it, and how it unfolded\n"
    "`/verify text: speaker:` — was it said so, word by word? Verbatim, altered, a fragment, by someone else, or not found in what was read\n"
    "`/why id:` — the sentence a line rests on; every line ends with its id\n"
    "`/report id: problem: note:` — tell this server's managers that a line is wrong\n"
    "`/search text: in:` — what has all these words\n"
    "`/brief topic: country: leader: period:` — a digest at once\n"
    "`/sources` — what this server reads, whose it is, how it is doing\n"
    "On any message: Apps › *Facts in this message* reads it, or the page it links, for you alone\n"
    "Names work in any spelling and script: Tokayev, Tokaev, Токаев. `/help topic:` says how to read an answer."
)

_MANAGERS = N_(
    "### For managers of this server\n"
    "`/setup start | check | show | reset` — from here to your first digest in five steps, and whether all is well\n"
    "`/source add | list | health | test | pause | resume | label | remove | import | export` — what is read, and how it is doing\n"
    "`/notices channel | off | show` — where the bot says that a source has died\n"
    "`/digest schedule | channel | sections | filter | preview | now | history | resend | pause | resume | rename | remove` — your digests\n"
    "`/review queue | open | approve | edit | merge | reject | undo | channel` — what the bot is not sure of, and what readers report\n"
    "`/office candidates | approve | dismiss` — who holds an office, where the news and what we know differ\n"
    "`/data export | retention | purge | delete-all | history` — what is kept of this server, and who changed what\n"
    "`/diagnostics` — how the bot fares here, to copy"
)

_READ = N_(
    "### How to read an answer\n"
    "Words in “quotation marks” stand in the article exactly so. *reported* words are the article's own. A stage (*planned*, *pledged*, *signed*) is always said.\n"
    "Amounts keep the article's words: “tens of billions” is a band, never a number; where two sides give figures that cannot both be right, both are shown and it says so.\n"
    "Reports of one event are one line: *readouts* are the sides whose own sources tell it, *quoted* those whose people speak in the articles, *also* names other owners, however many papers each has."
)

_ABOUT = N_(
    "### Communiqué {version}\n"
    "Reads the sources that this server's managers add, finds who said what, who met whom and what was agreed, and keeps each fact with the characters of the "
    "article it rests on. No language model writes anything here: every word shown was in an article. It can still misread one, so each line links its source, and "
    "`/why` shows the sentence.\n"
    "Free software under the MIT licence. What it keeps stays with whoever runs this copy; `/privacy` says what that is."
)

_PRIVACY = N_(
    "### What is kept\n"
    "**About this server:** its id, the ids of the channels that digests and notices go to, the sources it reads, its digests, and what its managers ruled "
    "or corrected. `/data export` gives its managers all of it as a file; `/data delete-all` erases it at once.\n"
    "**About you:** if you manage the bot, your id beside what you changed (kept 365 days), what you corrected and which source you added; if you `/report` a "
    "line, your id beside what you wrote, for this server's managers. `/privacy erase:True` takes your id out of all that, on every server, at "
    "once; what was done stays, without your id.\n"
    "**Nothing else.** The bot reads no message unless somebody points it at one, stores no names, and does not keep what you ask.\n"
    "**Articles:** public articles and the facts in them go when no server keeps them: after 365 days unless its managers say otherwise, and 30 days after the "
    "last server stopped reading their source.\n"
    "**When the bot is removed,** its digests stop at once and the server's data is erased 30 days later; invited again before that, it goes on as it was."
)


_MESSAGES = N_(
    "**Facts in this message** reads the one message you point at, which Discord sends along with the command, or the page behind its first link. It is "
    "read for you alone; neither the message, nor the page, nor what was found is kept or logged. How often you and this server asked is remembered "
    "for a minute, in memory."
)
Topic = Literal["asking", "answers", "managers"]
_TOPICS: dict[Topic, str] = {"asking": _HELP, "answers": _READ, "managers": _MANAGERS}


def help_page(topic: Topic | None = None, *, is_manager: bool = False) -> discord.ui.LayoutView:
    """One topic; without one what can be asked, and to a manager also what can be managed."""
    shown = [_TOPICS[topic]] if topic else [_HELP, *([_MANAGERS] if is_manager else [])]
    return budget.page([_(words) for words in shown])


def about() -> discord.ui.LayoutView:
    return budget.page([_(_ABOUT).format(version=__version__)])


def privacy() -> discord.ui.LayoutView:
    return budget.page([_(_PRIVACY), _(_MESSAGES)])


def erased(places: int) -> discord.ui.LayoutView:
    """What `/privacy erase:True` did."""
    if not places:
        return budget.page([_("Your id stood nowhere; nothing is kept of you.")])
    return budget.page(
        [
            ngettext(
                "Your id is erased where it stood, in {n} place. Nothing that is kept tells of you now.",
                "Your id is erased where it stood, in {n} places. Nothing that is kept tells of you now.",
                places,
            ).format(n=places)
        ]
    )
