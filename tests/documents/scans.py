"""Papers as the office copier sends them: a little turned, with dust."""
import io

import numpy
import printers
from maker import thaipdf
from PIL import Image, TiffImagePlugin

DPI = 200
DEGREES = 0.6
SEED = 2567
TiffImagePlugin.STRIP_SIZE = 1 << 24  # one strip, as PDF knows no others


def pictures(source, out):
    """The pages of a PDF in grey."""
    stem = out.with_suffix("")
    printers.run("pdftoppm", "-r", DPI, "-gray", source, stem)
    return [Image.open(path)
            for path in sorted(out.parent.glob(stem.name + "-*.pgm"))]


def worn(picture, strength=14):
    """Turned, blurred by the glass, and dusty."""
    turned = picture.rotate(DEGREES, Image.BICUBIC, fillcolor=255)
    dots = numpy.asarray(turned, dtype=numpy.float32)
    noise = numpy.random.default_rng(SEED).normal(0, strength, dots.shape)
    return Image.fromarray((dots + noise).clip(0, 255).astype(numpy.uint8))


def black_and_white(picture):
    return worn(picture, 40).point(lambda dot: 255 * (dot > 110)).convert("1")


def trimmed(picture):
    """Without the empty foot of the page, which would only cost bytes."""
    box = Image.eval(picture, lambda dot: 255 - dot).getbbox()
    return picture.crop((0, 0, picture.width, min(
        picture.height, box[3] + picture.height // 20)))


def fax(picture):
    """The picture in the coding of copiers, and its name in PDF."""
    out = io.BytesIO()
    picture.save(out, "TIFF", compression="group4")
    tags = Image.open(io.BytesIO(out.getvalue())).tag_v2
    at, = tags[TiffImagePlugin.STRIPOFFSETS]
    size, = tags[TiffImagePlugin.STRIPBYTECOUNTS]
    return out.getvalue()[at:at + size], (
        "/Filter/CCITTFaxDecode/BitsPerComponent 1/DecodeParms<</K -1"
        f"/BlackIs1 true/Columns {picture.width}/Rows {picture.height}>>")


def photograph(picture):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=25)
    return out.getvalue(), "/Filter/DCTDecode/BitsPerComponent 8"


def put_pdf(coded, out):
    """A PDF whose pages are (picture, data, filter) alone."""
    first = 3
    kids = " ".join(f"{first + 3 * at} 0 R" for at in range(len(coded)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>",
               f"<</Type/Pages/Kids[{kids}]/Count {len(coded)}>>".encode()]
    for at, (picture, data, how) in enumerate(coded):
        width, height = (side * 72 / DPI for side in picture.size)
        here = first + 3 * at
        objects.append((
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.1f} {height:.1f}]"
            f"/Resources<</XObject<</S {here + 2} 0 R>>>>"
            f"/Contents {here + 1} 0 R>>").encode())
        objects.append(thaipdf.stream(
            "", f"q {width:.1f} 0 0 {height:.1f} 0 0 cm /S Do Q".encode()))
        objects.append((
            f"<</Type/XObject/Subtype/Image/Width {picture.width}/Height "
            f"{picture.height}/ColorSpace/DeviceGray{how}/Length {len(data)}>>"
            "stream\n").encode() + data + b"\nendstream")
    out.write_bytes(thaipdf.assembled(objects, ""))


def copied(source, out):
    """Black and white, as most copiers are set."""
    sheets = [trimmed(black_and_white(one)) for one in pictures(source, out)]
    put_pdf([(sheet, *fax(sheet)) for sheet in sheets], out)


def photographed(source, out):
    sheets = [trimmed(worn(one, 4)) for one in pictures(source, out)]
    put_pdf([(sheet, *photograph(sheet)) for sheet in sheets], out)


def picture(source, out):
    """A notice that was put on the website as a picture."""
    sheet = trimmed(pictures(source, out)[0])
    if out.suffix == ".png":
        sheet = sheet.convert("P", palette=Image.ADAPTIVE, colors=8)
    sheet.save(out, quality=25)
