"""The four policies, each exact over all pairs."""
