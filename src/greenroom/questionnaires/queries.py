from django.db.models import QuerySet

from greenroom.people.models import Person
from greenroom.questionnaires.models import Question, Questionnaire


def questionnaires_visible_to(person: Person) -> QuerySet[Questionnaire]:
    """Questions are no secret inside the organization: applicants read them all."""
    if person.deactivated_at is not None:
        return Questionnaire.objects.none()
    return Questionnaire.objects.filter(organization_id=person.organization_id)


def questions_visible_to(person: Person) -> QuerySet[Question]:
    return Question.objects.filter(questionnaire__in=questionnaires_visible_to(person), removed_at=None)


def asked_questions(questionnaire: Questionnaire) -> list[Question]:
    """The questions as they are asked now, in order."""
    return list(questionnaire.questions.filter(removed_at=None))
