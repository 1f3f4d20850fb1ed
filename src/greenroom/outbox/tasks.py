from greenroom.jobs.registry import Work, task
from greenroom.outbox import actions
from greenroom.outbox.models import Message


@task("outbox.deliver")
def deliver(_work: Work, *, message_id: int) -> None:
    actions.deliver(Message.objects.get(pk=message_id))
