"""Words by which stories are not told apart: grammar's, and those that half of all diplomatic news is made of."""

EMPTY = frozenset(
    """a an the and or but nor so yet if then than that this these those there here which who whom whose what when where why how
    i me my we us our you your he him his she her hers it its they them their one ones
    am is are was were be been being do does did done has have had having will would shall should can could may might must
    of in on at by for from to into onto with without within about above across after against along amid among around as before behind below
    between beyond during despite down near off out over per since through toward towards under until up upon via while
    not no nor only also just more most much many few some any all both each every other another such own same very too even still
    say says said saying told tell tells according added add adds mr mrs ms dr s t""".split()
)

COMMON = frozenset(
    """president prime minister foreign ministers ministry leader leaders government official officials state states country countries nation nations
    national world international global union council spokesman spokeswoman spokesperson statement press conference reporters secretary general
    chancellor king parliament deputy ambassador envoy delegation counterpart counterparts head office house palace capital people
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
    today yesterday tomorrow week month year years day days time last next new first second two three
    meet meets met meeting meetings talk talks discuss discusses discussed discussion discussions call calls called phone spoke speak visit visits
    visited visiting trip summit hold holds held hosted received welcomed arrived leave left host hosts
    agree agrees agreed agreement agreements deal deals sign signs signed signing pact treaty memorandum memoranda accord pledge pledged pledges plan
    plans planned announce announced announces announcement project projects joint cooperation partnership relations ties bilateral support
    trade economic economy energy security defence defense investment investments million billion dollars percent
    make makes made take takes took give gave work works working part side sides both including expected set following earlier later
    news report reports reported agency source sources""".split()
)
