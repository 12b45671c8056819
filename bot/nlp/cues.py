"""The words that report speech."""

SAY = frozenset(
    "say tell add announce argue ask assert claim comment conclude confirm contend continue declare deny describe explain indicate insist "
    "mention note observe specify divulge predict promise pledge vow recall remark reply report respond reveal state stress suggest testify tweet urge warn "
    "write acknowledge admit advise affirm agree allege assure caution charge complain concede counter demand disclose echo emphasize "
    "emphasise estimate exclaim inform joke lament maintain propose quip reassure recount reiterate remind repeat request retort underline "
    "underscore answer clarify quote muse signal swear threaten shout yell post opine hint imply proclaim speculate wonder point read call "
    "accuse praise hail highlight welcome criticise criticize denounce condemn reaffirm voice express "
    "exhort blast chant forecast complain marvel boast brag vent retweet worry reckon venture aver posit profess attest interject deadpan grumble "
    "gripe grouse fume gloat mutter murmur whisper plead scoff sneer thunder snap crack riff rail concur object protest rule rejoice cheer "
    "surmise grouch bellow roar moan groan convey relay hope regret recommend elaborate intimate stipulate".split()
)
# report only with a clause or marks: "called", "agreed"
WEAK = frozenset(
    "read call accuse point describe charge propose demand request agree continue echo signal quote praise hail "
    "highlight welcome criticise criticize denounce condemn voice express".split()
)
# may stand between commas: "The yard, she said, …"
STRONG = SAY - WEAK
# their clause is reported only if words in it stand in marks
NEEDS_MARKS = frozenset(
    "call describe accuse read continue echo quote recall respond post praise hail highlight welcome criticise criticize "
    "denounce condemn voice express".split()
)
# only with "that": "conveyed what he called …" reports nothing of its own
NEEDS_THAT = frozenset("convey relay hope regret recommend intimate stipulate".split())
# what is judged belongs to the content: "called the loan a “trap”"
JUDGING = frozenset(
    "call describe accuse brand label dub portray characterize characterise condemn criticize criticise denounce blast slam praise hail "
    "liken dismiss rate compare refer mock laud defend attack blame credit deride reject decry deem declare welcome lambaste lambast assail "
    "ridicule scold rebuke chide castigate hammer pound knock skewer bash tout extol applaud commend paint cast regard "
    "pronounce vilify disparage belittle term rubbish trash commend".split()
)
# nearly always followed by a clause, even if the parser sees none
CLAUSAL = frozenset(
    "say tell report note claim argue announce warn insist add suggest state declare reveal confirm explain acknowledge admit complain "
    "predict promise stress emphasize emphasise contend assert allege indicate write specify".split()
)
WITH_ADDRESSEE = frozenset("tell warn remind inform assure advise".split())
WITH_INFINITIVE = frozenset("vow pledge promise threaten swear offer".split())
# participles that end a content: the next attribution, or the writer's comment
TRAILING = frozenset(
    "adding saying stating noting citing calling warning arguing stressing describing emphasising emphasizing telling accusing referencing "
    "dismissing rejecting denouncing praising expressing reiterating hailing condemning insisting vowing reaffirming "
    "reflecting highlighting underscoring sparking drawing prompting contrasting echoing signaling fueling leaving "
    "pointing underlining affirming clarifying recalling".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
DASHES = frozenset({"-", "--", "—", "–", "―"})
TURNS = DASHES | {"according", "and", "but", ","}
"""Where reported words may end and the writer's own go on."""
FEMALE_TITLES = frozenset(
    "mrs ms miss lady dame madam queen princess duchess spokeswoman congresswoman chairwoman baroness".split()
)
MALE_TITLES = frozenset("mr sir lord king prince duke spokesman congressman chairman baron".split())
# things that speak
STATEMENTS = frozenset(
    "statement communique communiqué readout release post message tweet letter document report text".split()
)
# … and are known again as "the statement"
RELEASES = frozenset("statement communique communiqué readout release message tweet post text".split())
# "the claim that …"
NOUNS = frozenset(
    "claim statement assertion contention allegation accusation view belief argument warning suggestion insistence emphasis assurance "
    "promise pledge vow complaint admission announcement report comment remark declaration opinion charge prediction concern fear idea "
    "notion criticism hope conviction denial alarm doubt confidence frustration".split()
)
# "as the envoy put it, …"
AS_SAID = frozenset("say report note put point write observe explain argue claim suggest acknowledge".split())
# "urged the king to resign"
WITH_ORDER = frozenset(
    "ask urge tell order encourage advise press instruct implore beg call exhort warn remind request direct".split()
)
# "announced the arrest of …"
NEWS = frozenset(
    "note announce reiterate acknowledge echo repeat predict stress rebut underscore emphasize emphasise reveal lament bemoan".split()
)
# "warned of a long winter"
TOPICAL = {
    "ask": ("about",),
    "comment": ("about", "on"),
    "complain": ("about", "of"),
    "joke": ("about",),
    "brag": ("about", "of"),
    "boast": ("about", "of"),
    "warn": ("about", "of", "against"),
}
# only with a whole quotation beside them: "…," she went on
QUOTING = frozenset("go begin laugh smile shrug sigh nod start finish".split())
# looked at after all else
ALSO = (JUDGING | WITH_ORDER | NEWS | QUOTING) - SAY
# "she expressed doubt that …": the doubt is hers
VOICING = frozenset("express voice make raise issue repeat reject defend point".split())
REPORTING = SAY | ALSO
