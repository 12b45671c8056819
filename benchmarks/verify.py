"""Is a quotation named for what it is, and how fast, in a store of a million quotes?

    python -m benchmarks.verify [--quotes 1000000] [--asked 500] [--store FOLDER]

Stored quotations, each as it stands, with a word changed, with a negation dropped or put in, cut short, and with another speaker; and
sentences that are not in the store, of the same grammar and of none. Where an answer is not the expected one, the store is asked whether it
has by chance what was made up: word for word in an article (changed, a negation dropped or put in), as a whole quotation (cut short), or as
one that four fifths of its words make (of the grammar). Then that is the answer, and it is left out. Of two stored quotations as close, the
one that differs in yes and no must be named. The bars: 98 of 100 named rightly of each kind, p99 under 150 ms.
"""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import LiteralString

from benchmarks import phrases, store
from bot.domain.answers import Scope
from bot.domain.verdicts import VerifyAnswer
from bot.nlp.world import load_world
from bot.services.names import NameIndex
from bot.services.verify import VerifyService
from storage import search, voices
from storage.facts import FactStore
from storage.leaders import LeaderStore
from storage.sqlite import SqliteDatabase, open_database
from storage.wording import WordingStore

NAMED = {store.FEW: "five sources", store.MANY: "a hundred", store.ALL: "all 2,000"}
SAID = """
SELECT f.id, f.evidence, t.text, p.name, f.stage FROM fact f JOIN fact_party p ON p.fact_id = f.id
JOIN article_text t ON t.article_id = f.article_id AND t.revision = f.revision
WHERE f.id IN (SELECT value FROM json_each(:ids))
"""
SPEAKERS = """
SELECT DISTINCT p.name FROM fact_search JOIN fact_party p ON p.fact_id = fact_search.rowid AND p.role = 'speaker'
WHERE fact_search MATCH :match
"""
IN_SCOPE: LiteralString = (
    "SELECT f.id FROM fact f WHERE f.kind = 'quote' AND f.shown = 1 AND f.stage = 'direct' AND " + voices.FACT_CARRIED
)
_DRAWN = 8  # quotes for each that is asked: many have no negation, or a changed one stands elsewhere
_NEIGHBOUR = 0.8  # of the words of two sentences are the same, of which one is as good as the other altered
_COMMON = frozenset("the a an of to in and on that is for with not will we our it".split())


@dataclass(frozen=True, slots=True)
class Stored:
    words: str
    speaker: str


@dataclass(slots=True)
class Score:
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter[str])
    seconds: list[float] = field(default_factory=list[float])
    busy: list[float] = field(default_factory=list[float])


def changed(draw: random.Random, one: Stored, speakers: list[str]) -> str:
    """A word of some weight replaced by one that is not there."""
    spans = [m.span() for m in re.finditer(r"[A-Za-z]{3,}", one.words) if m[0].lower() not in _COMMON]
    start, end = draw.choice(spans)
    return f"{one.words[:start]}{draw.choice(('marble', 'velvet', 'lantern', 'orchard', 'seldom'))}{one.words[end:]}"


def dropped(draw: random.Random, one: Stored, speakers: list[str]) -> str:
    places = [m.span() for m in re.finditer(r" (?:not|never)\b| nobody\b", one.words)]
    if not places:
        return ""
    start, end = draw.choice(places)
    return one.words[:start] + one.words[end:]


def put_in(draw: random.Random, one: Stored, speakers: list[str]) -> str:
    places = [m.end() for m in re.finditer(r"\b(?:will|must|can|should|is|has|was)\b(?! not| never)", one.words)]
    if not places:
        return ""
    place = draw.choice(places)
    return f"{one.words[:place]} not{one.words[place:]}"


def cut(draw: random.Random, one: Stored, speakers: list[str]) -> str:
    parts = one.words.split()
    kept = max(5, int(len(parts) * draw.uniform(0.4, 0.8)))
    first = draw.choice((0, len(parts) - kept, draw.randint(0, max(0, len(parts) - kept))))
    return " ".join(parts[first : first + kept]) if kept < len(parts) else ""


def as_it_stands(draw: random.Random, one: Stored, speakers: list[str]) -> str:
    """In the marks, case and blanks that people paste."""
    return draw.choice(("“{}.”", "{}", '"{}"', "‘{}’", "…{}…", "  {}\n")).format(
        draw.choice((str, str.upper, str.lower))(one.words)
    )


def unstored(draw: random.Random, one: Stored, speakers: list[str]) -> str:
    return phrases.foreign(draw)


def of_the_grammar(draw: random.Random, one: Stored, speakers: list[str]) -> str:
    """Two new sentences one behind the other."""
    return f"{phrases.sentence(draw)}. {phrases.sentence(draw)}"


