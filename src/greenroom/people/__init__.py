"""A person in one organization: profile, skills, time, role."""
