"""Scripts that run in environments of their own, beside packages that know nothing of ours."""
