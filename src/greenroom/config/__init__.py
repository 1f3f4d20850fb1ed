"""Settings, mounts, subscriptions and the schedule."""
