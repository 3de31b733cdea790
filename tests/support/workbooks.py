"""Writes the workbooks of fixtures/errors: run in the root of the repository. The same input gives the same bytes."""
import io
import pathlib
import zipfile
from xml.sax.saxutils import escape

ROOT = pathlib.Path("fixtures/errors")
TOML = """[project]
title = "Verbund"

[files]
{files}
[party.HE]
member = true
[party.TH]
member = true

[service.wohngeld]
participants = ["HE", "TH"]

[rule.kosten]
legal_basis = "Vereinbarung § 3"

[[rule.kosten.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
"""
HEAD = ["period", "service", "amount"]
ROWS = [HEAD, [2024, "wohngeld", 1200], [2024, "wohngeld", 800.5]]


class Raw(str):
    """A cell as XML."""


def letters(column):
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text


def pack(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return out.getvalue()


def cell(row, column, value):
    at = f'r="{letters(column)}{row}"'
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.replace("@", at)
    if isinstance(value, bool):
        return f'<c {at} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c {at}><v>{value}</v></c>"
    return f'<c {at} t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def sheet(rows, before="", after="", hidden=(), start=1):
    lines = []
    for number, row in enumerate(rows, start):
        extra = ' hidden="1"' if number in hidden else ""
        cells = "".join(cell(number, column, value) for column, value in enumerate(row))
        lines.append(f'<row r="{number}"{extra}>{cells}</row>')
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}">{before}<sheetData>{"".join(lines)}</sheetData>{after}</worksheet>'


def xlsx(**sheets):
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pkg = "http://schemas.openxmlformats.org/package/2006"
    names = list(sheets)
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in enumerate(names, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{pkg}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{pkg}/relationships"><Relationship Id="r1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{rel}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pkg}/relationships">{relations}</Relationships>',
    }
    parts |= {f"xl/worksheets/sheet{i}.xml": text for i, text in enumerate(sheets.values(), 1)}
    return parts


def ods(rows):
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    def one(value):
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, Raw):
            return value
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    lines = "".join(f'<table:table-row>{"".join(map(one, row))}</table:table-row>' for row in rows)
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Kosten">{lines}</table:table></office:spreadsheet></office:body></office:document-content>',
    }


def case(name, files, toml="", exit_code=3, args='"check"'):
    folder = ROOT / name
    folder.mkdir(exist_ok=True)
    text = TOML.replace("[files]\n{files}", f"[files]\n{toml}\n" if toml else "").replace("\n\n\n", "\n\n")
    (folder / "umlage.toml").write_text(text)
    (folder / "case.toml").write_text(f"args = [{args}]\nexit = {exit_code}\n")
    for file, content in files.items():
        (folder / file).write_bytes(content if isinstance(content, bytes) else pack(content))


def main():
    formula = Raw("<c @><f>1200+0</f><v>1200</v></c>")
    costs = {"costs.xlsx": xlsx(Kosten=sheet(ROWS))}
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    case("E115-password", {"costs.xlsx": old})
    case("E115-old-format", {"costs.xls": old}, 'costs = "costs.xls"')
    case("E115-csv-named-xlsx", {"costs.xlsx": b"period,service,amount\n2024,wohngeld,1200\n"})
    case("E115-damaged", {"costs.ods": {"mimetype": "", "content.xml": "<a><b></a>"}})
    bomb = xlsx(Kosten=sheet(ROWS))
    bomb["xl/media/image1.png"] = bytes(8 << 20)
    case("E116-zip-bomb", {"costs.xlsx": bomb})
    evil = xlsx(Kosten='<!DOCTYPE x [<!ENTITY a "b">]>' + sheet(ROWS))
    case("E116-doctype", {"costs.xlsx": evil})
    case("E117-csv-and-xlsx", costs | {"costs.csv": b"period,service,amount\n2024,wohngeld,1200\n"})
    two = xlsx(Kosten=sheet(ROWS), Vorjahr=sheet(ROWS), Leer=sheet([]))
    case("E118-two-sheets", {"costs.xlsx": two})
    case("E119-sheet-misspelt", {"costs.xlsx": two}, 'costs = { path = "costs.xlsx", sheet = "Kostn" }')
    case("E340-columns-only", costs, 'costs = { path = "costs.xlsx", range = "A:C" }')
    merged = sheet(ROWS, after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')
    case("E341-merged-period", {"costs.xlsx": xlsx(Kosten=merged)})
    spanned = Raw('<table:table-cell table:number-rows-spanned="2" office:value-type="float" office:value="2024"><text:p>2024</text:p></table:table-cell>')
    covered = Raw("<table:covered-table-cell/>")
    case("E341-merged-in-ods", {"costs.ods": ods([HEAD, [spanned, "wohngeld", 1200], [covered, "wohngeld", 800.5]])})
    broken = Raw('<c @ t="e"><f>Z1</f><v>#REF!</v></c>')
    case("E342-ref", {"costs.xlsx": xlsx(Kosten=sheet([HEAD, [2024, "wohngeld", broken]]))})
    case("E343-not-calculated", {"costs.xlsx": xlsx(Kosten=sheet([HEAD, [2024, "wohngeld", Raw("<c @><f>1+1</f></c>")]]))})
    case("E344-true", {"costs.xlsx": xlsx(Kosten=sheet([HEAD + ["note"], [2024, "wohngeld", 1200, True]]))})
    case("E345-ags", {"costs.xlsx": xlsx(Kosten=sheet([HEAD + ["party"], [2024, "wohngeld", 1200, 6]]))})
    case("E346-serial-date", {"costs.xlsx": xlsx(Kosten=sheet([HEAD, [45366, "wohngeld", 1200]]))})
    case("E347-full-sheet", {"costs.xlsx": xlsx(Kosten=sheet([[2024, "wohngeld", 1200]], start=65536).replace(
        "<sheetData>", "<sheetData>" + sheet(ROWS[:1]).split("<sheetData>")[1].split("</sheetData>")[0]))})
    case("E352-row-missing-in-a-sheet", {"costs.xlsx": xlsx(Kosten=sheet(ROWS + [["Summe", None, 2100.5]]))})
    case("E349-remark-beside", {"costs.xlsx": xlsx(Kosten=sheet(ROWS[:2] + [ROWS[2] + [None, "bitte prüfen"]]))})
    case("N303-formula", {"costs.xlsx": xlsx(Kosten=sheet([HEAD, [2024, "wohngeld", formula]]))}, exit_code=0)
    case("N304-filtered", {"costs.xlsx": xlsx(Kosten=sheet(ROWS, hidden={3}))}, exit_code=0)
    case("N305-hidden-column", {"costs.xlsx": xlsx(Kosten=sheet(ROWS, before='<cols><col min="1" max="1" hidden="1"/></cols>'))}, exit_code=0)
    case("N316-summe-in-a-sheet", {"costs.xlsx": xlsx(Kosten=sheet(ROWS + [["Summe", None, 2000.5]]))}, exit_code=0)


if __name__ == "__main__":
    main()
