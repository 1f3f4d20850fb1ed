"""What texts, ways of working, distance and ties say about two people."""

from greenroom.matching.core.criteria.places import are_free, coordinates, kilometers
from greenroom.matching.core.criteria.styles import ends_of, scales_of, step_on
from greenroom.matching.core.criteria.texts import text_of
from greenroom.matching.core.criteria.ties import tied
from greenroom.matching.core.criteria.words import telling_words
from greenroom.matching.core.given.people import Participant
from greenroom.matching.core.given.rules import Criterion
from greenroom.matching.core.reasons.sayings import Fact, listed, subject

MOST_WORDS = 5


def say_text(
    mentee: Participant, mentor: Participant, criterion: Criterion, *, commonplace: frozenset[str]
) -> list[Fact]:
    """Say which words both wrote. Nobody reads a word of the other's that is not their own too."""
    words = telling_words(
        text_of(mentee, criterion.mentee_answer),
        text_of(mentor, criterion.mentor_answer),
        commonplace=commonplace,
    )[:MOST_WORDS]
    values = {"subject": subject(criterion), "words": words}
    if not words:
        text = "No telling word stands in both texts."
        return [Fact(code="no_words_in_common", values=values, texts={"coordinator": text})]
    both = f"write about {listed(words)}."
    return [
        Fact(
            code="words_in_common",
            values=values,
            texts={
                "coordinator": f"Both {both}",
                "mentee": f"You and {mentor.called} both {both}",
                "mentor": f"You and {mentee.called} both {both}",
            },
        )
    ]


def say_style(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    """Say on which scales the two fit, and, to the coordinator, on which they do not."""
    scales, opposites = scales_of(criterion.options)
    low, high = ends_of(criterion.options)
    fitting: list[str] = []
    apart: list[str] = []
    unsaid: list[str] = []
    for name in scales:
        one, two = (step_on(person, name, low, high) for person in (mentee, mentor))
        if one is None or two is None:
            unsaid.append(called(name))
            continue
        wanted = low + high - one if name in opposites else one
        share = abs(wanted - two) / (high - low)
        (fitting if share <= 1 / 4 else apart if share >= 1 / 2 else []).append(called(name))
    facts = []
    if fitting:
        facts.append(
            Fact(
                code="style_fits",
                values={"scales": fitting},
                texts={
                    "coordinator": f"They fit in how they like to work: {listed(fitting)}.",
                    "mentee": f"You and {mentor.called} fit in how you like to work: {listed(fitting)}.",
                    "mentor": f"You and {mentee.called} fit in how you like to work: {listed(fitting)}.",
                },
            )
        )
    if apart:
        text = f"They like to work differently: {listed(apart)}."
        facts.append(Fact(code="style_apart", values={"scales": apart}, texts={"coordinator": text}))
    if unsaid:
        text = f"Not answered by both, so counted {criterion.missing:.0%} of its weight: {listed(unsaid)}."
        facts.append(Fact(code="style_unsaid", values={"scales": unsaid}, texts={"coordinator": text}))
    return facts


def called(name: str) -> str:
    """Return an answer's name as it is said in a sentence.

    >>> called("question how-direct"), called("pace")
    ('how direct', 'pace')
    """
    return name.removeprefix("question ").replace("-", " ").replace("_", " ").strip()


def say_distance(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    """Say how far apart they live, in full kilometers; to the two only where it is near."""
    if are_free([mentee, mentor], criterion.options).any():
        text = "Distance does not matter: one of them would meet from anywhere."
        return [Fact(code="distance_free", values={}, texts={"coordinator": text})]
    left, right = (
        coordinates([mentee], criterion.mentee_answer),
        coordinates([mentor], criterion.mentor_answer),
    )
    apart = float(kilometers(left, right)[0, 0])
    if apart != apart:  # noqa: PLR0124 - no number: one of the two has not said where they live
        text = (
            f"One of them has not said where they live, so this counts {criterion.missing:.0%} of its weight."
        )
        return [Fact(code="no_place", values={"score": criterion.missing}, texts={"coordinator": text})]
    facts = Fact(
        code="kilometers_apart",
        values={"kilometers": round(apart)},
        texts={"coordinator": f"They live about {round(apart):,} km apart."},
    )
    if apart > float(criterion.options.get("near", 30.0)):
        return [facts]
    texts = {
        **facts.texts,
        "mentee": f"You and {mentor.called} live near each other.",
        "mentor": f"You and {mentee.called} live near each other.",
    }
    return [Fact(code=facts.code, values=facts.values, texts=texts)]


def say_ties(mentee: Participant, mentor: Participant, criterion: Criterion) -> list[Fact]:
    """Say whether they know each other; the one who said so knows, and the coordinator."""
    rows, _ = tied([mentee], [mentor], criterion)
    if len(rows):
        return [Fact(code="known", values={}, texts={"coordinator": "They know each other already."})]
    return [
        Fact(
            code="new",
            values={},
            texts={"coordinator": "They are new to each other, as far as anyone has said."},
        )
    ]
