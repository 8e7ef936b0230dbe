"""The time of day beside a date, and its zone: "12:00 CET", "5pm", "à 12h30", "12 Uhr", "noon", "15時", "GMT+1"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

# Minutes from UTC of the zones that people name beside a time.
_ZONES = dict[str, int](
    utc=0, gmt=0, z=0, wet=0, bst=60, west=60, cet=60, mez=60, cest=120, mesz=120, eet=120, eest=180, msk=180,
        мск=180, 北京时间=480, 日本時間=540, ist=330,
    jst=540, kst=540, hkt=480, sgt=480, aest=600, aedt=660, acst=570, awst=480, nzst=720, nzdt=780, est=-300, edt=-240,
    cst=-360, cdt=-300, mst=-420, mdt=-360, pst=-480, pdt=-420, brt=-180, art=-180, clt=-240, clst=-180,
)  # fmt: skip
_NOON = r"noon|midday|mittags?|midi|mediodia|mezzogiorno|meio-dia|middag|poludnie|poledne|полдень|полудень|正午"
_AT = r"\b(?:klo|kl\.?|ore|godz\.?|saat)"  # behind which a number is an hour
_AFTERNOON = ("下午", "午後", "午后", "晚上")
_TIME = re.compile(
    rf"(?:(?:,|\bum|\bat|\bà|\ba|\bos?|\bom|\balle|\bas|\bв|\bо|\bklo|\bkl\.?|\bgodz\.?|\bvon|\bby|\bbefore|-)\s*)?"
    r"(?:(?P<part>[上下]午|午[前後后]|早上|晚上)\s?)?(?:"
    r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"(?:\s?(?:uhr|hrs?|h)\b\.?)?"
    r"|(?P<hour_12>\d{1,2})(?:\.(?P<minute_12>\d{2}))?\s?(?P<half_12>[ap]\.?\s?m\b\.?)"
    r"|(?<![\d./-])(?P<hour_only>\d{1,2})(?:\.(?P<minute_only>\d{2}))?\s?(?:uhr\b|hrs?\b|h\b|o'clock|hodin\b|uur\b)"
    rf"|{_AT}\s?(?P<hour_at>\d{{1,2}})(?:\.(?P<minute_at>\d{{2}}))?(?![\d.:])"
    r"|(?P<hour_east>\d{1,2})\s?[時时点點]\s?(?:(?P<minute_east>\d{1,2})\s?分|(?P<half_east>半))?"
    rf"|(?:12(?::00)?\s?)?(?P<noon>{_NOON})"
    r")"
)
_DOTTED = re.compile(
    r"(?<=\d{4}),?\s+(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?:\.(?P<second>\d{2})(?:\.\d+)?\s*(?P<half>[ap]m)?)?\s*$"
)
# Zones that people name by their region alone, which keeps summer time; short ones stand in capitals behind the time.
_REGIONS = {
    "uk": "Europe/London", "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver",
    "pt": "America/Los_Angeles", "eastern": "America/New_York", "central": "America/Chicago",
    "mountain": "America/Denver", "pacific": "America/Los_Angeles",
}  # fmt: skip
_REGION = re.compile(r"\s*[,(]?\s*(ET|CT|MT|PT|[Ee]astern|[Cc]entral|[Mm]ountain|[Pp]acific)\b(?:\s[Tt]ime)?\)?")
_AREA = re.compile(r"\(?\b([A-Z][a-z]+/[A-Z][A-Za-z_]+)\b\)?")
_OFFSET = re.compile(r"\(?(?:utc|gmt)?\s?(?P<sign>[+\-−])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\)?(?![\d/.-])")
_NAMED = re.compile(rf"\(?\b({'|'.join(sorted(_ZONES, key=len, reverse=True))}|uk|local)(?:\s+time)?\b\)?")


class Clock(NamedTuple):
    """A time of day and its zone: hours from UTC, or an area ("Europe/London"), or neither."""

    time: time
    offset: timedelta | None = None
    area: str = ""

    def on(self, day: date) -> str:
        """That moment of a day, as ISO 8601."""
        moment = datetime.combine(day, self.time)
        if self.area:
            moment = moment.replace(tzinfo=ZoneInfo(self.area))
        elif self.offset is not None:
            moment = moment.replace(tzinfo=timezone(self.offset))
        return moment.isoformat()


def split_time(text: str) -> tuple[str, Clock | None]:
    """A cell without the time of day in it, and that time; None where there is none."""
    plain = text.casefold()
    match = _TIME.search(plain) or _DOTTED.search(plain)
    if match is None:
        return text, None
    at = _time_of({name.partition("_")[0]: value for name, value in match.groupdict().items() if value})
    if at is None:
        return text, None
    before, after = text[: match.start()], text[match.end() :]
    area = _AREA.search(after)
    if area is not None and _is_area(area[1]):
        return f"{before} {after[: area.start()]} {after[area.end() :]}", Clock(at, area=area[1])
    if region := _REGION.match(after):
        return f"{before} {after[region.end() :]}", Clock(at, area=_REGIONS[region[1].lower()])
    folded = after.casefold()
    zone = _OFFSET.match(folded.lstrip()) or _NAMED.search(folded)
    if zone is None:
        return f"{before} {after}", Clock(at)
    start = zone.start() + (len(folded) - len(folded.lstrip()) if zone.re is _OFFSET else 0)
    rest = f"{before} {after[:start]} {after[start + len(zone[0]) :]}"
    if zone.re is _OFFSET:
        minutes = int(zone["hours"]) * 60 + int(zone["minutes"] or 0)
        sign = 1 if zone["sign"] == "+" else -1
        return rest, Clock(at, timedelta(minutes=sign * minutes) if minutes <= 14 * 60 else None)
    name = zone[1]
    if name in ("gmt", "utc") and (more := _OFFSET.match(folded[zone.end() :])):
        rest = f"{before} {after[:start]} {after[zone.end() + more.end() :]}"
        sign = 1 if more["sign"] == "+" else -1
        return rest, Clock(at, timedelta(minutes=sign * (int(more["hours"]) * 60 + int(more["minutes"] or 0))))
    if name in _REGIONS:
        return rest, Clock(at, area=_REGIONS[name])
    return rest, Clock(at, timedelta(minutes=_ZONES[name]) if name in _ZONES else None)


def _time_of(parts: dict[str, str]) -> time | None:
    if "noon" in parts:
        return time(12)
    hour, minute, second = int(parts["hour"]), int(parts.get("minute", 0)), int(parts.get("second", 0))
    if parts.get("half") == "半":
        minute = 30
    elif half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour < 12 and parts.get("part") in _AFTERNOON:
        hour += 12
    if hour == 24 and not minute:
        hour, minute, second = 23, 59, 59
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _is_area(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):
        return False
    return True
