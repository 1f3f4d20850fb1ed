from collections.abc import Sequence

from django.utils import translation

from greenroom.jobs.registry import Work, task
from greenroom.notifications import actions
from greenroom.organizations.models import Invitation


@task("notifications.write_invitation")
def write_invitation(_work: Work, *, invitation_id: int) -> None:
    actions.write_invitation(
        Invitation.objects.select_related("organization", "invited_by").get(pk=invitation_id)
    )


@task("notifications.write_proposals")
def write_proposals(_work: Work, *, mentorship_ids: Sequence[int], language: str) -> None:
    with translation.override(language):
        actions.write_proposals(mentorship_ids)
