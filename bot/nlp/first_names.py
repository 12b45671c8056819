"""Common first names that tell he from she, in many languages; a name that both bear is in neither list."""

MALE = frozenset(
    "abdul abdullah adam ahmed akira alan albert alejandro alexander alexei ali anders andrei andrew antonio arthur ben boris brian "
    "carlos charles chris christopher daniel david diego dmitry donald edward emmanuel eric felipe fernando francisco frank george "
    "giorgio hamid hans hassan henry hiroshi hussein ibrahim igor ivan jack jacob james jan javier john jorge jose joseph juan karim "
    "karl kenneth kevin khalid lars luis manuel marco mark martin matteo michael miguel mikhail mohamed mohammad mohammed muhammad "
    "mustafa nikolai oleg olaf omar osman pablo paul pavel pedro peter philip pierre rafael ramon richard robert roberto sergei sergey "
    "stephen steven thomas tomas vladimir viktor walter william yusuf".split()
)
FEMALE = frozenset(
    "aisha alice amina ana angela anna anne annie barbara beatriz camila carmen caroline catherine charlotte christine claire clara "
    "daniela deborah diana elena elisabeth elizabeth ellen emily emma eva fatima fiona gabriela giulia hannah helen helena hillary "
    "ingrid irina isabel jane jennifer jessica joan julia kamala karen kate katherine katya laura layla leila linda lisa lucia lucy "
    "margaret maria mariam marie marina marta mary maya michelle monica nadia natalia natasha nina nora olga patricia paula rachel "
    "rosa ruth sandra sara sarah sofia sophie susan svetlana tatiana teresa theresa ursula valentina vera victoria yasmin yulia "
    "zainab".split()
)
