"""What the components need beyond plain templates: ids, initials, form controls and the geometry of charts."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex
from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
)
from django.forms.boundfield import BoundWidget
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()

Number = int | float | Decimal


@register.simple_tag(takes_context=True)
def unique_id(context: Context, stem: str) -> str:
    """An id that no other element of this answer has, nor (for htmx) of the page that takes it in."""
    request = context.get("request")
    if request is None:
        return f"{stem}-{token_hex(4)}"
    count: int = getattr(request, "_ids_given", 0) + 1
    request._ids_given = count  # noqa: SLF001 - our own mark on the request
    prefix = f"{token_hex(2)}-" if getattr(request, "htmx", False) else ""
    return f"{stem}-{prefix}{count}"


@register.filter
def initials(name: object) -> str:
    """Such as IH for "Ingrid Halvorsen": one word gives one letter; nothing gives a dot."""
    words = [word for word in str(name or "").replace("-", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "·"


@register.filter
def number(value: object) -> str:
    """A number for a machine-read attribute: never localized ("0.5", not "0,5")."""
    return str(value)


@register.filter
def bulbs(lit: Number | str, total: Number | str) -> list[str]:
    """The class of each bulb of a row."""
    count, lit_count = int(total or 0), int(lit or 0)
    return ["is-lit" if place < lit_count else "" for place in range(count)]


# ------------------------------------------------------------------ form controls

KINDS: tuple[tuple[type, str], ...] = (
    (CheckboxSelectMultiple, "checks"),
    (RadioSelect, "radios"),
    (CheckboxInput, "check"),
    (Select, "select"),
    (Textarea, "textarea"),
    (FileInput, "file"),
)
CLASSES = {"checks": "tick", "radios": "dot-radio", "check": "tick", "file": "input input--file", "own": ""}


@register.filter
def kind(field: BoundField) -> str:
    """How a field is drawn: a widget may say so itself with an attribute `kind`."""
    widget = field.field.widget
    own: str = getattr(widget, "kind", "")
    if own:
        return own
    if widget.is_hidden:
        return "hidden"
    return next((name for widget_type, name in KINDS if isinstance(widget, widget_type)), "text")


@register.simple_tag
def control(field: BoundField, dense: object = "") -> SafeString:
    """The field's control with the design system's class, described by its hint and its error."""
    name = CLASSES.get(kind(field), "input")
    own = field.field.widget.attrs.get("class", "")
    classes = " ".join(
        part for part in (name, "input--dense" if dense and name == "input" else "", own) if part
    )
    return field.as_widget(attrs={"class": classes} if classes else {})


@register.simple_tag
def option_control(option: BoundWidget, field: BoundField) -> SafeString:
    """One radio button or checkbox of a group, without its label."""
    option.data["attrs"]["class"] = CLASSES[kind(field)]
    return option.tag()


# ------------------------------------------------------------------ charts

EQ_WIDTH, EQ_HEIGHT, EQ_GAP = 90.0, 26.0, 2.0
LOW_SCORE = 0.4


@dataclass(frozen=True, kw_only=True)
class EqBlock:
    """One block of a fit, in pixels of a 90 by 26 drawing."""

    x: str
    width: str
    y: str
    height: str
    is_low: bool


@register.filter
def eq_blocks(parts: Iterable[Any]) -> list[EqBlock]:
    """Blocks whose width is a criterion's weight and whose height is its score in [0, 1]."""
    known = [(max(0.0, float(_of(part, "weight"))), float(_of(part, "score"))) for part in parts]
    known = [(weight, min(1.0, max(0.0, score))) for weight, score in known if weight > 0]
    room = EQ_WIDTH - EQ_GAP * max(0, len(known) - 1)
    total = sum(weight for weight, _ in known) or 1.0
    blocks, x = [], 0.0
    for weight, score in known:
        width, height = room * weight / total, EQ_HEIGHT * score
        blocks.append(
            EqBlock(
                x=_px(x),
                width=_px(width),
                y=_px(EQ_HEIGHT - height),
                height=_px(height),
                is_low=score < LOW_SCORE,
            )
        )
        x += width + EQ_GAP
    return blocks


DOTS_FLOOR, DOTS_ROOM, DOTS_STEP, DOT_RADIUS = 46.0, 42.0, 6.2, 2.8


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One fit of a strip plot: x in percent, y and r in pixels of a 52 pixel high drawing."""

    x: str
    y: str
    r: str
    state: str


@register.simple_tag
def dots(
    fits: Iterable[Number],
    start: Number = 0,
    end: Number = 100,
    low_below: Number | str = "",
    settled: int | str = "",
) -> list[Dot]:
    """Stack equal fits above each other. `settled` says how many, lowest first, are final; "" means all."""
    values = sorted(float(fit) for fit in fits)
    final = len(values) if settled == "" else int(settled)
    heights = Counter(round(value) for value in values)
    step = min(DOTS_STEP, DOTS_ROOM / max([1, *heights.values()]))
    radius = min(DOT_RADIUS, max(1.0, step * 0.46))
    first, last = float(start), max(float(end), float(start) + 1)
    seen: Counter[int] = Counter()
    drawn = []
    for place, value in enumerate(values):
        level = seen[round(value)]
        seen[round(value)] += 1
        share = min(1.0, max(0.0, (round(value) - first) / (last - first)))
        is_low = low_below != "" and value < float(low_below)
        state = "dots__open" if place >= final else "dots__low" if is_low else ""
        drawn.append(
            Dot(x=f"{1 + 98 * share:.2f}%", y=_px(DOTS_FLOOR - level * step), r=_px(radius), state=state)
        )
    return drawn


@register.filter
def percent_of(value: Number, whole: Number) -> str:
    """A width such as "93.3%", held within 0 and 100."""
    share = 0.0 if not whole else float(value) / float(whole)
    return f"{100 * min(1.0, max(0.0, share)):.1f}%"


@register.filter
def signed(value: Number) -> str:
    """A change with its sign, in true typography: "+2", "−7", "0"."""
    amount = float(value)
    rounded = math.trunc(amount) if amount == math.trunc(amount) else round(amount, 1)
    return "0" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded)}"


def _of(part: Any, name: str) -> Any:
    return part[name] if isinstance(part, Mapping) else getattr(part, name)


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


# ------------------------------------------------------------------ lists


@dataclass(frozen=True, kw_only=True)
class SortLink:
    """Where a column's head leads, and how the column is sorted now ("" when it is not)."""

    href: str
    order: str


@register.simple_tag(takes_context=True)
def sort_link(context: Context, by: str, sort: str = "") -> SortLink:
    """Sort by this column, or turn it round when it already is. Goes back to the first page."""
    query = context["request"].GET.copy()
    now = sort or query.get("sort", "")
    query["sort"] = f"-{by}" if now == by else by
    query.pop("page", None)
    order = {by: "ascending", f"-{by}": "descending"}.get(now, "")
    return SortLink(href=f"?{query.urlencode()}", order=order)


@register.simple_tag(takes_context=True)
def page_address(context: Context, page: int) -> str:
    query = context["request"].GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


@register.filter
def anchor(field: BoundField) -> str:
    """The id to send a person to who must mend this field: a group of choices has its first one's."""
    drawn = kind(field)
    return f"{field.auto_id}_0" if drawn in {"checks", "radios"} else field.id_for_label or str(field.auto_id)
