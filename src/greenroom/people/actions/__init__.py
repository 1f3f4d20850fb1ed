"""Every write about people."""

from greenroom.people.actions.invitations import invite_people, revoke_invitation, send_invitation_again
from greenroom.people.actions.membership import (
    change_organization,
    change_role,
    deactivate,
    follow_address,
    found_organization,
    join,
    reactivate,
)
from greenroom.people.actions.profiles import (
    PROFILE_FIELDS,
    change_profile,
    record_export,
    remove_picture,
    set_picture,
)
from greenroom.people.actions.skills import merge_skills, rename_skill, set_skills, skill_named

__all__ = [
    "PROFILE_FIELDS",
    "change_organization",
    "change_profile",
    "change_role",
    "deactivate",
    "follow_address",
    "found_organization",
    "invite_people",
    "join",
    "merge_skills",
    "reactivate",
    "record_export",
    "remove_picture",
    "rename_skill",
    "revoke_invitation",
    "send_invitation_again",
    "set_picture",
    "set_skills",
    "skill_named",
]
