"""Every write to a mentorship: lock, may this person, does its state allow it, save, announce."""

from greenroom.mentorships.actions.agreements import sign_agreement, write_agreement
from greenroom.mentorships.actions.endings import close, reopen
from greenroom.mentorships.actions.fit_checks import ask_for_fit_if_due, tell_fit
from greenroom.mentorships.actions.pauses import pause, resume, resume_if_over
from greenroom.mentorships.actions.proposing import Proposal, accept, decline, propose, propose_all

__all__ = [
    "Proposal",
    "accept",
    "ask_for_fit_if_due",
    "close",
    "decline",
    "pause",
    "propose",
    "propose_all",
    "reopen",
    "resume",
    "resume_if_over",
    "sign_agreement",
    "tell_fit",
    "write_agreement",
]
