"""Reading a pasted list of people: "Ada Lind <ada@x.example>", "ada@x.example, Ada Lind", or bare addresses."""

import re
from dataclasses import dataclass

ADDRESS = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+\.[^\s<>,;:\"'()]+")
BETWEEN = " \t,;:<>\"'()\u00a0"
NAME_LENGTH = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Invitee:
    email: str
    name: str = ""


def read_invitees(text: str) -> tuple[list[Invitee], list[str]]:
    r"""The people named, each address once, and the lines in which no address was found.

    >>> read_invitees("Ada Lind <ada@x.example>; ben@x.example\nnobody")
    ([Invitee(email='ada@x.example', name='Ada Lind'), Invitee(email='ben@x.example', name='')], ['nobody'])
    """
    found: dict[str, Invitee] = {}
    unread = []
    for line in re.split(r"[\n\r;]+", text):
        addresses = list(ADDRESS.finditer(line))
        if not addresses and line.strip(BETWEEN):
            unread.append(line.strip())
        for place, match in enumerate(addresses):
            start = addresses[place - 1].end() if place else 0
            end = len(line) if len(addresses) == 1 else match.start()
            name = (line[start : match.start()] + " " + line[match.end() : end]).strip(BETWEEN)
            email = match[0].lower().rstrip(".")
            found.setdefault(email, Invitee(email=email, name=" ".join(name.split())[:NAME_LENGTH]))
    return list(found.values()), unread
