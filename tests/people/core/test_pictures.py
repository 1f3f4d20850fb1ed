import io

import pytest
from PIL import Image

from greenroom.people.core import pictures
from tests.people.pictures import SVG, jpeg_from_bristol, png, png_bomb


def test_drawn_picture_is_a_small_jpeg() -> None:
    drawn = Image.open(io.BytesIO(pictures.drawn_anew(png(3000, 1500))))
    assert (drawn.format, drawn.size, drawn.mode) == ("JPEG", (640, 320), "RGB")


def test_drawn_picture_stands_upright_and_tells_nothing() -> None:
    data = pictures.drawn_anew(jpeg_from_bristol())
    drawn = Image.open(io.BytesIO(data))
    assert (drawn.size, dict(drawn.getexif()), b"CANARY" in data) == ((200, 400), {}, False)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png_bomb(), "too_many_pixels"),
        (png_bomb(8000), "too_many_pixels"),
        (png_bomb(2000), "not_a_picture"),
        (SVG, "not_a_picture"),
        (b"", "not_a_picture"),
        (b"\0" * 1000, "not_a_picture"),
        (b"GIF89a" + b"\0" * 100, "not_a_picture"),
        (png()[:200], "not_a_picture"),
        (b"\xff\xd8" + b"\0" * pictures.LARGEST_FILE, "too_large"),
    ],
    ids=["30000 square", "8000 square", "cut short", "svg", "empty", "nulls", "gif", "half", "large"],
)
def test_draw_what_is_no_picture_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(pictures.PictureError) as refusal:
        pictures.drawn_anew(data)
    assert refusal.value.code == code


def test_polyglot_loses_what_follows_the_picture() -> None:
    data = pictures.drawn_anew(png() + b"<script>alert('CANARY')</script>")
    assert b"CANARY" not in data
