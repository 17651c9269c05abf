"""Parses dates: the calendar day as the author wrote it, never shifted into another time zone.

``2026-02-19 23:30:00 +0900`` and ``2026-02-19 23:30:00`` are both the 19th, on a machine of any zone. Jekyll differs
in one point: it reads a time without a zone as UTC, so that with ``timezone: Asia/Tokyo`` the second becomes the 20th.
Here the written day counts: it is what the author sees in the file.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from ogp.errors import Location, OgpError
from ogp.message_text import brief


class Moment(NamedTuple):
    """A day as written, with the minutes since midnight and the zone's minutes east of UTC where they are written."""

    day: dt.date
    minutes: int | None = None
    offset: int | None = None


_WEEKDAY = r"(?:\s*[(（]?\s*(?:[月火水木金土日](?:曜日?)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?,?\s*[)）]?)?"
_ZONE = (
    r"(?:z|[a-z]{3,4}(?![a-z/])"
    r"|(?:(?:utc|gmt)?\s*[+-]\d{1,2}(?::?\d{2})?|[+-]\d{3})(?:\s*\([^()]{1,40}\)|\[[^\[\]]{1,40}\])?"
    r"|\[?[a-z]+(?:/[a-z_]+)+\]?)"
)
_TIME = (
    r"(?:(?:t|\s|,|_)\s*(?:at\s+)?(?P<half>午前|午後)?\s*(?P<hour>\d{1,2})(?::|時)(?P<minute>\d{1,2})?"
    r"(?:(?::|分)(?P<second>\d{1,2})?(?:[.,]\d+)?秒?)?分?\s*(?P<ampm>am|pm|a\.m\.|p\.m\.)?\s*(?P<zone>"
    + _ZONE
    + r")?)?"
)
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = (
    # 2026-02-19 2026/2/19 2026.2.19, with or without a time
    r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})" + _WEEKDAY + _TIME,
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日" + _WEEKDAY + _TIME,
    r"(?P<era>令和|平成|昭和|r|h|s)\s*(?P<n>\d{1,2}|元)\s*[年.]\s*(?P<m>\d{1,2})\s*[月.]\s*(?P<d>\d{1,2})\s*日?"
    + _WEEKDAY
    + _TIME,
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:t(?P<hour>\d{2})(?P<minute>\d{2})(?:\d{2})?(?P<zone>" + _ZONE + r")?)?",
    # Thu, 19 Feb 2026 22:15:05 +0900; 19th of February 2026; 19-Feb-2026
    r"(?:[a-z]{3,9}\.?,?\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?" + _MONTH + r",?[\s-]+(?P<y>\d{4})" + _TIME,
    # February 19, 2026; Thu Feb 19 2026 22:15:05 GMT+0900 (JST)
    r"(?:[a-z]{3,9}\.?,?\s+)?" + _MONTH + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})" + _TIME,
    r"(?:[a-z]{3}\s+)?"
    + _MONTH
    + r"\s+(?P<d>\d{1,2})\s+(?P<hour>\d{2}):(?P<minute>\d{2}):\d{2}\s+(?:(?P<zone>"
    + _ZONE
    + r")\s+)?(?P<y>\d{4})",
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}
_DASHES = str.maketrans("‐‑‒–—−／．：", "------/.:")
_AMBIGUOUS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "jst": 540,
    "kst": 540,
    "cst": -360,
    "est": -300,
    "edt": -240,
    "pst": -480,
    "pdt": -420,
}
_ZONE_NAMES = re.compile(
    r"(?i)z|utc|gmt|jst|kst|hkt|sgt|ist|w?e[st]{1,2}t?|wes?t|cest|bst|[ceamp][sd]t|aes?t|aedt|nzs?t|nzdt"
)
_OFFSET = re.compile(
    r"(?i)(?:utc|gmt)?\s*(?P<sign>[+-])(?:(?P<h3>\d)(?P<m3>\d{2})|(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?)(?:\s*[(\[].*)?"
)
_MAX_LENGTH = 100
"""Characters of a date: the expressions above are not tried on longer text."""


def day(text: str, *, file: str | None = None, line: int | None = None, key: str | None = None) -> dt.date:
    """Return the calendar day of a date. Raises E_DATE at ``file``, ``line`` and ``key``."""
    return moment(text, file=file, line=line, key=key).day


def moment(text: str, *, file: str | None = None, line: int | None = None, key: str | None = None) -> Moment:
    """Return the day of a date, with its time and zone as far as they are written.

    Raises E_DATE at ``file``, ``line`` and ``key``.
    """
    normalized = _normalized(text)
    for form in _FORMS if len(normalized) <= _MAX_LENGTH else ():
        match = _compiled(form).fullmatch(normalized)
        if match:
            try:
                return _moment(match.groupdict())
            except ValueError as error:
                message = f"the date {brief(text)} cannot be read: {error}"
                raise OgpError("E_DATE", message, "correct the day or the time", Location(file, line, key)) from None
    message = f"the date {brief(text)} cannot be read"
    if _AMBIGUOUS.match(normalized):
        message += ": the day or the month may come first"
    raise OgpError("E_DATE", message, "write YYYY-MM-DD", Location(file, line, key))


@cache  # of the constants above: most sites write one form, and the others are not worth 10 ms of every start
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)


def _normalized(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text[: _MAX_LENGTH * 2].translate(_DASHES))
    text = text.strip()
    return text[1:-1].strip() if text[:1] in ("<", "[") and text[-1:] in (">", "]") else text  # Org: <2026-02-19 Thu>


def _moment(part: dict[str, str | None]) -> Moment:
    month = part.get("month")
    number = _MONTHS.index(month.lower()[:3]) + 1 if month else int(part["m"] or 0)
    western_year = part.get("y")
    if western_year is None:
        year = _ERAS[(part["era"] or "").lower()] + (1 if part["n"] == "元" else int(part["n"] or 0))
    else:
        year = int(western_year)
    date = dt.date(year, number, int(part["d"] or 0))
    return Moment(date, _minutes(part), _offset(part.get("zone")))


def _minutes(part: dict[str, str | None]) -> int | None:
    if not part.get("hour"):
        return None
    hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (part.get("ampm") or part.get("half") or "").lower()
    if half and hour > 12:  # noqa: PLR2004 - hours on a clock face
        raise ValueError("no such hour")
    if half[:1] in ("p", "午") and half != "午前":
        hour = hour % 12 + 12
    midnight = (hour, minute, second) == (24, 0, 0)  # ISO 8601's end of the day
    if (hour > 23 and not midnight) or minute > 59 or second > 60:  # noqa: PLR2004
        raise ValueError("no such time")
    return hour * 60 + minute


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    match = _OFFSET.fullmatch(zone.strip())
    if match is None:
        if "/" not in zone and not _ZONE_NAMES.fullmatch(zone):
            raise ValueError("no such time zone")
        return _ZONES.get(zone.lower())
    hours, minutes = int(match["h3"] or match["h"]), int(match["m3"] or match["m"] or 0)
    if hours > 23 or minutes > 59:  # noqa: PLR2004
        raise ValueError("no such time zone")
    return (hours * 60 + minutes) * (-1 if match["sign"] == "-" else 1)
