from greenroom.jobs.registry import Work, task
from greenroom.notifications import actions
from greenroom.organizations.models import Invitation


@task("notifications.write_invitation")
def write_invitation(_work: Work, *, invitation_id: int) -> None:
    actions.write_invitation(
        Invitation.objects.select_related("organization", "invited_by").get(pk=invitation_id)
    )
