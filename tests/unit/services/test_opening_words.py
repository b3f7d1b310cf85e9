from dataclasses import replace
from datetime import date

from desktop.services.opening_words import opening_words
from tests.support.rules_samples import CALENDAR, NOW_PROFILE

WINTER = date(2026, 12, 1)


def test_days_hours_of_the_season_and_the_offices_own_day_are_said() -> None:
    words = opening_words(CALENDAR, NOW_PROFILE.model, WINTER)
    assert words.startswith(
        "thứ Hai đến thứ Sáu, sáng 7 giờ 30 đến 11 giờ 30, chiều 13 giờ 30 đến 17 giờ 30; "
    )
    assert words.endswith(NOW_PROFILE.model.name)
    assert words != opening_words(CALENDAR, NOW_PROFILE.model, date(2026, 6, 1))


def test_days_with_a_gap_are_told_one_by_one() -> None:
    calendar = replace(CALENDAR, weekdays=frozenset({0, 2, 4}))
    assert opening_words(calendar, NOW_PROFILE.model, WINTER).startswith("thứ Hai, thứ Tư, thứ Sáu, ")
