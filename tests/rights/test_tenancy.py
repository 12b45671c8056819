"""Another server's source tells of the very events that ours tells of, and nothing that our server is shown changes by it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio

from bot.domain.facts import Extraction
from tests import make
from tests.desk import Desk
from tests.rights import disguises
from tests.rights.ground import OURS, Ground, open_ground, tell
from tests.rights.wire import Disguise, ask, commands, of_managers, options, press, typing

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "a leader": ("leader", {"name": "Tokayev"}),
    "a leader whom both name": ("leader", {"name": "Trump"}),
    "a leader nearly spelled": ("leader", {"name": "Orazowa"}),
    "all leaders": ("leaders", {}),
    "leaders of a country": ("leaders", {"country": "Kazakhstan"}),
    "leaders of their country": ("leaders", {"country": "Luxembourg"}),
    "quotes": ("quotes", {}),
    "quotes by one": ("quotes", {"speaker": "Tokayev", "since": "2 days"}),
    "quotes about a word": ("quotes", {"about": "railway"}),
    "quotes about their word": ("quotes", {"about": "orchid"}),
    "meetings": ("meetings", {}),
    "meetings of one": ("meetings", {"leader": "Trump", "country": "Kazakhstan"}),
    "meetings of one of theirs": ("meetings", {"leader": "Quillon"}),
    "what is to come": ("upcoming", {}),
    "what is to come of one": ("upcoming", {"country": "US", "days": 30}),
    "words": ("search", {"text": "railway"}),
    "words in articles": ("search", {"text": "railway", "in": "articles"}),
    "their words in articles": ("search", {"text": "orchids", "in": "articles"}),
    "a brief of a country": ("brief", {"country": "KZ", "period": "7d"}),
    "a brief of a leader": ("brief", {"leader": "Trump"}),
    "a brief of a topic": ("brief", {"topic": "railways"}),
    "sources for readers": ("sources", {}),
    "deals": ("deals", {}),
    "deals by all conditions": ("deals", {"country": "KZ", "with": "US", "sector": "railways", "stage": "signed"}),
    "deals at their stage": ("deals", {"stage": "in force"}),
    "deals in a sector nearly theirs": ("deals", {"sector": "orchid"}),
    "a deal": ("deal", {"id": "{our deal}"}),
    "a story": ("story", {"id": "{our story}"}),
    "a story by a fact": ("story", {"id": "{our meeting}"}),
    "our words": ("verify", {"text": "We shall build the railway", "speaker": "Tokayev"}),
    "their words": ("verify", {"text": "The orchid fund opens in Narva"}),
    "why a quote": ("why", {"id": "{our quote}"}),
    "why a meeting": ("why", {"id": "{our meeting}"}),
    "why an invitation": ("why", {"id": "{our invitation}"}),
    "why a deal": ("why", {"id": "{our deal}"}),
    "a report": ("report", {"id": "{our deal}", "problem": "wrong value", "note": "no"}),
    "a report of what is theirs": ("report", {"id": "{deal}", "problem": "other"}),
    "the queue": ("review queue", {}),
    "the queue of deals": ("review queue", {"kind": "deal"}),
    "a card": ("review open", {"id": "{our deal}"}),
    "help": ("help", {}),
    "help for managers": ("help", {"topic": "managers"}),
    "about": ("about", {}),
    "privacy": ("privacy", {}),
    "sources": ("source list", {}),
    "health": ("source health", {}),
    "offices": ("office candidates", {}),
    "preview": ("digest preview", {}),
    "when the digest comes": ("digest status", {}),
}
OFFERED = {
    "names of leaders": ("leader", "name", ""),
    "names of speakers": ("quotes", "speaker", "o"),
    "names of who may have said it": ("verify", "speaker", "o"),
    "names of who met": ("meetings", "leader", ""),
    "sectors": ("deals", "sector", ""),
    "topics": ("brief", "topic", ""),
    "leaders of a brief": ("brief", "leader", "o"),
    "deals": ("deal", "id", ""),
    "stories": ("story", "id", ""),
    "sources": ("source pause", "source", ""),
    "candidates": ("office approve", "candidate", ""),
    "digests": ("digest preview", "digest", ""),
    "facts to review": ("review open", "id", ""),
    "facts to merge with": ("review merge", "with", "d-"),
    "who may be a speaker": ("review edit", "speaker", "o"),
    "who may be an inviter": ("review edit", "inviter", "o"),
    "who may take part": ("review edit", "participants", "KZ, o"),
}
PRESSED = {
    "quotes": "page:quotes:0:",
    "meetings": "page:meetings:0:",
    "deals": "page:deals:0:",
    "leaders": "page:leaders:0:",
    "what is to come": "page:upcoming:0:",
    "words": "page:search:0:articles\x1frailway",
    "sources": "page:sources:0:",
    "a second page": "page:quotes:1:",
    "the digest": "{our digest button}",
    "the digest's quotes": "{our digest button}:quotes",
    "the digest's deals": "{our digest button}:deals",
}


@dataclass
class Answers:
    """All that our server is told, before the other's source told of the same and after, by question."""

    ground: Ground
    before: dict[str, Any]
    after: dict[str, Any]


