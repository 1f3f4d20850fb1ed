from django import template

register = template.Library()


@register.filter
def quoted(words: object) -> str:
    """Somebody's own words in a text mail: each line behind a bar, so that they cannot pass for ours."""
    return "\n".join(f"> {line}".rstrip() for line in str(words).splitlines())
