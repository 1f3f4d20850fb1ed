"""Which fact wakes which handlers, on one page."""

from collections.abc import Mapping, Sequence

from greenroom.audit.actions import Handler
from greenroom.base.facts import Fact
from greenroom.matching import facts as matching_facts
from greenroom.matching import handlers as matching
from greenroom.mentorships import facts as mentorship_facts
from greenroom.notifications.handlers import mentorships as mentorship_mails
from greenroom.notifications.handlers import organizations as organization_mails
from greenroom.organizations import facts as organization_facts
from greenroom.people import facts as people_facts
from greenroom.people import handlers as people

SUBSCRIPTIONS: Mapping[type[Fact], Sequence[Handler]] = {
    # organizations
    organization_facts.InvitationSent: (organization_mails.send_the_invitation,),
    organization_facts.InvitationAccepted: (people.let_in,),
    # people
    people_facts.PersonDeactivated: (organization_mails.fall_silent,),
    # matching
    matching_facts.RunRequested: (matching.enqueue_solving,),
    matching_facts.RunCancelled: (matching.cancel_solving,),
    # mentorships
    mentorship_facts.MentorshipProposed: (mentorship_mails.tell_both_of_the_proposal,),
    mentorship_facts.MentorshipAccepted: (mentorship_mails.tell_the_other_of_a_yes,),
    mentorship_facts.MentorshipDeclined: (mentorship_mails.tell_of_a_no,),
    mentorship_facts.MentorshipStarted: (mentorship_mails.tell_both_of_the_start,),
    mentorship_facts.AgreementWritten: (mentorship_mails.tell_the_other_of_an_agreement,),
    mentorship_facts.AgreementSigned: (mentorship_mails.tell_both_of_the_second_signature,),
    mentorship_facts.MentorshipPaused: (mentorship_mails.tell_of_the_pause,),
    mentorship_facts.MentorshipResumed: (mentorship_mails.tell_of_the_resumption,),
    mentorship_facts.MentorshipClosed: (mentorship_mails.tell_of_the_closure,),
    mentorship_facts.MentorshipReopened: (mentorship_mails.tell_of_the_reopening,),
}