def same_events(desk: Desk) -> Extraction:
    """Our server's events as the other's source has them: another figure, a further stage, another side, another office."""
    her = "Zhibek Orazova"
    text = TOLD_BY_THEM
    deal = make.deal(text, "US", "KZ", sectors=("railways", "orchids"), amount="a dozen crowns", stage="in_force")
    return make.extraction(
        people=[make.office("Tokayev", "Prime Minister", "KZ"), make.office(her, "Foreign Minister", "KZ")],
        quotes=[make.quote(text, "We shall build the railway,"), make.quote(text, "Orchids too,", her)],
        meetings=[make.meeting(text, "Trump", "Tokayev"), make.meeting(text, "Trump", "Tokayev", her)],
        invitations=[make.invitation(text, "Tokayev", "Trump"), make.invitation(text, "Tokayev", "Trump", her)],
        deals=[deal, replace(deal, stage="cancelled")],
    )


TOLD_BY_THEM = f"{OURS} “Orchids too,” Zhibek Orazova said. It is a dozen crowns by now."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def answers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Answers]:
    async with open_ground(tmp_path_factory.mktemp("tenancy")) as ground:
        before = await everything(ground)
        for hours, name in ((-2, "Harbour Gazette"), (0.05, "Harbour Herald")):
            facts = same_events(ground.desk)
            await tell(ground.desk, ground.rival.id, name, "Talks in Astana", TOLD_BY_THEM, facts, hours=hours)
        yield Answers(ground, before, await everything(ground))


async def everything(ground: Ground, who: Any = None) -> dict[str, Any]:
    desk, who = ground.desk, who or ground.desk.manager
    told: dict[str, Any] = {}
    for name, (command, given) in QUESTIONS.items():
        filled = {
            option: value.format(**ground.theirs) if isinstance(value, str) else value
            for option, value in given.items()
        }
        if command == "report":
            await ask(desk, who, command, filled)  # the first of a kind is answered otherwise, and queued for good
        told[f"/{command}, {name}"] = await ask(desk, who, command, filled)
    for name, (command, option, typed) in OFFERED.items():
        told[f"/{command} {option}, {name} while typing"] = await typing(desk, who, command, option, typed)
    for name, custom_id in PRESSED.items():
        told[f"button, {name}"] = await press(desk, who, custom_id.format(**ground.theirs))
    return told


KEYS = [
    *(f"/{command}, {name}" for name, (command, _) in QUESTIONS.items()),
    *(f"/{command} {option}, {name} while typing" for name, (command, option, _) in OFFERED.items()),
    *(f"button, {name}" for name in PRESSED),
]


@pytest.mark.parametrize("key", KEYS)
async def test_what_another_servers_source_tells_changes_nothing_here(answers: Answers, key: str) -> None:
    assert answers.after[key] == answers.before[key]
    echo = [str(value).casefold() for _, given in QUESTIONS.values() for value in given.values()]
    leaked = [word for word in answers.ground.leaks(str(answers.after[key])) if not any(word in one for one in echo)]
    assert not leaked
    assert "Something broke" not in str(answers.after[key])


async def test_the_other_server_is_shown_it_all(answers: Answers) -> None:
    """Or the answers above would prove nothing: there, the same questions are answered otherwise."""
    theirs = await everything(answers.ground, answers.ground.rival_manager)
    same = {key for key in KEYS if theirs[key] == answers.after[key]}
    assert same == {
        "/help, help",
        "/help, help for managers",
        "/upcoming, what is to come of one",
        "/about, about",
        "/privacy, privacy",
        "/leaders, leaders of their country",
        "/story id, stories while typing",  # by now it is one story, under the title that our server knows
        "button, a second page",
    }
    for words in ("**3** articles from **3** owners", "Harbour Gazette", "Orchids of Narva", "a dozen crowns"):
        assert words in theirs["/story, a story"], "their articles went into the story that ours began"


async def test_every_command_and_every_autocomplete_is_asked(answers: Answers) -> None:
    desk = answers.ground.desk
    asked = {command for command, _ in QUESTIONS.values()}
    assert set(commands(desk)) - of_managers(desk) <= asked
    given = {(command, option) for command, one in QUESTIONS.values() for option in one}
    readers = {one for one in options(desk) if one[0] not in of_managers(desk) and one[1] not in ("private", "erase")}
    assert readers == {one for one in given if one[0] not in of_managers(desk)}
    of_the_world = {"country", "with", "stage", "zone", "pack", "kind"}
    offered = {option for _, option in options(desk, offered=True)} - of_the_world
    assert offered == {option for _, option, _ in OFFERED.values()} - of_the_world
    assert {one.split(":")[1] for one in PRESSED.values() if one.startswith("page")} | {"digest", "edition"} == set(
        desk.client.pagers
    )


@pytest.mark.parametrize(
    "disguise",
    [disguises.in_a_dm, disguises.in_a_group_of_friends, disguises.by_an_app_of_their_own_in_a_server_without_the_bot],
    ids=lambda one: one.__name__,
)
@pytest.mark.parametrize("name", [name for name, (command, _) in QUESTIONS.items() if " " not in command])
async def test_outside_a_server_nothing_of_any_server_is_told(answers: Answers, name: str, disguise: Disguise) -> None:
    """Only the operator's default pack answers there, and none is set."""
    command, given = QUESTIONS[name]
    filled = {
        option: value.format(**answers.ground.theirs) if isinstance(value, str) else value
        for option, value in given.items()
    }
    shown = await ask(answers.ground.desk, answers.ground.desk.reader, command, filled, disguise=disguise)
    assert "Steppe" not in shown
    assert "Harbour" not in shown
    for typed in ("railways", "about “railway”", "We shall build the railway", "reads\\: railway"):
        shown = shown.replace(typed, "")
    assert "railway" not in shown
