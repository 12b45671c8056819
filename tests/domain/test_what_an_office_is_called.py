"""An office is shown by the name it has in its own country."""

import pytest

from bot.domain.people import called


@pytest.mark.parametrize(
    ("office", "country", "name"),
    [
        ("Finance Minister", "US", "Treasury Secretary"),
        ("Foreign Minister", "GB", "Foreign Secretary"),
        ("Acting Defence Minister", "US", "Acting Defense Secretary"),
        ("Finance Minister", "FR", "Finance Minister"),
        ("Deputy Foreign Minister", "GB", "Deputy Foreign Minister"),
        ("Foreign Minister", None, "Foreign Minister"),
    ],
)
def test_a_ministers_office_is_named_as_at_home(office: str, country: str | None, name: str) -> None:
    assert called(office, country) == name
