"""Every outgoing mail, written in the transaction that caused it."""
