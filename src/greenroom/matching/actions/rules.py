"""What pairs are judged by: criteria and constraints, and a coordinator's word on single pairs."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from greenroom.audit.actions import announce
from greenroom.base import clock
from greenroom.base.errors import NotFound, RuleBroken
from greenroom.base.locks import locked
from greenroom.matching.actions.access import require_may_match
from greenroom.matching.actions.drafts import request_next
from greenroom.matching.core import Rules
from greenroom.matching.facts import PairRuleRemoved, PairRuleSet, RulesChanged
from greenroom.matching.models import MatchingRun, PairRule, Ruleset
from greenroom.matching.queries.summaries import weigh_on_both_sides
from greenroom.mentorships.models import Mentorship
from greenroom.mentorships.queries import open_mentorships
from greenroom.people.models import Person
from greenroom.programs.models import Cohort, Enrollment, Part


@transaction.atomic
def save_rules(cohort: Cohort, *, rules: Rules, based_on: int, by: Person) -> Ruleset:
    """Keep the cohort's rules. `based_on` is the version that the writer read, 0 for the defaults.

    Raises RuleBroken with code `rules_changed` when someone has saved since: nobody's work is overwritten.
    """
    cohort = locked(cohort)
    require_may_match(cohort, by=by)
    cohort.check_open()
    if not weigh_on_both_sides(rules.criteria):
        raise RuleBroken(
            "weights_zero",
            _("At least one criterion needs a weight above zero, on both sides. Nothing was changed."),
        )
    ruleset = Ruleset.objects.filter(cohort=cohort).select_related("changed_by").first()
    ruleset = ruleset or Ruleset(cohort=cohort, version=0)
    if ruleset.version != based_on:
        name = ruleset.changed_by.name if ruleset.changed_by else str(_("Someone"))
        raise RuleBroken(
            "rules_changed",
            _(
                "%(name)s has saved other rules since you opened this page. Yours are below, and not saved yet."
            )
            % {"name": name},
            by=name,
        )
    plain = rules.to_dict()
    ruleset.rules = {
        name: plain[name] for name in ("criteria", "constraints", "minimum_fit") if name in plain
    }
    ruleset.version += 1
    ruleset.changed_at, ruleset.changed_by = clock.now(), by
    ruleset.save()
    announce(RulesChanged(organization_id=cohort.program.organization_id, by_id=by.pk, cohort_id=cohort.pk))
    return ruleset


@transaction.atomic
def set_pair_rule(
    cohort: Cohort,
    *,
    mentor: Enrollment,
    mentee: Enrollment,
    kind: str,
    despite_rules: bool = False,
    reason: str = "",
    by: Person,
) -> PairRule:
    """Pin two people together or forbid the pair, in every draft from now on. The newest word on a pair counts.

    A mentee has one mentor, so a new pin takes the place of an older one. `despite_rules` lets a pin hold although
    a constraint keeps the two apart.
    """
    cohort = locked(cohort)
    require_may_match(cohort, by=by)
    cohort.check_open()
    _check_are_of(cohort, mentor=mentor, mentee=mentee)
    if kind == PairRule.Kind.PIN:
        _check_can_pin(cohort, mentor=mentor, mentee=mentee)
        PairRule.objects.filter(cohort=cohort, mentee=mentee, kind=PairRule.Kind.PIN).delete()
    rule, _is_new = PairRule.objects.update_or_create(
        cohort=cohort,
        mentor=mentor,
        mentee=mentee,
        defaults={
            "kind": kind,
            "despite_rules": despite_rules and kind == PairRule.Kind.PIN,
            "reason": reason.strip(),
            "by": by,
            "at": clock.now(),
        },
    )
    announce(PairRuleSet(**_told(rule, by)))
    return rule


@transaction.atomic
def remove_pair_rule(rule: PairRule, *, by: Person) -> None:
    """Take a pin or a forbid back."""
    locked(rule.cohort)
    require_may_match(rule.cohort, by=by)
    rule.cohort.check_open()
    announce(PairRuleRemoved(**_told(rule, by)))
    rule.delete()


@transaction.atomic
def decide_pair(
    run: MatchingRun,
    *,
    mentor: Enrollment,
    mentee: Enrollment,
    kind: str,
    despite_rules: bool = False,
    reason: str = "",
    by: Person,
) -> MatchingRun:
    """Pin or forbid a pair of a draft ("" takes the word back), and ask at once for the next draft."""
    require_may_match(run.cohort, by=by)
    run.check_is_draft()
    if kind:
        set_pair_rule(
            run.cohort,
            mentor=mentor,
            mentee=mentee,
            kind=kind,
            despite_rules=despite_rules,
            reason=reason,
            by=by,
        )
    else:
        rule = PairRule.objects.filter(cohort=run.cohort, mentor=mentor, mentee=mentee).first()
        if rule is None:
            raise RuleBroken("pair_rule_gone", _("This pair is neither pinned nor forbidden any more."))
        remove_pair_rule(rule, by=by)
    return request_next(run, by=by)


def _told(rule: PairRule, by: Person) -> dict[str, Any]:
    return {
        "organization_id": rule.cohort.program.organization_id,
        "by_id": by.pk,
        "cohort_id": rule.cohort_id,
        "mentor_id": rule.mentor.person_id,
        "mentee_id": rule.mentee.person_id,
        "pair_kind": str(rule.kind),
    }


def _check_are_of(cohort: Cohort, *, mentor: Enrollment, mentee: Enrollment) -> None:
    """Is each of them in this cohort, in that part?"""
    for place, part in ((mentor, Part.MENTOR), (mentee, Part.MENTEE)):
        if place.cohort_id != cohort.pk or place.part != part:
            raise NotFound("enrollment_not_found", _("There is no such person in this cohort."))
    if mentor.person_id == mentee.person_id:
        raise RuleBroken("pair_of_one", _("Nobody can be their own mentor. Nothing was changed."))


def _check_can_pin(cohort: Cohort, *, mentor: Enrollment, mentee: Enrollment) -> None:
    """Could this pin ever hold? What the rules say of the pair is the solver's to tell."""
    for place in (mentor, mentee):
        if place.status != Enrollment.Status.ACCEPTED:
            raise RuleBroken(
                "not_accepted",
                _("%(name)s is not accepted in this cohort, so they can’t be pinned.")
                % {"name": place.person.name},
            )
    if Mentorship.objects.filter(cohort=cohort, mentor=mentor.person_id, mentee=mentee.person_id).exists():
        raise RuleBroken(
            "pair_exists",
            _(
                "%(mentor)s and %(mentee)s have been put together in this cohort before. Reopen that mentorship instead."
            )
            % {"mentor": mentor.person.name, "mentee": mentee.person.name},
        )
    pinned = PairRule.objects.filter(cohort=cohort, mentor=mentor, kind=PairRule.Kind.PIN)
    taken = open_mentorships(cohort.mentorships.filter(mentor=mentor.person_id)).count()
    if pinned.exclude(mentee=mentee).count() + taken >= mentor.capacity:
        raise RuleBroken(
            "mentor_full",
            _(
                "Every place that %(name)s offers is pinned or taken already. Raise their places or unpin someone first."
            )
            % {"name": mentor.person.name},
        )
