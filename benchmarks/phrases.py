"""Sentences of invented diplomats, from a grammar of templates: many differ from one another by a word or two, as real ones do."""

import random
import re
from collections.abc import Mapping

SLOTS: dict[str, tuple[str, ...]] = {
    name: tuple(words.split("; "))
    for name, words in {
        "we": "we; our government; our country; both sides; our two ministries; the cabinet; my administration; our delegation; the presidency; the working group",
        "will": "will; will not; must; must not; can; cannot; should; should not; are ready to; have agreed to",
        "do": "open; finish; review; support; protect; expand; finance; restore; postpone; defend; sign; abandon; modernise; renegotiate; ratify",
        "thing": "the railway; the border crossing; the gas pipeline; the visa regime; the water treaty; the trade corridor; the fishing accord; the customs union; "
        "the grain agreement; the prisoner exchange; the nuclear inspections; the port terminal; the power line; the free trade zone; the air link; the ceasefire; "
        "the loan programme; the tariff schedule; the pension reform; the mining concession; the satellite project; the language law; the sea patrols; the tax treaty",
        "place": "Ashgabat; Lisbon; Nairobi; Jakarta; Montevideo; Tallinn; Rabat; Muscat; Hanoi; Bogota; Colombo; Zagreb; Accra; Tbilisi; Manila; Oslo; Dakar; Riyadh; "
        "Belgrade; Quito; Amman; Dublin; Vientiane; Lusaka",
        "time": "before the harvest; by the end of the year; within six months; next spring; before the summit; in the coming weeks; by 2031; after the elections; this autumn; "
        "in the first quarter; before winter; within 90 days",
        "why": "because our exporters have waited long enough; because nobody gains from delay; since the farmers on both banks depend on it; so that families can travel again; "
        "as the constitution demands; because trust is built by deeds; since the figures leave no other choice; so that prices fall for everyone; "
        "as our parliament has asked; because history will judge us by it",
        "people": "fishermen; farmers; students; engineers; refugees; investors; neighbours; pensioners; miners; truck drivers; nurses; soldiers; teachers; exporters; small firms",
        "good": "stability; prosperity; sovereignty; dignity; transparency; fair prices; clean water; regional security; open markets; a lasting peace; equal treatment; mutual respect",
        "bad": "sanctions; ultimatums; intimidation; empty promises; unilateral steps; protectionism; a new arms race; disinformation; corruption; outside pressure; closed borders",
        "number": "three; four; five; seven; a dozen; twenty; forty; 120; 350; 1,200",
        "sum": "$40 million; $1.2 billion; 300 million euros; $75 billion; 12 billion yuan; half a billion dollars; $8.5 billion; 60 million dinars",
        "feel": "confident; convinced; hopeful; concerned; alarmed; certain; satisfied; disappointed; grateful; encouraged",
        "is": "is; is not; remains; has become; was; was never",
        "judge": "a matter of principle; a question of time; a gift to anyone; in our interest; open to negotiation; a technical detail; the end of the road; "
        "a victory for both peoples; an act of friendship; up for debate",
        "who": "our partners in {place}; the ministers; the negotiators; our neighbours; the inspectors; the observers; our allies; the mediators; both parliaments; the central bank",
        "act": "met in {place} last week; shared the documents; asked for more time; accepted the map; rejected the draft; promised {sum}; opened {number} new offices; "
        "answered every question; walked out of the room; confirmed the schedule",
        "never": "we have never asked for {bad}; nobody here wants {bad}; there is no alternative to {good}; we do not recognise {bad}; this is not about {bad} but about {good}; "
        "I have not seen the draft on {thing}; we did not come to {place} to talk about {bad}; nothing has been decided about {thing}; we don't accept {bad} from anyone; "
        "it isn't the {people} who should pay for {bad}",
    }.items()
}
CLAUSES = (
    "{we} {will} {do} {thing} {time}",
    "{we} {will} {do} {thing} in {place} {why}",
    "{thing} {is} {judge}",
    "{thing} with {place} {is} {judge}, and {people} know it",
    "{who} {act}",
    "{who} {act}, and {we} {will} answer {time}",
    "I am {feel} that {we} {will} {do} {thing} {time}",
    "{never}",
    "what {people} in {place} need is {good}, not {bad}",
    "without {good} there can be no talk of {thing}",
    "{number} {people} have already returned to {place} {why}",
    "{we} {will} spend {sum} on {thing} and on {people}",
    "our answer to {bad} is {good} for {people} and {people}",
    "{people} ask me about {thing} every day, and I tell them that {we} {will} {do} it {time}",
    "the road from {place} to {place} {is} {judge}",
    "{we} offered {sum}, {who} asked for {sum}",
    "it would be wrong to {do} {thing} {time} {why}",
    "I told the ministers in {place} that {bad} will not bring {good}",
    "let me be clear: {we} {will} {do} {thing}",
    "our {people} deserve {good}, and {we} {will} {do} {thing} {time}",
)
JOINTS = (". ", ". ", ", and ", "; ", ", but ", ". At the same time, ", ". That is why ")
_SLOT = re.compile(r"\{(\w+)\}")

OTHER = (
    "the museum in the old harbour reopens with a hall of maps that sailors drew by hand",
    "her orchestra rehearsed twice a day although the boiler had failed since Sunday",
    "a goat on the runway delayed the morning flight for nearly an hour",
    "our baker starts at four and still sells out before the school bell rings",
    "the lighthouse keeper painted the stairs green to please his granddaughter",
    "their chess club lost the final after a very long night of rain and coffee",
    "every winter the choir sings in the tunnel under the river for want of a hall",
    "the botanist named the orchid after a bus conductor who had found it",
)
"""Sentences of no template, none of which is ever stored."""


def sentence(draw: random.Random) -> str:
    """One to three clauses, with a capital and without its stop."""
    text = _fill(draw, draw.choice(CLAUSES))
    while draw.random() < 0.45 and len(text) < 260:
        text += draw.choice(JOINTS) + _fill(draw, draw.choice(CLAUSES))
    return ". ".join(part[:1].upper() + part[1:] for part in text.split(". "))


def neighbour(draw: random.Random, text: str) -> str:
    """The sentence with one of its slots filled otherwise: a near-duplicate that another politician may have said."""
    places = [(text.find(word), word, words) for words in SLOTS.values() for word in words if f" {word}" in text]
    if not places:
        return sentence(draw)
    _, word, words = draw.choice(places)
    other = _fill(draw, draw.choice(words))
    return text.replace(f" {word}", f" {other}", 1)


def foreign(draw: random.Random) -> str:
    """A sentence that no store of this grammar holds."""
    return f"{draw.choice(OTHER)}, {draw.choice(('said', 'wrote', 'joked', 'recalled'))} {draw.choice(('Ingrid', 'Tomas', 'Amara', 'Noor'))} in {draw.randint(1900, 2020)}"


def _fill(draw: random.Random, template: str, slots: Mapping[str, tuple[str, ...]] = SLOTS) -> str:
    while "{" in template:
        template = _SLOT.sub(lambda found: draw.choice(slots[found[1]]), template, count=1)
    return template