Twist = Callable[[random.Random, Stored, list[str]], str]
KINDS: tuple[tuple[str, Twist, Callable[[VerifyAnswer], bool]], ...] = (
    ("as it stands", as_it_stands, lambda a: a.verdict == "verbatim"),
    ("with its speaker", as_it_stands, lambda a: a.verdict == "verbatim"),
    ("a word changed", changed, lambda a: a.verdict == "altered"),
    ("a negation dropped", dropped, lambda a: a.verdict == "altered" and a.matches[0].comparison.negation == "lost"),
    ("a “not” put in", put_in, lambda a: a.verdict == "altered" and a.matches[0].comparison.negation == "added"),
    ("cut short", cut, lambda a: a.verdict == "fragment"),
    ("another speaker", as_it_stands, lambda a: a.verdict == "misattributed"),
    ("not stored", unstored, lambda a: a.verdict == "not_found"),
    ("not stored, of the grammar", of_the_grammar, lambda a: a.verdict == "not_found"),
)


async def drawn(db: SqliteDatabase, guild: int, count: int, draw: random.Random) -> list[Stored]:
    """Direct quotes of at least six words that the server's sources carry."""
    numbers = [row["id"] for row in await db.all(IN_SCOPE, {"guild": guild})]
    ids = draw.sample(numbers, min(len(numbers), count * 2))
    rows = await db.all(SAID, {"ids": str(ids)})
    found: list[Stored] = []
    for row in rows:
        start, end = (int(number) for number in re.findall(r"\d+", row["evidence"])[:2])
        words = row["text"][start:end].rstrip(",")
        if len(words.split()) >= 6:
            found.append(Stored(words, row["name"]))
    return found[:count]


async def speakers_of(db: SqliteDatabase, words: str) -> set[str]:
    """Who has said these words, alone or among others."""
    return {row["name"] for row in await db.all(SPEAKERS, {"match": f"text : {search.phrase(words)}"})}


async def is_moot(wording: WordingStore, scope: Scope, twist: Twist, typed: str, answer: VerifyAnswer) -> bool:
    """The store has, by chance, what was made up: then the answer that was expected is not the right one."""
    if twist is cut:
        return bool(await wording.whole(scope, [typed]))
    if twist in (changed, dropped, put_in):
        return bool(await wording.texts(scope, [typed], limit=1))
    if twist is of_the_grammar and answer.matches:
        match = answer.matches[0]
        stored = " ".join(match.quote.article.text[start:end] for start, end in match.quote.fact.segments)
        sentences = (typed, *typed.split(". "))
        return any(
            SequenceMatcher(None, one.lower().split(), stored.lower().split(), False).ratio() >= _NEIGHBOUR
            for one in sentences
        )
    return False


async def measure(path: Path, guild: int, count: int) -> dict[str, Score]:
    draw, scope = random.Random(guild), Scope(guild_id=guild)
    scores: dict[str, Score] = {}
    async with open_database(path) as db:
        facts, leaders = FactStore(db), LeaderStore(db)
        wording = WordingStore(db, facts)
        names = NameIndex(leaders, load_world().countries)
        service = VerifyService(wording, facts, names)
        quotes = await drawn(db, guild, _DRAWN * count, draw)
        everybody = [leader.name for leader in await leaders.all()]
        await service.answer(scope, "the first question reads what the others find in memory", everybody[0])
        for name, twist, is_right in KINDS:
            score = scores[name] = Score()
            for one in quotes:
                if score.right + score.wrong.total() == count:
                    break
                typed = twist(draw, one, everybody)
                if not typed:
                    continue
                speaker = None
                if name == "with its speaker":
                    speaker = one.speaker
                elif name == "another speaker":
                    said = await speakers_of(db, one.words)
                    speaker = draw.choice([other for other in everybody if other not in said])
                began, used = time.perf_counter(), time.process_time()
                answer = await service.answer(scope, typed, speaker)
                score.seconds.append(time.perf_counter() - began)
                score.busy.append(time.process_time() - used)
                if is_right(answer):
                    score.right += 1
                elif not await is_moot(wording, scope, twist, typed, answer):
                    score.wrong[answer.verdict] += 1
    return scores


def p(share: float, seconds: list[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))] * 1000 if seconds else 0.0


async def main() -> None:
    parser = store.options(__doc__)
    parser.add_argument("--quotes", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=500)
    parser.add_argument("--servers", default="1,2,3", help="of five sources, of a hundred, of all")
    asked = parser.parse_args()
    path = await store.kept(asked.quotes, asked.store)
    for guild, named in ((number, NAMED[number]) for number in map(int, asked.servers.split(","))):
        print(f"\n{asked.quotes:,} quotes, a server that reads {named}")
        print(f"{'':28}{'asked':>7}{'rightly':>9}{'p50 ms':>8}{'p99 ms':>8}{'CPU p99':>9}")
        for name, score in (await measure(path, guild, asked.asked)).items():
            count = score.right + score.wrong.total()
            wrong = ", ".join(f"{verdict}: {n}" for verdict, n in score.wrong.most_common())
            rate = f"{100 * score.right / count:.1f} %" if count else "-"
            print(
                f"{name:28}{count:>7}{rate:>9}{p(0.5, score.seconds):>8.1f}{p(0.99, score.seconds):>8.1f}{p(0.99, score.busy):>9.1f}  {wrong}"
            )


if __name__ == "__main__":
    asyncio.run(main())
