"""Texts by which a website attacks whoever prints them, and reports full of
them.

Every text of a report is the site's, as far as its papers are concerned.
"""
import json

from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[1] / "cases/reports/sample.json"
NOWHERE = "http://127.0.0.1:9/"  # the discard port: nobody answers
RUN = "<script>alert(1)</script>"

ATTACKS = (
    # HTML: between tags, in attributes, in what ends something
    RUN,
    f"</script>{RUN}",
    f"</style>{RUN}",
    f"</title>{RUN}",
    f"</textarea></select>{RUN}",
    f'"> {RUN}',
    f"--><!-- {RUN}",
    "<img src=x onerror=alert(1)>",
    f"<img src={NOWHERE}a.png>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert`1`//",
    '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    f'<meta http-equiv=refresh content="0;url={NOWHERE}">',
    f'<base href="{NOWHERE}">',
    f"<link rel=stylesheet href={NOWHERE}a.css>",
    f"<form action={NOWHERE}><input autofocus onfocus=alert(1)>",
    '" onmouseover="alert(1)" style="position:fixed;inset:0" x="',
    "' autofocus tabindex=0 onfocus='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    # addresses
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    f"data:text/html,{RUN}",
    f'{NOWHERE}"onclick="alert(1)',
    "https://127.0.0.1:9/'><svg onload=alert(1)>",
    "https://127.0.0.1:9\\@town.example/%22%3e%3cscript%3e",
    # scripts, JSON and the wording's own places
    "\u2028alert(1)//\u2029",
    "';alert(1)//\\';alert(1)//",
    "{n} {year} {site} ${alert(1)} {{alert(1)}}",
    "__proto__",
    # formats, shells and SQL
    "%s%n%s%n%1$s %100000000d",
    "$(id) `id` ; id | id & id > id -rf --",
    "x'); DROP TABLE visit; -- \"; DELETE FROM visit; --",
    # XML
    f"]]>{RUN}",
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
    "<?xml version='1.0'?><w:p/>\ufffe\uffff\ufffd",
    # spreadsheets
    f'=HYPERLINK("{NOWHERE}","a")',
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " \uff1d1+1",
    '"\n=1+1\n"',
    # terminals, and the direction of text
    "\x1b]0;taken\x07\x1b[2J\x1b[31m",
    "\x9b2J\x9d0;taken\x9c",
    "\x08\x08\x7f",
    "\u202efdp.exe\u202c\u2066\u2069\u200f",
)

# What a closed list or the program itself decides.
OURS = {"schema", "id", "verdict", "level", "change", "gate", "fingerprint",
        "sha256", "started", "ended", "model", "score_model", "from", "to",
        "due", "item", "part", "instrument", "class", "class_key"}
MEASURES = {"finding", "checking", "score", "standing"}


def attacked(value, attack, key=""):
    """A report with this text in every place that takes one, or with the next
    of these texts."""
    if isinstance(value, dict):
        return {name: attacked(one, attack, name)
                for name, one in value.items()}
    if isinstance(value, list):
        return [attacked(one, attack, key) for one in value]
    ours = key in OURS or key == "kind" and value in MEASURES
    if not isinstance(value, str) or ours:
        return value
    return attack if isinstance(attack, str) else next(attack)


def write_report(folder, attack):
    """The sample report with this text everywhere, in a new folder."""
    report = json.loads(SAMPLE.read_text(encoding="utf-8"))
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(json.dumps(attacked(report, attack)))
