from greenroom.base.errors import Refusal


class TooMany(Refusal):
    """More of something than an hour allows (429)."""

    status = 429
