"""Words around an invitation: what one is asked to, how one comes, how one answers, how it is sent."""

from bot.domain.facts import InvitationStage

OCCASION = frozenset(
    "summit meeting conference visit talk forum ceremony dinner session house capital event trip inauguration celebration parade cop negotiation table".split()
)
COMING = frozenset(
    "visit attend sit testify dine come join take pay go arrive leave fly undertake participate travel meet hold be speak address return discuss negotiate send stay observe appear".split()
)
ANSWERS: dict[str, InvitationStage] = {
    "accept": "accepted",
    **dict.fromkeys(("decline", "reject", "turn", "refuse"), "declined"),
}
LETTERS = frozenset(("letter", "note", "message", "cable", "telegram"))
CARRYING = frozenset(("convey", "transmit", "relay", "pass", "carry", "bring", "deliver", "hand"))
STANDING = frozenset(("stand", "remain", "have", "be"))
GIVING = frozenset(("extend", "issue", "offer", "send", "give", "make", "deliver", "hand"))
