from collections.abc import Callable

from greenroom.people.models import Person
from greenroom.people.permissions import may_manage_organization
from greenroom.questionnaires.models import Questionnaire

Keeper = Callable[[Person, Questionnaire], bool]
_keepers: list[Keeper] = []


def let_edit(keeper: Keeper) -> None:
    """Whoever uses questionnaires (a program, say) tells here, at start-up, who else may edit them."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def may_edit(person: Person, questionnaire: Questionnaire) -> bool:
    """The organization's owner, and whoever a keeper lets; nobody from outside the organization."""
    if person.organization_id != questionnaire.organization_id or person.deactivated_at is not None:
        return False
    return may_manage_organization(person, questionnaire.organization) or any(
        keeper(person, questionnaire) for keeper in _keepers
    )


def may_answer(person: Person, questionnaire: Questionnaire, *, by: Person | None) -> bool:
    """People answer for themselves; whoever edits the questions may enter answers for someone (an import does)."""
    if person.organization_id != questionnaire.organization_id:
        return False
    return by is None or by.pk == person.pk or may_edit(by, questionnaire)
