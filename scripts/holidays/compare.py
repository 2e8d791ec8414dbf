"""Compares a table of public holidays with that of the package `holidays`, country by country, on days that are no weekend.

Reads {"years": [first, last], "countries": {"SG": {"2027-01-01": "New Year's Day"}}} and writes for each country what this
source has and the table lacks, what only the table has, and the weekend days that are worked by decree.
"""

import datetime
import json
import sys

import holidays


def compare(country, table, years):
    english = [each for each in getattr(holidays.country_holidays(country), "supported_languages", None) or () if each.startswith("en")]
    found = holidays.country_holidays(country, years=years, language=english[0] if english else None)
    listed = {day.isoformat(): name for day, name in found.items() if day.weekday() not in found.weekend}
    dates = {day for day in table if datetime.date.fromisoformat(day).weekday() not in found.weekend}
    around = holidays.country_holidays(country, years=range(years[0] - 3, years[-1] + 1))
    worked = [day.isoformat() for day in getattr(found, "weekend_workdays", ()) if day.year in years]
    return {
        "lacking": {day: listed[day] for day in sorted(listed) if day not in dates},
        "unconfirmed": sorted(dates - listed.keys()),
        "workedByDecree": sorted(worked),
        "movesDays": len(getattr(around, "weekend_workdays", ())) > 0,
    }


asked = json.load(sys.stdin)
first, last = asked["years"]
supported = holidays.list_supported_countries(include_aliases=False)
years = range(first, last + 1)
compared = {
    country: compare(country, table, years) for country, table in asked["countries"].items() if country in supported
}
json.dump(compared, sys.stdout, ensure_ascii=False)
