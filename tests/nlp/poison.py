"""Texts made to run for ever, all of an allowed length.

    python -m tests.nlp.poison

reads each whole and alone, prints the CPU seconds of the slowest and fails if one took five or more; the suite reads
a dozen of them whole and the others shortened.
"""

import time

from bot.nlp.extract import LONGEST, extract, warm

SECONDS = 5.0
"""What one text may take of the processor."""


def _fill(piece: str) -> str:
    return (piece * (LONGEST // len(piece) + 1))[:LONGEST]


def _numbered(piece: str, count: int) -> str:
    return "".join(piece.format(n=n, name=_name(n)) for n in range(count))[:LONGEST]


def _name(number: int) -> str:
    """An invented name for each number: "Bada Kelo"."""
    syllables = ("ba", "da", "ke", "lo", "mi", "nu", "pa", "ri", "so", "tu")
    digits = [int(digit) for digit in f"{number:04}"]
    word = "".join(syllables[digit] for digit in digits)
    return f"{word[:4].title()} {word[::-1].title()}"


TEXTS = {
    "open brackets": _fill("("),
    "open brackets with blanks": _fill("( "),
    "nested brackets": "(" * 20_000 + "word" + ")" * 20_000,
    "nested brackets in short lines": _fill("((((((((a " * 10 + "\n"),
    "flags": _fill("\U0001f1f0\U0001f1ff"),
    "flags with blanks": _fill("\U0001f1f0\U0001f1ff "),
    "no blanks": _fill("abcdefghij"),
    "no blanks, with stops": _fill("a.b-c/d,"),
    "long words": _fill("x" * 190 + " "),
    "long words with hyphens": _fill("ab-" * 60 + " "),
    "long addresses": _fill("https://news.example/" + "a/" * 80 + " "),
    "NULs": _fill("\0"),
    "NULs between words": _fill("the\0president\0said "),
    "lone surrogates": _fill("\ud800 said "),
    "right-to-left marks": _fill("\u202e\u2067said\u200f he "),
    "zalgo": _fill("s" + "\u0301\u0323\u0330\u0489" * 6 + "a" + "\u0334" * 20 + "id "),
    "quotation marks": _fill("“"),
    "straight marks with blanks": _fill('" '),
    "curly marks with blanks": _fill("“ ” "),
    "single marks with blanks": _fill("' "),
    "marks around words": _fill('"a" '),
    "opening marks before words": _fill("“word "),
    "one sentence without a stop": _fill("and the president of the country met the other president "),
    "one long sentence of speech": _fill("the minister said that "),
    "said": _fill("said "),
    "said, said": _fill("he said, "),
    "said in capitals": _fill("Said "),
    "capital words": _fill("Xavo Belu "),
    "words of one letter": _fill("A b. "),
    "paragraphs of one word": _fill("Word\n"),
    "paragraphs of one sentence": _fill("The minister said so.\n"),
    "empty lines": _fill("\n"),
    "blanks": _fill(" "),
    "blanks between words": "The minister" + " " * 50_000 + "said so.",
    "no-break blanks": _fill("\xa0"),
    "names": _numbered("{name} met the king. ", 3_000),
    "names in a row": _numbered("{name}, ", 5_000),
    "names in lines": _numbered("{name} said it was late.\n", 3_000),
    "presidents": _numbered("President {name} said no. ", 2_500),
    "titles": _fill("President Foreign Minister "),
    "ministers of states": _fill("French President "),
    "countries": _fill("France, China, Kazakhstan, "),
    "countries with dashes": _fill("France-China-"),
    "countries joined": _fill("France and China and "),
    "sums": _fill("$5 billion, "),
    "sums in deals": _fill("France and China signed a $5 billion deal. "),
    "sums in one sentence": _fill("France signed a deal worth $5 billion with China and "),
    "dates": _fill("on March 3, 2026, "),
    "dates in meetings": _fill("met on Tuesday and "),
    "years": _fill("2026 "),
    "digits": _fill("1234567890 "),
    "digits with commas": _fill("1,"),
    "meetings": _fill("Macron met Xi. "),
    "meetings in one sentence": _fill("Macron met Xi and "),
    "invitations": _fill("France invited China to a summit. "),
    "invitations in one sentence": _fill("France invited China to invite "),
    "agreements": _fill("agreement treaty deal "),
    "councils": _fill("Council of "),
    "capitals and dashes": _fill("A-"),
    "dashes": _fill("- "),
    "apostrophes": _fill("a'b’c "),
    "according to": _fill("according to "),
    "that": _fill("that "),
    "who": _fill("the man who "),
    "of": _fill("the minister of the minister of "),
    "colons": _fill("He: "),
    "emoji": _fill("😀 "),
    "every character": "".join(map(chr, range(1, 55_000))),
    "Cyrillic": _fill("Президент сказал. "),
    "Chinese": _fill("总统说。"),
    "tabs": _fill("\t\t"),
    "carriage returns": _fill("said\r\n"),
    "line separators": _fill("said\u2028\x0b\x0c\x85"),
}


def seconds(text: str) -> float:
    """CPU time of extracting `text`."""
    began = time.process_time()
    extract(text)
    return time.process_time() - began


def main() -> None:
    warm()
    taken = sorted(((seconds(text), name) for name, text in TEXTS.items()), reverse=True)
    for needed, name in taken[:15]:
        print(f"{needed:5.2f} s  {name}")  # noqa: T201 - a command
    if taken[0][0] >= SECONDS:
        raise SystemExit(f"{taken[0][1]} took {SECONDS:g} s or more")


if __name__ == "__main__":
    main()
