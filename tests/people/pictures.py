"""Pictures for the tests, drawn when asked for."""

import io
import struct
import zlib

from PIL import Image


def png(width: int = 900, height: int = 700) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (width, height), (40, 120, 90, 200)).save(file, "PNG")
    return file.getvalue()


def jpeg_from_bristol() -> bytes:
    """A JPEG that says where it was taken, by whom, and that it lies on its side."""
    picture = Image.new("RGB", (400, 200), "navy")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "CANARY-artist"
    exif.get_ifd(0x8825)[2] = (51.0, 27.0, 16.0)
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, comment=b"CANARY-comment")
    return file.getvalue()


def png_bomb(side: int = 30_000) -> bytes:
    """A PNG whose head promises side by side pixels, in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000))
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
