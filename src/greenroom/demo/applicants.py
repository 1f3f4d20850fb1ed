"""A spreadsheet of applicants as a coordinator gets it from a form: a semicolon here, a “1-2” there. For trying the import."""

import csv
import io
import pathlib
import random

from greenroom.demo.crafts import BY_DEPARTMENT, Craft
from greenroom.demo.members import address_of
from greenroom.demo.words import WANT

FILE_NAME = "sample-applicants.csv"
HEADER = (
    "Timestamp", "Your name", "E-mail address", "I would like to be a...", "Current role", "Company", "Department",
    "Years of experience", "Based in", "Time zone", "Languages spoken", "Skills to learn", "Areas of expertise",
    "When are you free?", "How many mentees could you take?", "First choice of mentor", "Second choice of mentor",
    "Please don't match me with", "Goals",
)  # fmt: skip

PEOPLE = (
    # name, part, department, company, place, time zone, languages
    ("Morwenna Trask", "mentor", "Sound", "Copper Road Sound", "Falmouth", "Europe/London", "English"),
    ("Abiola Ogunleye", "Mentor", "Sound", "", "Lagos", "Africa/Lagos", "English, Yoruba"),
    ("Jens Petersen", "Mentor ", "Sound", "Freelance Post", "Aarhus", "Europe/Copenhagen", "Danish; English"),
    ("Radha Krishnan", "mentor", "Directing", "", "Chennai", "Asia/Kolkata", "English / Tamil"),
    ("Conall Devlin", "mentor", "Art department", "Quarry Films", "Derry", "Europe/London", "English, Irish"),
    ("Halina Sobczak", "Mentor and mentee", "Editing", "Harbor Lights Post", "Kraków", "Europe/Warsaw", "Polish, English"),
    ("Kit Osei", "mentee", "Sound", "", "London", "Europe/London", "English"),
    ("Verity Okonkwo", "Mentee", "Sound", "Foxglove", "Leeds", "Europe/London", "English"),
    ("Paolo Benedetti", "mentee", "Production", "Saltmarsh Television", "Turin", "Europe/Rome", "Italian, English"),
    ("Hanneke de Vries", "mentee", "Directing", "", "Utrecht", "Europe/Amsterdam", "Dutch, English"),
    ("Dorje Lama", "mentee", "Documentary", "", "Pokhara", "Asia/Kathmandu", "Nepali, English"),
    ("Mary-Kate Noseworthy", "mentee", "Editing", "", "St. John's", "America/St_Johns", "English"),
    ("Whetu Solomon", "mentee", "Sound", "", "Chatham Islands", "Pacific/Chatham", "English, Maori"),
    ("Esther Adomako", "mentee", "Costume", "Brightwater Costume House", "Accra", "Africa/Accra", "English"),
    ("Lorcan Whelan", "MENTEE", "Production", "Tidewater Pictures", "Galway", "Europe/Dublin", "English"),
    ("Sabine Krüger", "mentee", "Visual effects", "Northlight Effects", "Cologne", "Europe/Berlin", "German, English"),
    ("Tadhg Mac Giolla", "mentee", "Sound", "", "Dublin", "Europe/Dublin", "English, Irish"),
    ("Nomvula Khumalo", "mentee", "Script and development", "Lantern & Low Films", "Durban", "Africa/Johannesburg", "English, Zulu"),
    ("Étienne Garnier", "mentee", "Editing", "", "Lyon", "Europe/Paris", "French, English"),
    ("Shirin Moradi", "mentee", "Art department", "Channel North", "Glasgow", "Europe/London", "English, Persian"),
    ("Cadfael Hopkins", "mentee", "Directing", "", "Aberystwyth", "Europe/London", "Welsh, English"),
    ("Imelda Santos", "mentee", "Production", "Pennywhistle Drama", "Manila", "Asia/Manila", "English, Tagalog"),
    ("Otto Salminen", "mentee", "Camera and grip", "", "Tampere", "Europe/Helsinki", "Finnish, English"),
    ("Beth Arkwright", "mentee", "Locations", "Marlowe & Kin", "Hull", "Europe/London", "English"),
)  # fmt: skip
YEARS = {"mentor": ("12", "15+", "20 years", "9"), "mentee": ("2", "3 years", "1", "5", "")}
FREE = (
    "Tue and Thu evenings", "weekdays 12-14", "Sat 10:00-13:00", "Mon-Wed 18:00-21:00", "Thursday evening; Sunday morning",
    "Mon, Wed, Fri 7:00-9:00", "weekends", "Tue 19:00-22:00",
)  # fmt: skip
PLACES = ("1", "2", "1-2", "up to 3", "one")
CHOICES = ("Gareth Ashdown", "Catrin Pugh", "Helena Brandt", "Sunita Rao", "Morwenna Trask", "Conall Devlin")


def rows(seed: int = 2026) -> list[tuple[str, ...]]:
    """One row for each applicant, in the order of `HEADER`."""
    dice = random.Random(seed)  # noqa: S311 - a story, not a secret
    return [_row(dice, person, number) for number, person in enumerate(PEOPLE)]


def _row(dice: random.Random, person: tuple[str, ...], number: int) -> tuple[str, ...]:
    name, part, department, company, place, zone, languages = person
    craft = BY_DEPARTMENT[department]
    said = part.strip().lower()
    is_mentor, is_mentee = said.startswith("mentor"), said.endswith("mentee")
    choices = dice.sample(CHOICES, 2) if is_mentee and dice.random() < 0.4 else ["", ""]  # noqa: PLR2004 - two in five
    return (
        f"2026-10-{number % 20 + 1:02d} {dice.randint(7, 22)}:{dice.randint(0, 59):02d}",
        name if number % 7 else f" {name}  ",
        address_of(name).upper() if number % 11 == 5 else address_of(name),  # noqa: PLR2004 - a caps-lock key now and then
        part,
        dice.choice(craft.senior if is_mentor else craft.junior),
        company,
        department,
        dice.choice(YEARS["mentor" if is_mentor else "mentee"]),
        place,
        zone,
        languages,
        _skills(dice, craft) if is_mentee else "",
        _skills(dice, craft) if is_mentor else "",
        dice.choice(FREE),
        dice.choice(PLACES) if is_mentor else "",
        choices[0],
        choices[1],
        "Bea Thornley" if name == "Shirin Moradi" else "",
        dice.choice(WANT).format(puzzle=dice.choice(craft.puzzles)) if is_mentee else "",
    )


def _skills(dice: random.Random, craft: Craft) -> str:
    return dice.choice((", ", "; ")).join(dice.sample(craft.skills, dice.randint(2, 3)))


def as_csv(seed: int = 2026) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as a European Excel saves it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(rows(seed))
    return text.getvalue().encode("utf-8-sig")


def write_into(folder: pathlib.Path, seed: int = 2026) -> pathlib.Path:
    """Put the file where a newcomer can pick it up, and say where that is."""
    path = folder / FILE_NAME
    path.write_bytes(as_csv(seed))
    return path
