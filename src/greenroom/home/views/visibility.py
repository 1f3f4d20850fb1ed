"""Who can see what, kind by kind, as the permissions of each slice have it."""

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from greenroom.people.middleware import open_to_visitors


@dataclasses.dataclass(frozen=True, kw_only=True)
class Row:
    """One kind of data. `rule` names the predicate that makes it so, for whoever changes either."""

    what: Promise
    seen_by: Promise
    hidden_from: Promise
    rule: str


ROWS: tuple[Row, ...] = (
    Row(
        what=_("Your profile: headline, story, work, skills, languages, picture"),
        seen_by=_("You, your partners, people accepted into a cohort with you, and coordinators"),
        hidden_from=_("Everyone else, in your organization and outside it"),
        rule="people.permissions.may_see_person",
    ),
    Row(
        what=_("Your e-mail address"),
        seen_by=_(
            "You, coordinators, and your partner, from when both of you have said yes until it is closed"
        ),
        hidden_from=_("Somebody you have been put together with and who has not answered"),
        rule="mentorships.permissions.may_reach",
    ),
    Row(
        what=_("Your application and your answers to a program’s questions"),
        seen_by=_("You, and the coordinators of that program"),
        hidden_from=_("Your partner"),
        rule="programs.queries.enrollments_visible_to",
    ),
    Row(
        what=_("Whom you would like to meet"),
        seen_by=_("You, and the coordinators of that program"),
        hidden_from=_(
            "Whoever you name, and everyone else; whom you would rather not meet, coordinators alone read"
        ),
        rule="programs.queries.wishes.candidates_for",
    ),
    Row(
        what=_("Why the two of you were put together"),
        seen_by=_("Each of you reads the reasons meant for you; coordinators read both"),
        hidden_from=_("Your partner does not read yours, nor you theirs"),
        rule="mentorships.models.Mentorship.reasons",
    ),
    Row(
        what=_("That you said yes"),
        seen_by=_("You, your partner and coordinators"),
        hidden_from=_("Everyone else"),
        rule="mentorships.permissions.may_see",
    ),
    Row(
        what=_("Why you said no"),
        seen_by=_("You and coordinators"),
        hidden_from=_("The other side: they learn that it did not come about, and no more"),
        rule="mentorships.permissions.may_read_answer_reason",
    ),
    Row(
        what=_("The words of your agreement, in every version"),
        seen_by=_("The two of you"),
        hidden_from=_("Coordinators: they see whether it is signed, by whom and when"),
        rule="mentorships.permissions.may_read_words",
    ),
    Row(
        what=_("A pause"),
        seen_by=_("That you rest, and until when: the two of you and coordinators"),
        hidden_from=_("The word that goes with it stays between the two of you"),
        rule="mentorships.permissions.may_read_words",
    ),
    Row(
        what=_("How well you say that you two fit"),
        seen_by=_("You and coordinators; it counts in the weights that past answers suggest for matching"),
        hidden_from=_("Your partner, even one who coordinates the program"),
        rule="mentorships.permissions.may_read_fit_check",
    ),
    Row(
        what=_("How a mentorship ended"),
        seen_by=_("The reason you choose from the list: the two of you and coordinators"),
        hidden_from=_("The closing word stays between the two of you"),
        rule="mentorships.permissions.may_read_words",
    ),
    Row(
        what=_("An informal mentorship"),
        seen_by=_("The two of you, owners, and the coordinator who brought you together, if one did"),
        hidden_from=_("Other coordinators"),
        rule="mentorships.permissions.may_oversee",
    ),
    Row(
        what=_("Drafts of a matching, fits and notes on pairs"),
        seen_by=_("The coordinators of that program"),
        hidden_from=_("Everyone in the draft"),
        rule="matching.queries.drafts.runs_visible_to",
    ),
)


@open_to_visitors
@require_safe
def who_sees_what(request: HttpRequest) -> HttpResponse:
    return render(request, "home/who_sees_what.html", {"rows": ROWS})
