"""Programs, cohorts, enrollments: recruitment and screening."""
