"""What stands around every page of a portal: head, menu, side, foot.

Written as such sites are written: attributes without quotes, tags in capital
letters, placeholders for links, menus that name every item on every page.
"""
from html import escape

MONTHS = ("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
          "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม")
SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.",
                "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")

STYLE = """body{font-family:Tahoma,sans-serif;margin:0;color:#222}
#head{background:#0a5f8a;color:#fff;padding:12px}
#menu ul{display:flex;flex-wrap:wrap;list-style:none;margin:0;padding:4px}
#menu ul ul{display:block}
#menu li{margin-right:12px}
#side{float:right;width:200px}
#main{margin:0 220px 0 12px}
#foot{clear:both;background:#eee;padding:8px;font-size:12px}
table{border-collapse:collapse}
td,th{border:1px solid #999;padding:4px}
"""


def link(address, text, rest=""):
    return f'<a href="{escape(address)}"{rest}>{escape(text)}</a>'


def thai_date(day):
    year, month, date = day.split("-")
    return f"{int(date)} {MONTHS[int(month) - 1]} {year}"


def short_date(day):
    year, month, date = day.split("-")
    return f"{int(date)} {SHORT_MONTHS[int(month) - 1]} {year[2:]}"


def menu(town, address):
    """Bare attributes; the categories lead nowhere, as on real sites."""
    parts = []
    for title, keys in town.about["menu"]:
        entries = "\n".join(
            f"<li><a href={address(key).replace('&', '&amp;')} class=sub>"
            f"{escape(town.places[key]['label'])}</a>" for key in keys)
        parts.append(f'<li><a href="#">{title}</a>\n<ul>\n{entries}\n</ul>')
    return "\n".join(["<ul>", "<li><a href=/home>หน้าหลัก</a>", *parts,
                      "<li><a href=/ita.php>ITA</a>", "</ul>"])


def side(town):
    year, links = town.year, town.about["links"]
    return f"""<div id=side>
<a href="/ita_{year}.php"><img src="/images/ita.png"
 alt="การประเมินคุณธรรมและความโปร่งใส ITA {year}"></a>
<a href="{links['facebook']}"><img src="/images/facebook.png" alt="Facebook"></a>
<a href="{links['egp']}"><img src="/images/egp.png" alt="ระบบจัดซื้อจัดจ้างภาครัฐ"></a>
<a href="{links['eit']}"><img src="/images/eit.png"
 alt="แบบวัดการรับรู้ผู้มีส่วนได้ส่วนเสียภายนอก (EIT)"></a>
<a href="/calendar.php?y={year}&amp;m=1"><img src="/images/calendar.png"></a>
<a href="#"><img src="/images/radio.png" alt=""></a>
</div>"""


def foot(town):
    """The year is that of today, and so of no document."""
    words = town.words
    return f"""<div id=foot>
<p>{words['town']} {words['address']}<br>
โทรศัพท์ {words['phone']} โทรสาร {words['fax']} E-mail: {words['mail']}</p>
<p>&copy; {town.about['copyright']} {words['town']} สงวนลิขสิทธิ์
<a href="/sitemap.php">แผนผังเว็บไซต์</a> <a href="/admin/login.php">เจ้าหน้าที่</a>
<a href="javascript:void(0)" onclick="window.scrollTo(0,0)">กลับด้านบน</a></p>
</div>"""


def page(town, address, title, body, charset="utf-8"):
    """A whole page, encoded."""
    name = town.words["town"]
    text = f"""<!DOCTYPE html>
<html lang="th">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{escape(title)} - {name}</title>
<link rel="stylesheet" href="/css/style.css">
</head>
<body>
<div id=head><img src="/images/logo.png" alt=""> {name}
 อำเภอ{town.words['district']} จังหวัด{town.words['province']}</div>
<div id=menu>
{menu(town, address)}
</div>
{side(town)}
<div id=main>
<p><a href="/home">หน้าหลัก</a> &raquo; {escape(title)}</p>
<h1>{escape(title)}</h1>
{body}
</div>
{foot(town)}
</body>
</html>
"""
    encoding = "cp874" if charset == "windows-874" else charset
    return text.encode(encoding, "xmlcharrefreplace")
