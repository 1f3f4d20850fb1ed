"""Those who run the demo's program, and its sponsors: the same whatever the seed."""

from greenroom.demo.members import Member, at

MENTOR, MENTEE = "Ingrid Halvorsen", "Amara Nwosu"


def _member(name: str, title: str, department: str, *, employer: str, headline: str, story: str) -> Member:
    return Member(
        name=name,
        pronouns="she/her",
        is_senior=True,
        job_title=title,
        department=department,
        employer=employer,
        place="London",
        zone="Europe/London",
        languages=["English"],
        years=20,
        stage="lead",
        headline=headline,
        story=story,
        hours=at((1, 2, 3), (12, 13)),
        offered={"Working with people": 5, "Scheduling": 4},
        wanted={},
    )


SCHOOL = "Kestrel Lane School of Film and Television"
OWNER = _member(
    "Theodora Vance",
    "Head of alumni relations",
    "Alumni office",
    employer=SCHOOL,
    headline="Keeps the door of the school open",
    story="I looked after the school’s archive before I looked after its people. The people write back.",
)
STAFF = (
    OWNER,
    _member(
        "Maeve Tolland",
        "Program coordinator",
        "Alumni office",
        employer=SCHOOL,
        headline="Coordinates Second Reel and answers within a day",
        story="I was a script supervisor for eleven years, which is to say that I notice things. Write to me when "
        "something is not working. Write to me when it is.",
    ),
    _member(
        "Josephine Marchetti",
        "Commissioning executive",
        "Drama",
        employer="Channel North",
        headline="Commissions drama, and says so when she cannot",
        story="Somebody once put my name forward in a room that I was not in. I try to do the same.",
    ),
    _member(
        "Winifred Sayle",
        "Head of drama",
        "Drama",
        employer="Saltmarsh Television",
        headline="Twenty years of first episodes",
        story="I hire on other people’s word, so I know what a word is worth.",
    ),
)
