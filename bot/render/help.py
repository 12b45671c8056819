"""What the bot is, what it can be asked, and what it keeps."""

import discord

from bot import __version__
from bot.render import budget
from bot.words import N_, _

_HELP = N_(
    "### What you can ask\n"
    "`/leader name:` — office, latest words, contacts and deals of one person\n"
    "`/leaders country:` — who is in the news\n"
    "`/quotes speaker: about: since:` — who said what\n"
    "`/meetings leader: country:` — who met, called or invited whom\n"
    "`/deals country: with: sector: stage:` — what was agreed, and how far it has come\n"
    "`/deal id:` — one deal with its amounts as each side states them\n"
    "`/story id:` — all articles on one event: who tells it, and how it unfolded\n"
    "`/verify text: speaker:` — was it said so, word by word? Verbatim, altered, a fragment, by someone else, or not found in what was read\n"
    "`/why id:` — the sentence a line rests on; every line ends with its id\n"
    "`/report id: problem: note:` — tell this server's managers that a line is wrong\n"
    "Names work in any spelling and script: Tokayev, Tokaev, Токаев.\n"
    "### For managers of this server\n"
    "`/setup start | check | show | reset` — from here to your first digest in five steps, and whether all is well\n"
    "`/source add | list | health | test | pause | resume | label | remove | import | export` — what is read, and how it is doing\n"
    "`/notices channel | off | show` — where the bot says that a source has died\n"
    "`/digest schedule | channel | sections | filter | preview | now | history | resend | pause | resume` — your digests\n"
    "`/review queue | open | approve | edit | merge | reject | undo | channel` — what the bot is not sure of, and what readers report\n"
    "`/office candidates | approve | dismiss` — who holds an office, where the news and what we know differ"
)

_READ = N_(
    "### How to read an answer\n"
    "Words in “quotation marks” stand in the article exactly so. *reported* words are the article's own. A stage (*planned*, *pledged*, *signed*) is always said.\n"
    "Amounts keep the article's words: “tens of billions” is a band, never a number; where two sides give figures that cannot both be right, both are shown and it says so.\n"
    "Reports of one event are one line: *readouts* are the sides that gave their account, *also* names other owners, however many papers each has."
)

_ABOUT = N_(
    "### Communiqué {version}\n"
    "Reads the sources that this server's managers add, finds who said what, who met whom and what was agreed, and keeps each fact with the characters of the\n"
    "article it rests on. No language model writes anything here: every word shown was in an article. It can still misread one, so each line links its source, and\n"
    "`/why` shows the sentence.\n"
    "Free software under the MIT licence, run by whoever invited it here."
)

_PRIVACY = N_(
    "### What is kept\n"
    "Of this server: its id, the ids of the channels that digests go to, the sources it reads, and the id of the manager who added each;\n"
    "what its managers ruled on who holds an office, without who of them; what they corrected, with the id of who did, which `/why` shows there.\n"
    "Of you: if you `/report` a line, your id with what you wrote, for this server's managers; else nothing. No message is read (the bot has no access to\n"
    "message text), no name is stored, and what you ask is not kept.\n"
    "Public articles and the facts in them are kept until no server reads their source any more.\n"
    "Removing the bot stops its digests at once. To have a server's settings erased, ask whoever runs this bot."
)


def help_page() -> discord.ui.LayoutView:
    return budget.page([_(_HELP), _(_READ)])


def about() -> discord.ui.LayoutView:
    return budget.page([_(_ABOUT).format(version=__version__)])


def privacy() -> discord.ui.LayoutView:
    return budget.page([_(_PRIVACY)])
