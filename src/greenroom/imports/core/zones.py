"""Time zones as people name them: by their official name, a city, a country with one zone, an abbreviation, an offset."""

import difflib
import re
from functools import cache, lru_cache
from zoneinfo import available_timezones

from greenroom.imports.core.reading import NOTHING, BadValue, plain, shown

_OTHER_NAMES = {
    "America/New_York": "est edt et eastern, eastern time, us/eastern, us eastern, new york city, nyc, boston, washington dc, washington, "
    "philadelphia, atlanta, miami, orlando, charlotte, pittsburgh, baltimore, cleveland, columbus",
    "America/Chicago": "cst cdt ct central, central time, us/central, us central, dallas, houston, austin, san antonio, minneapolis, "
    "st louis, milwaukee, nashville, new orleans, kansas city",
    "America/Denver": "mst mdt mt mountain, mountain time, us/mountain, us mountain, salt lake city, albuquerque",
    "America/Phoenix": "arizona",
    "America/Los_Angeles": "pst pdt pt pacific, pacific time, us/pacific, us pacific, la, san francisco, sf, seattle, san diego, "
    "portland, san jose, sacramento, las vegas, oakland",
    "America/Anchorage": "akst akdt alaska",
    "Pacific/Honolulu": "hst hawaii",
    "America/Halifax": "ast adt atlantic, atlantic time",
    "America/Toronto": "ottawa, montreal, quebec",
    "America/Vancouver": "victoria",
    "America/Edmonton": "calgary",
    "America/Mexico_City": "mexico, guadalajara",
    "America/Sao_Paulo": "brt, rio de janeiro, rio, brasilia",
    "America/Argentina/Buenos_Aires": "art argentina, buenos aires",
    "America/Bogota": "colombia, medellin",
    "America/Lima": "peru",
    "America/Santiago": "chile",
    "UTC": "utc gmt z zulu uct, greenwich, greenwich mean time, coordinated universal time",
    "Europe/London": "bst uk gb england scotland wales britain, united kingdom, uk time, british time, manchester, "
    "edinburgh, glasgow, birmingham, leeds, bristol, cardiff, liverpool, oxford, cambridge, belfast",
    "Europe/Dublin": "ireland",
    "Europe/Lisbon": "wet west portugal, porto",
    "Europe/Berlin": "mez mesz germany deutschland, munich, munchen, hamburg, cologne, koln, frankfurt, stuttgart, "
    "dusseldorf, leipzig, dresden, hannover, ludwigsburg, potsdam",
    "Europe/Brussels": "cet cest belgium, central european time, met, bruxelles, antwerp, ghent",
    "Europe/Paris": "france, lyon, marseille, toulouse, bordeaux, lille",
    "Europe/Madrid": "spain espana, barcelona, valencia, sevilla, seville, bilbao",
    "Europe/Rome": "italy italia, milan, milano, roma, turin, naples, florence, bologna",
    "Europe/Vienna": "austria, wien, graz, salzburg",
    "Europe/Zurich": "switzerland, geneva, bern, basel, lausanne",
    "Europe/Amsterdam": "netherlands, rotterdam, utrecht, the hague, eindhoven",
    "Europe/Copenhagen": "denmark, aarhus",
    "Europe/Stockholm": "sweden, gothenburg, malmo",
    "Europe/Oslo": "norway, bergen",
    "Europe/Helsinki": "finland",
    "Europe/Warsaw": "poland, krakow, wroclaw, gdansk",
    "Europe/Prague": "czechia, czech republic, brno, praha",
    "Europe/Budapest": "hungary",
    "Europe/Bucharest": "romania, cluj",
    "Europe/Athens": "eet eest greece, thessaloniki",
    "Europe/Kyiv": "ukraine, kiev, lviv",
    "Europe/Istanbul": "trt turkey turkiye, ankara, izmir",
    "Europe/Moscow": "msk, st petersburg, saint petersburg",
    "Asia/Jerusalem": "israel, tel aviv",
    "Asia/Dubai": "gst uae, abu dhabi",
    "Asia/Karachi": "pkt pakistan, lahore, islamabad",
    "Asia/Kolkata": "india, mumbai, delhi, new delhi, bangalore, bengaluru, chennai, hyderabad, pune, calcutta, indian standard time",
    "Asia/Dhaka": "bangladesh",
    "Asia/Bangkok": "thailand",
    "Asia/Ho_Chi_Minh": "vietnam, hanoi",
    "Asia/Jakarta": "wib",
    "Asia/Shanghai": "china, beijing, shenzhen, guangzhou",
    "Asia/Hong_Kong": "hkt",
    "Asia/Singapore": "sgt",
    "Asia/Taipei": "taiwan",
    "Asia/Manila": "pht philippines",
    "Asia/Tokyo": "jst japan, osaka, kyoto",
    "Asia/Seoul": "kst korea, south korea, busan",
    "Australia/Sydney": "aest aedt, canberra, eastern australia",
    "Australia/Adelaide": "acst acdt",
    "Australia/Perth": "awst",
    "Pacific/Auckland": "nzst nzdt nzt, new zealand, wellington, christchurch",
    "Africa/Lagos": "wat nigeria, abuja",
    "Africa/Nairobi": "eat kenya",
    "Africa/Johannesburg": "sast, south africa, cape town, pretoria, durban",
    "Africa/Cairo": "egypt",
    "Africa/Accra": "ghana",
    "Africa/Casablanca": "morocco",
}
_SEVERAL_MEANINGS = {
    "ist": "Asia/Kolkata, Europe/Dublin or Asia/Jerusalem",
    "usa": "America/New_York, America/Chicago, America/Denver or America/Los_Angeles",
    "us": "America/New_York, America/Chicago, America/Denver or America/Los_Angeles",
    "united states": "America/New_York, America/Chicago, America/Denver or America/Los_Angeles",
    "canada": "America/Halifax, America/Toronto, America/Winnipeg, America/Edmonton or America/Vancouver",
    "australia": "Australia/Sydney, Australia/Adelaide or Australia/Perth",
}
_BROKEN_OFFSETS = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
    630: "Australia/Lord_Howe",
    765: "Pacific/Chatham",
}
_OFFSET = re.compile(r"(?:utc|gmt|z)? ?([+-]) ?(\d{1,2})(?:[:.]?(\d{2}))?(?: ?h(?:ours?)?)?")
_WESTMOST, _EASTMOST = -12, 14
_MINUTES = 60
_ALIKE = 0.72
_LETTERS_APART = 3


