"""Pictures as people send them, drawn anew: small, square enough for a face, without metadata."""

import io
import warnings

from PIL import Image, ImageOps

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
SIDE = 640
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 86


class PictureError(Exception):
    """`code` is not_a_picture, too_many_pixels or too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def drawn_anew(data: bytes) -> bytes:
    """A JPEG of at most 640 by 640 pixels, turned upright, on white, without EXIF, profile or comment.

    The size is read from the file's head before any pixel is, so that a bomb costs nothing. Raises PictureError.
    """
    if len(data) > LARGEST_FILE:
        raise PictureError("too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                return _small(picture)
    except Image.DecompressionBombError:
        raise PictureError("too_many_pixels") from None
    except (OSError, SyntaxError, ValueError, MemoryError):  # what Pillow raises on broken files
        raise PictureError("not_a_picture") from None


def _small(picture: Image.Image) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureError("too_many_pixels")
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # lets a large JPEG be read at a fraction of its size
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", upright.size, "white")
    layer = upright.convert("RGBA")
    paper.paste(layer, mask=layer)
    drawn = io.BytesIO()
    paper.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return drawn.getvalue()
