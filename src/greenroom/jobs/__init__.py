"""Background work whose truth is a row: state, attempts, progress, heartbeat."""
