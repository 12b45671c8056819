"""The words that report speech."""

SAY = frozenset(
    "say tell add announce argue ask assert claim comment conclude confirm contend continue declare deny describe explain indicate insist "
    "mention note observe predict promise pledge vow recall remark reply report respond reveal state stress suggest testify tweet urge warn "
    "write acknowledge admit advise affirm agree allege assure caution charge complain concede counter demand disclose echo emphasize "
    "emphasise estimate exclaim inform joke lament maintain propose quip reassure recount reiterate remind repeat request retort underline "
    "underscore answer clarify quote muse signal swear threaten shout yell post opine hint imply proclaim speculate wonder point read call "
    "accuse praise hail highlight welcome criticise criticize denounce condemn reaffirm voice express "
    "exhort blast chant forecast complain marvel boast brag vent remark retweet hint".split()
)
WEAK = frozenset(
    "find show learn read call accuse point describe charge propose demand request agree continue echo signal quote report praise hail "
    "highlight welcome criticise criticize denounce condemn voice express".split()
)
STRONG = SAY - WEAK
MENTAL = frozenset("think believe hope feel find show learn".split())
NEEDS_MARKS = frozenset(
    "call describe accuse read continue echo quote recall respond post praise hail highlight welcome criticise criticize "
    "denounce condemn voice express laugh go".split()
)
WITH_ADDRESSEE = frozenset("tell warn remind inform assure advise".split())
WITH_INFINITIVE = frozenset("vow pledge promise threaten swear offer".split())
TRAILING = frozenset(
    "adding saying noting citing calling warning arguing stressing describing emphasising emphasizing".split()
)
TURNS = frozenset(("according", "and", "but", ","))
"""Where reported words may end and the writer's own go on."""
FEMALE_TITLES = frozenset(
    "mrs ms miss lady madam queen princess duchess spokeswoman congresswoman chairwoman baroness".split()
)
MALE_TITLES = frozenset("mr sir lord king prince duke spokesman congressman chairman baron".split())
STATEMENTS = frozenset(
    "statement communique communiqué readout release post message tweet letter document report".split()
)
