"""Refusals: what a person is told when an act cannot happen."""

from typing import Any

from django.utils.functional import Promise


class Refusal(Exception):
    """An act that did not happen. `message` says what happened and what to do, in words for people."""

    status = 400

    def __init__(self, code: str, message: str | Promise, **facts: Any) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = str(message)
        self.facts = facts


class RuleBroken(Refusal):
    """The state of things does not allow it (409)."""

    status = 409


class NotAllowed(Refusal):
    """Whoever asked may not do it (403)."""

    status = 403


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of (404)."""

    status = 404
