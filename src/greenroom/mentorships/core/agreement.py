"""The headings of an agreement between a mentor and a mentee, with words to start from.

Texts are in English, marked for translation; `%(name)s` in a starter is filled with a fact of the program.
"""

import dataclasses
from collections.abc import Mapping

DUE_WEEK = 2
MAX_LENGTH = 4000


def gettext_noop(text: str) -> str:
    """Marks a text for the translators' list; who shows it asks for its translation."""
    return text


@dataclasses.dataclass(frozen=True, kw_only=True)
class Heading:
    """One part of an agreement. Without a starter the two begin from a blank line, because only they can know."""

    key: str
    title: str
    hint: str
    starter: str = ""


HEADINGS: tuple[Heading, ...] = (
    Heading(
        key="purpose",
        title=gettext_noop("What this is for"),
        hint=gettext_noop(
            "One or two sentences that you would both sign. It stands at the head of your page."
        ),
    ),
    Heading(
        key="goals",
        title=gettext_noop("Goals, and how we will know"),
        hint=gettext_noop(
            "Two or three. For each one, what would show that it has been reached, and by when."
        ),
    ),
    Heading(
        key="sides",
        title=gettext_noop("What each of us does"),
        hint=gettext_noop("Who prepares, who listens, who follows up."),
        starter=gettext_noop(
            "%(mentee)s chooses what we talk about, comes prepared, and does what they said they would.\n"
            "%(mentor)s listens first, speaks from experience, is honest about what they don’t know, and opens a door"
            " where they can. The decisions stay %(mentee)s’s own."
        ),
    ),
    Heading(
        key="meetings",
        title=gettext_noop("Meetings, and moving them"),
        hint=gettext_noop("How often, how long, where, who books, and how late is too late to cancel."),
        starter=gettext_noop(
            "We meet every %(cadence_days)s days for an hour. %(mentee)s books the next meeting before we leave the"
            " last one. If one of us can’t come we say so a day ahead and offer two other times in the same message."
        ),
    ),
    Heading(
        key="contact",
        title=gettext_noop("Contact between meetings"),
        hint=gettext_noop("By what means, how often, and how soon an answer can be hoped for."),
        starter=gettext_noop(
            "Short questions by e-mail are welcome at any time. An answer within three working days is soon enough,"
            " and evenings and weekends are free of expectations."
        ),
    ),
    Heading(
        key="preparation",
        title=gettext_noop("Preparation and notes"),
        hint=gettext_noop("When the agenda is ready, who writes down what was promised."),
        starter=gettext_noop(
            "%(mentee)s sends what they want to talk about two days ahead. At the end each of us names one thing to do"
            " before next time, and %(mentee)s writes both down."
        ),
    ),
    Heading(
        key="feedback",
        title=gettext_noop("How we tell each other things"),
        hint=gettext_noop("What makes feedback easy to hear for each of you."),
        starter=gettext_noop(
            "We say what we see while it is still small, about the work and never about the person, and we ask before"
            " we advise. Twice in our time together we ask: what should we do more of, and what should we stop?"
        ),
    ),
    Heading(
        key="confidentiality",
        title=gettext_noop("What stays between us, and what cannot"),
        hint=gettext_noop("Including the exceptions: safety, the law, and anything you agree to pass on."),
        starter=gettext_noop(
            "What we tell each other stays between us, also after we have finished. Either of us may speak to"
            " %(coordinator)s about how it is going, without what was said. If somebody is in danger, or the law"
            " demands it, we tell whoever can help, and tell each other first if we can."
        ),
    ),
    Heading(
        key="boundaries",
        title=gettext_noop("Boundaries"),
        hint=gettext_noop("What you will not ask of each other, and what may be asked for."),
        starter=gettext_noop(
            "This is not a job interview, therapy or a loan. Neither of us owes the other work, money or a reference."
            " Anything may be asked, and “no” is a full answer."
        ),
    ),
    Heading(
        key="introductions",
        title=gettext_noop("Introductions"),
        hint=gettext_noop("Whether the mentee may ask, how many, and under which rules."),
        starter=gettext_noop(
            "%(mentee)s may ask to be introduced, with a reason and a few lines that can be passed on; we hope for"
            " about %(introductions)s in all. %(mentor)s decides freely, asks the other person first, and gives no"
            " name before they have said yes."
        ),
    ),
    Heading(
        key="data",
        title=gettext_noop("Who sees what"),
        hint=gettext_noop("Who may read this agreement, your notes, and what you send each other."),
        starter=gettext_noop(
            "The two of us read this agreement. %(coordinator)s sees that we have one and whether both of us have"
            " signed it, and not its words."
        ),
    ),
    Heading(
        key="reviews",
        title=gettext_noop("When we look back"),
        hint=gettext_noop("Dates on which you ask whether this still serves its purpose."),
        starter=gettext_noop(
            "In week %(middle_week)s we go through this page again and change it, go on, or stop. In week"
            " %(last_week)s we look at what came of it."
        ),
    ),
    Heading(
        key="difficulties",
        title=gettext_noop("If something is difficult"),
        hint=gettext_noop("What you do first, and whom you turn to next."),
        starter=gettext_noop(
            "We tell each other first. If that doesn’t help, or we would rather not, either of us can write to"
            " %(coordinator)s, who will listen to both sides."
        ),
    ),
    Heading(
        key="ending",
        title=gettext_noop("Ending without fault"),
        hint=gettext_noop("Either of you may end it, at any time, without giving a reason."),
        starter=gettext_noop(
            "Either of us may end this at any time. No reason has to be given, and nobody is blamed. We say it in a"
            " few kind words rather than by going quiet."
        ),
    ),
    Heading(
        key="afterwards",
        title=gettext_noop("What follows"),
        hint=gettext_noop("What you would like there to be between you when the time is up."),
        starter=gettext_noop(
            "At the end we choose: stay in touch informally, find somebody new, or let it rest. %(mentee)s thinks of"
            " one person to pass something on to."
        ),
    ),
)

KEYS: tuple[str, ...] = tuple(heading.key for heading in HEADINGS)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facts:
    """What the starters speak of."""

    mentor: str
    mentee: str
    coordinator: str
    cadence_days: int
    introductions: int
    weeks: int

    def words(self) -> dict[str, str]:
        return {
            "mentor": self.mentor,
            "mentee": self.mentee,
            "coordinator": self.coordinator,
            "cadence_days": str(self.cadence_days),
            "introductions": str(self.introductions),
            "middle_week": str(max(1, self.weeks // 2)),
            "last_week": str(self.weeks),
        }


def written(content: Mapping[str, str]) -> list[tuple[Heading, str]]:
    """The headings that have words under them, in their order."""
    return [(heading, content[heading.key]) for heading in HEADINGS if content.get(heading.key, "").strip()]
