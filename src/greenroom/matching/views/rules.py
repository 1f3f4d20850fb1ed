"""The rules page: what a good pair should have, what no pair may break, and what that would do, before anything is kept."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from greenroom.base.errors import RuleBroken
from greenroom.matching.actions import save_rules
from greenroom.matching.forms import RulesEditor
from greenroom.matching.forms.rules import with_added
from greenroom.matching.forms.weights import with_weights_from
from greenroom.matching.forms.words import CONSTRAINT_WORDS, CRITERION_WORDS, RuleWords
from greenroom.matching.queries import answer_choices, rules_for
from greenroom.matching.queries.drafts import head_counts
from greenroom.matching.queries.dry_runs import DryRun, dry_run_of
from greenroom.matching.views.places import cohort_for, page
from greenroom.people.middleware import PersonRequest
from greenroom.programs.models import Cohort

CONFLICT, UNPROCESSABLE = 409, 422
PAIRS_AT_ONCE = 250_000
"""With more possible pairs the page comes first, and the dry run when it is worked out."""


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: PersonRequest, cohort_id: int) -> HttpResponseBase:
    """Read, try, add to, or keep the rules. What was typed stays typed whatever happens."""
    cohort = cohort_for(request, cohort_id)
    if request.method != "POST":
        kept, version = rules_for(cohort)
        filled = with_weights_from(request.GET, kept)
        editor = RulesEditor(answer_choices(cohort), rules=filled or kept, version=version)
        counts = head_counts(cohort)
        is_later = counts["mentees"] * counts["mentors"] > PAIRS_AT_ONCE
        tried = None if is_later else dry_run_of(cohort, filled or kept)
        return _page(request, cohort, editor, tried, is_later=is_later, is_filled=filled is not None)
    if "add" in request.POST:
        added = with_added(request.POST, request.POST["add"], choices=answer_choices(cohort))
        editor = _editor(cohort, added)
        return _page(request, cohort, editor, None)
    editor = _editor(cohort, request.POST)
    if not editor.is_valid():
        return _page(request, cohort, editor, None, status=UNPROCESSABLE)
    if "try" in request.POST:
        return _page(request, cohort, editor, dry_run_of(cohort, editor.rules()))
    try:
        save_rules(cohort, rules=editor.rules(), based_on=editor.version, by=request.person)
    except RuleBroken as refusal:
        if refusal.code != "rules_changed":
            raise
        editor.faults.append(refusal.message)
        return _page(request, cohort, editor, dry_run_of(cohort, editor.rules()), status=CONFLICT)
    messages.success(request, _("The rules are kept. Drafts from now on follow them."))
    return redirect("matching:cohort" if "leave" in request.POST else "matching:rules", cohort.pk)


@require_POST
def dry_run(request: PersonRequest, cohort_id: int) -> HttpResponse:
    """What the rules as typed would do; nothing is kept."""
    cohort = cohort_for(request, cohort_id)
    editor = _editor(cohort, request.POST)
    tried = dry_run_of(cohort, editor.rules()) if editor.is_valid() else None
    return render(request, "matching/dry_run.html", {"editor": editor, "cohort": cohort, "tried": tried})


def _editor(cohort: Cohort, data: QueryDict | None = None) -> RulesEditor:
    kept, version = rules_for(cohort)
    return RulesEditor(answer_choices(cohort), rules=kept, version=version, data=data)


def _page(
    request: PersonRequest,
    cohort: Cohort,
    editor: RulesEditor,
    tried: DryRun | None,
    *,
    status: int = 200,
    is_later: bool = False,
    is_filled: bool = False,
) -> HttpResponse:
    context = {
        "editor": editor,
        "tried": tried,
        "is_later": is_later,
        "is_filled": is_filled,
        "criterion_kinds": _offered(CRITERION_WORDS, editor),
        "constraint_kinds": _offered(CONSTRAINT_WORDS, editor),
    }
    return page(request, "matching/rules.html", context, cohort=cohort, status=status)


def _offered(kinds: Mapping[str, RuleWords], editor: RulesEditor) -> dict[str, list[tuple[str, RuleWords]]]:
    """The kinds of rules that there are answers for, and those that would need another question first."""
    can = [(key, words) for key, words in kinds.items() if editor.choices.can_judge(key)]
    return {"now": can, "later": [one for one in kinds.items() if one not in can]}
