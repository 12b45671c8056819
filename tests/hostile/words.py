"""What a page, a file or a person may put where a name is expected, and what none of it may become in a message."""

import re
from collections.abc import Collection, Iterator

_TRICKS = (
    "@everyone @here <@123> <@!123> <@&5> <#1> </help:1> <t:0:R> <:zap:9> <id:home>",
    "[zap](https://evil.example/1) [zap](<https://evil.example/2>) https://evil.example/3 <https://evil.example/4>",
    "**zap __zap *zap* _zap_ ~~zap ||zap|| `zap ``zap``` [zap](",
    "\n# ZAP\n## ZAP\n> ZAP\n>>> ZAP\n-# ZAP\n- ZAP\n* ZAP\n1. ZAP\n```ansi\nzap\n",
    "\u202ezap\u2066zap\u2067zap\u200fzap\u200b\ufeff\u00ad\u2028\u2029\x00\x07\x1b[31m\x85\x9b مرحبا",
    "🕊️👨‍👩‍👧‍👦🇰🇿\U0001f3f4\U000e0067\U000e007f z" + "\u0301\u0489" * 40,
    "\\" * 9 + "_" * 9 + "\\`\\",
)
_STACKED = re.compile("[\u0300-\u036f\u0483-\u0489]{5}")
_TOKENS = re.compile(
    r"(?P<escaped>\\[^a-zA-Z0-9\s])"
    r"|(?P<fence>```\n[^`]*\n```)"
    r"|(?P<code>`[^`\n]+`)"
    r"|(?P<time><t:\d+(?::[a-zA-Z])?>)"
    r"|<(?P<mentioned>[@#]\d+)>"
    r"|\[(?:\\.|[^\[\]\\\n])+\]\((?P<link>https?://[^\s()<>]+)\)"
    r"|(?P<bare>https?://\S+)"
    r"|(?P<mark>\*\*|\*|~~)"
    r"|(?P<live>[_`|\[\]<]|@(?=everyone|here))"
)
_BEGINNING = re.compile(r"(?:> |-# |#{1,3} |• )?")


def hostile(word: str, number: int = 0, length: int = 10_000) -> str:
    """So many characters of tricks with `word` among them. Odd numbers begin with a trick, even ones with the word."""
    turned = [*_TRICKS[number % len(_TRICKS) :], *_TRICKS[: number % len(_TRICKS)]]
    parts = [f"{word}{number}", *turned] if number % 2 == 0 else [*turned, f"{word}{number}"]
    once = " ".join(parts)
    return (once * (length // len(once) + 1))[:length]


def unsafe(text: str, *, hosts: Collection[str], mentioned: Collection[str]) -> list[str]:
    """What of a message's markdown nobody meant: a link to another host, somebody mentioned, a mark that is not closed in its line, a
    letter that is not seen."""
    found = [f"unseen {c!r}" for c in text if not c.isprintable() and c != "\n"]
    found += ["stacked marks"] if _STACKED.search(text) else []
    found += [
        f"{line[:40]!r} is a heading or a quotation"
        for line in text.split("\n")
        if re.match(r"(?:#{1,3}|>{1,3}|-#) ZAP", line)
    ]
    fenced = re.sub(r"(?s)```\n[^`]*\n```", lambda block: "-" * len(block[0]), text)
    for line in fenced.split("\n"):
        found += _of_a_line(line, hosts, mentioned)
    return found


def _of_a_line(line: str, hosts: Collection[str], mentioned: Collection[str]) -> Iterator[str]:
    rest = line[_BEGINNING.match(line).end() :]  # type: ignore[union-attr]
    if re.match(r"(?:>{1,3} |-# |#{1,3} |[-*+] |\d+\. )", rest):
        yield f"begins as markup: {line[:60]!r}"
    opened: list[str] = []
    for token in _TOKENS.finditer(rest):
        around = rest[max(0, token.start() - 30) : token.end() + 30]
        match token.lastgroup:
            case "mentioned" if token["mentioned"] not in mentioned:
                yield f"mentions {token[0]}"
            case "link" | "bare" if (token["link"] or token["bare"]).split("/")[2] not in hosts:
                yield f"links to {token[0][:90]}"
            case "live":
                yield f"live {token[0]} in {around!r}"
            case "mark" if opened and opened[-1] == token[0]:
                opened.pop()
            case "mark":
                opened.append(token[0])
            case _:
                pass
    if opened:
        yield f"not closed: {opened} in {line[:50]!r} … {line[-50:]!r}"
