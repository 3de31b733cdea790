"""Writes the workbooks and packed files of fixtures/hostile/files: run in the root of the repository. The same input gives
the same bytes. The text files there are their own source."""
import gzip
import pathlib

from workbooks import HEAD, ROWS, Raw, ods, pack, sheet, xlsx

FILES = pathlib.Path("fixtures/hostile/files")
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = f"""<styleSheet xmlns="{SPACE}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="0.00000\\ %"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def styled(rows, **more):
    """A workbook with the styles 1, a date, and 2, a percentage."""
    parts = xlsx(Kosten=sheet(rows, **more))
    relations = parts["xl/_rels/workbook.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    extra = f'<Relationship Id="rs" Type="{kind}" Target="styles.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", extra)
    parts["xl/styles.xml"] = STYLES
    return parts


def shared(parts, count, texts):
    """Adds a part of shared texts."""
    relations = parts["xl/_rels/workbook.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    extra = f'<Relationship Id="rt" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", extra)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{SPACE}" count="{count}">{texts}</sst>'
    return parts


def of_1904(parts):
    """Counts days from 1904, as old Macs did."""
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    return parts


def day(number):
    return Raw(f'<c @ s="1"><v>{number}</v></c>')


def workbooks():
    due = ["date", "party", "amount"]
    one = [HEAD, [2024, "wohngeld", 1200.5]]
    raw = lambda xml: xlsx(Kosten=sheet([HEAD, [2024, "wohngeld", Raw(xml)]]))
    nested = "<a>" * 100_000 + "</a>" * 100_000
    bomb = shared(raw('<c @ t="s"><v>0</v></c>'), 1, "<si><t>" + "x" * (8 << 20) + "</t></si>")
    many = shared(raw('<c @ t="s"><v>0</v></c>'), 1, "<si><t/></si>" * 400_000)
    huge = xlsx(Kosten=sheet(one, before='<dimension ref="A1:XFD1048576"/>'))
    runs = '<table:table-cell table:number-columns-repeated="16384"/>'
    entity = xlsx(Kosten='<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet(one).replace("wohngeld", "&a;"))
    yield "plain.xlsx", xlsx(Kosten=sheet(one))
    yield "macros.xlsm", xlsx(Kosten=sheet(one)) | {"xl/vbaProject.bin": "x"}
    yield "plain.ods", ods(one)
    yield "declared-size.xlsx", huge
    yield "repeated-rows.ods", ods(one + [[Raw("</table:table-row><table:table-row table:number-rows-repeated=\"4294967295\">" + runs)]])
    yield "repeated-cells.ods", ods([HEAD, [Raw('<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>')] * 1] * 400)
    yield "part-of-a-zip-bomb.xlsx", bomb
    yield "string-bomb.xlsx", many
    yield "external-entity.xlsx", entity
    yield "elements-in-elements.xlsx", xlsx(Kosten=sheet(one).replace("<sheetData>", nested + "<sheetData>"))
    yield "element-not-closed.xlsx", xlsx(Kosten=sheet(one).replace("</sheetData></worksheet>", ""))
    yield "part-missing.xlsx", {name: part for name, part in xlsx(Kosten=sheet(one)).items() if "sheet1" not in name}
    yield "shared-text-missing.xlsx", raw('<c @ t="s"><v>7</v></c>')
    yield "cell-beyond-the-sheet.xlsx", xlsx(Kosten=sheet(one).replace('r="C2"', 'r="XFE2"'))
    yield "rows-out-of-order.xlsx", xlsx(Kosten=sheet(one + [[2024, "wohngeld", 1]]).replace('r="3"', 'r="2"').replace("3\"", "2\""))
    yield "not-a-number.xlsx", raw("<c @><v>NaN</v></c>")
    yield "infinite.xlsx", raw("<c @><v>1E999</v></c>")
    yield "number-beyond-15-digits.xlsx", raw("<c @><v>12345678901234567.89</v></c>")
    yield "number-with-dust.xlsx", raw("<c @><v>0.30000000000000004</v></c>")
    yield "text-as-amount.xlsx", raw('<c @ t="inlineStr"><is><t>1.234,56 €</t></is></c>')
    yield "text-as-amount-declared.xlsx", raw('<c @ t="inlineStr"><is><t>1.234,56 €</t></is></c>')
    yield "three-decimals-stored.xlsx", xlsx(Kosten=sheet([["statistic", "edition", "party", "value"], ["s", 2024, "HE", 1.125]]))
    yield "percent-cell.xlsx", styled([["statistic", "edition", "party", "value"], ["s", 2024, "HE", Raw('<c @ s="2"><v>0.1296662</v></c>')]])
    yield "date-cells.xlsx", styled([due, [day(45366), "HE", 1]])
    yield "date-cells-of-1904.xlsx", of_1904(styled([due, [day(43904), "HE", 1]]))
    yield "date-with-time.xlsx", styled([due, [day(45366.5), "HE", 1]])
    yield "serial-date.xlsx", xlsx(Kosten=sheet([due, [45366, "HE", 1]]))
    yield "leika-as-number.xlsx", xlsx(Kosten=sheet([["service", "leika"], ["x", 99012345678901]]))
    yield "municipality-as-number.xlsx", xlsx(Kosten=sheet([["period", "service", "Gemeinde", "quantity"], [2024, "wohngeld", 6411000, 1]]))
    yield "hidden-rows.xlsx", xlsx(Kosten=sheet(ROWS, hidden={2, 3}))
    yield "one-hidden-row.xlsx", xlsx(Kosten=sheet(one, hidden={2}))
    yield "merged-title.xlsx", xlsx(Kosten=sheet([["Kosten des Verbunds"]] + ROWS, after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'))
    yield "merged-data.xlsx", xlsx(Kosten=sheet(ROWS, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'))
    yield "total-row.xlsx", xlsx(Kosten=sheet(ROWS + [["Gesamt", None, 2000.5]]))
    yield "direction-in-a-sheet-name.xlsx", xlsx(**{"Ko\u202esten": sheet(ROWS, hidden={3})})
    yield "workbook-named.csv", xlsx(Kosten=sheet(one))
    yield "archive.zip.csv", {"12411-0010_flat.csv": "statistics_code;time\n"}


def packed(text):
    return gzip.compress(text, 9, mtime=0)


def main():
    FILES.mkdir(parents=True, exist_ok=True)
    for name, parts in workbooks():
        (FILES / name).write_bytes(pack(parts))
    usage = b"period,service,party,quantity\n2024,wohngeld,HE,2\n2024,wohngeld,TH,3\n"
    (FILES / "old-format-named.csv").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    (FILES / "password.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    (FILES / "text-named.xlsx").write_bytes(b"period,service,amount\n2024,wohngeld,1\n")
    (FILES / "packed-named.csv").write_bytes(packed(usage))
    (FILES / "packed.csv.gz").write_bytes(packed(usage))
    (FILES / "packed-cut-off.csv.gz").write_bytes(packed(usage)[:-12])
    (FILES / "packed-never.csv.gz").write_bytes(usage)
    (FILES / "packed-never.csv.zst").write_bytes(usage)
    (FILES / "packed-bomb.csv.gz").write_bytes(packed(usage + bytes(20 << 20)))


if __name__ == "__main__":
    main()
