"""Which fact wakes which handlers, on one page."""

from collections.abc import Mapping, Sequence

from greenroom.audit.actions import Handler
from greenroom.base.facts import Fact
from greenroom.imports import facts as import_facts
from greenroom.imports import handlers as imports
from greenroom.matching import facts as matching_facts
from greenroom.matching import handlers as matching
from greenroom.mentorships import facts as mentorship_facts
from greenroom.notifications.handlers import fit_checks as fit_check_mails
from greenroom.notifications.handlers import imports as import_mails
from greenroom.notifications.handlers import mentorships as mentorship_mails
from greenroom.notifications.handlers import organizations as organization_mails
from greenroom.notifications.handlers import programs as program_mails
from greenroom.organizations import facts as organization_facts
from greenroom.people import facts as people_facts
from greenroom.people import handlers as people
from greenroom.programs import facts as program_facts
from greenroom.programs import handlers as programs
from greenroom.questionnaires import facts as questionnaire_facts

SUBSCRIPTIONS: Mapping[type[Fact], Sequence[Handler]] = {
    # organizations
    organization_facts.OrganizationOpened: (),
    organization_facts.OrganizationChanged: (),
    organization_facts.InvitationSent: (organization_mails.send_the_invitation,),
    organization_facts.InvitationAccepted: (people.let_in, programs.give_invited_place),
    organization_facts.InvitationRevoked: (),
    # people
    people_facts.PersonJoined: (),
    people_facts.ProfileChanged: (),
    people_facts.RoleChanged: (),
    people_facts.PersonDeactivated: (organization_mails.fall_silent,),
    people_facts.PersonReactivated: (),
    people_facts.SkillRenamed: (),
    people_facts.SkillsMerged: (),
    people_facts.PeopleExported: (),
    # questionnaires
    questionnaire_facts.QuestionnaireChanged: (),
    questionnaire_facts.ResponseSaved: (),
    # programs
    program_facts.ProgramCreated: (),
    program_facts.ProgramChanged: (),
    program_facts.CoordinatorNamed: (program_mails.welcome_the_coordinator,),
    program_facts.CoordinatorRemoved: (),
    program_facts.CohortOpened: (),
    program_facts.CohortChanged: (),
    program_facts.CohortClosed: (),
    program_facts.ApplicationSent: (program_mails.ask_to_confirm,),
    program_facts.EnrollmentApplied: (program_mails.tell_that_it_arrived,),
    program_facts.EnrollmentAdded: (),
    program_facts.EnrollmentChanged: (),
    program_facts.EnrollmentScreened: (program_mails.tell_the_decision,),
    program_facts.WishesChanged: (),
    program_facts.EnrollmentWithdrawn: (program_mails.tell_of_a_withdrawal,),
    # spreadsheets
    import_facts.ImportUploaded: (),
    import_facts.ImportMapped: (),
    import_facts.AttemptRequested: (imports.enqueue_attempt,),
    import_facts.AttemptCancelled: (imports.cancel_attempt,),
    import_facts.ImportApplied: (matching.pin_requested_pairs, import_mails.tell_the_importer),
    # matching
    matching_facts.RulesChanged: (),
    matching_facts.PairRuleSet: (),
    matching_facts.PairRuleRemoved: (),
    matching_facts.RunRequested: (matching.enqueue_solving,),
    matching_facts.RunSolved: (),
    matching_facts.RunCancelled: (matching.cancel_solving,),
    matching_facts.ComparisonRequested: (matching.enqueue_comparing,),
    matching_facts.ComparisonStopped: (matching.cancel_comparing,),
    matching_facts.RunPublished: (),
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
    mentorship_facts.FitAsked: (fit_check_mails.ask_both_how_they_fit,),
    mentorship_facts.FitTold: (fit_check_mails.ask_coordinators_for_a_kind_look,),
}