def parse_time_zone(text: str) -> str | None:
    """An IANA name such as "Europe/Berlin", or "Etc/GMT-2" for a bare UTC+2 (the sign of that name is turned round)."""
    said = plain(text)
    if said in NOTHING:
        return None
    if said in _SEVERAL_MEANINGS:
        raise BadValue(f"{shown(text)} can mean several time zones. Write which: {_SEVERAL_MEANINGS[said]}.")
    inside = re.findall(r"\(([^()]*)\)", said)
    outside = re.sub(r"\([^()]*\)", " ", said)
    candidates = [
        said,
        outside,
        *inside,
        *re.split(r"[,;]| - ", outside),
        *(part for words in inside for part in words.split(",")),
    ]
    for candidate in candidates:
        if zone := _named(candidate):
            return zone
    for candidate in candidates:
        if zone := _at_offset(candidate.strip()):
            return zone
    raise BadValue(f"{shown(text)} is no time zone that we know.{_suggestion(said)} {_REMEDY}")


_REMEDY = "Write a name such as Europe/Berlin, or an offset such as UTC+2."


@cache
def _names() -> dict[str, str]:
    """Every plain name to its zone."""
    names: dict[str, str] = {}
    zones = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "US/", "posix"))
    )
    for zone in zones:
        names[plain(zone)] = zone
        names.setdefault(plain(zone.rpartition("/")[2].replace("_", " ")), zone)
    for zone in (f"Etc/GMT{hours:+d}" for hours in range(-_EASTMOST, -_WESTMOST + 1) if hours):
        names[plain(zone)] = zone
    for zone, said in _OTHER_NAMES.items():
        first, *others = said.split(",")
        for name in (*first.split(" "), first, *others):
            names[plain(name)] = zone
    names["utc"] = names["etc/utc"] = "UTC"
    return names


def _named(said: str) -> str | None:
    said = said.strip(" .")
    names = _names()
    for name in (
        said,
        said.replace(" ", "_"),
        said.replace(" / ", "/"),
        re.sub(r" (standard |daylight |summer )?time$", "", said),
    ):
        if name in names:
            return names[name]
    return None


def _at_offset(said: str) -> str | None:
    match = _OFFSET.fullmatch(said)
    if not match:
        return None
    minutes = int(match[2]) * _MINUTES + int(match[3] or 0)
    minutes = minutes if match[1] == "+" else -minutes
    if minutes % _MINUTES:
        return _BROKEN_OFFSETS.get(minutes)
    hours = minutes // _MINUTES
    if not _WESTMOST <= hours <= _EASTMOST:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


@lru_cache(maxsize=1_024)
def _suggestion(said: str) -> str:
    """Only names that begin alike are compared: a column mapped wrongly asks a hundred thousand times."""
    place = said.rpartition("/")[2].replace("_", " ")
    alike = [
        name for name in _names() if name[:1] == place[:1] and abs(len(name) - len(place)) <= _LETTERS_APART
    ]
    near = difflib.get_close_matches(place, alike, n=3, cutoff=_ALIKE)
    zones = list(dict.fromkeys(_names()[name] for name in near))
    return f" Did you mean {' or '.join(zones)}?" if zones else ""
