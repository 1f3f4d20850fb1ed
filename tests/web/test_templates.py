"""Every template of the product keeps to the content security policy and to the icons there are."""

import pathlib
import re

import pytest

import greenroom

SOURCE = pathlib.Path(greenroom.__file__).parent
TEMPLATES = [
    path
    for path in sorted(SOURCE.glob("**/templates/**/*.html"))
    if not {"email", "mail"} & set(path.parts)  # mail has no policy, and needs its styles inside
]
SPRITE = set(re.findall(r'<symbol id="i-([a-z]+)"', (SOURCE / "web/templates/web/sprite.html").read_text()))
BREAKS_POLICY = re.compile(
    r"""\sstyle=["']|<style|\son[a-z]+=["']|hx-on|javascript:|<script(?![^>]*\ssrc=)(?![^>]*application/json)|(?:src|href|action)=["']https?://"""
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_template_has_nothing_inline_and_nothing_from_elsewhere(path: pathlib.Path) -> None:
    assert BREAKS_POLICY.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_template_uses_icons_that_exist(path: pathlib.Path) -> None:
    text = path.read_text()
    used = set(re.findall(r'<c-icon[^>]*?\sname="([a-z]+)"', text)) | set(
        re.findall(r'\sicon="([a-z]+)"', text)
    )
    assert used - SPRITE == set()
