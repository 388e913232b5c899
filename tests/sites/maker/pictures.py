"""Small PNG pictures, drawn dot by dot."""
import hashlib
import struct
import zlib


def chunk(name, data):
    body = name + data
    return (struct.pack(">I", len(data)) + body +
            struct.pack(">I", zlib.crc32(body)))


def png(width, height, colour_at):
    rows = b"".join(
        b"\0" + b"".join(bytes(colour_at(x, y)) for x in range(width))
        for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) +
            chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def banner(text):
    """Stripes in the colours that the text happens to give."""
    seed = hashlib.sha256(text.encode()).digest()

    def colour_at(x, y):
        shift = (x // 20 + y // 20) % 4 * 3
        return seed[shift], seed[shift + 1], seed[shift + 2]

    return png(180, 60, colour_at)


def dots(text, size=29):
    """Looks like a QR code, and is none."""
    bits = hashlib.sha512(text.encode()).digest() * 14

    def colour_at(x, y):
        place = x // 4 * size + y // 4
        dark = bits[place // 8] >> place % 8 & 1
        return (0, 0, 0) if dark else (255, 255, 255)

    return png(size * 4, size * 4, colour_at)
