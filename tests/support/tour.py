"""Writes the tour's tables as flat ODS with German formats: tour.py FOLDER_OF_CSV FOLDER. LibreOffice 7.4 then saved them as
fixtures/tour, with the German locale:

    soffice --headless --convert-to xlsx costs.fods
    soffice --headless --convert-to ods costs.fods
    soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):59,34,1,1,,1031,false,true' costs.fods      Windows-1252
    soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):9,34,65535,1,,1031,false,true' costs.fods   UTF-16
"""
import csv, sys
from xml.sax.saxutils import escape
src, out = sys.argv[1:3]
STYLES = '''<number:currency-style style:name="N1" number:language="de" number:country="DE"><number:number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/><number:text> </number:text><number:currency-symbol number:language="de" number:country="DE">€</number:currency-symbol></number:currency-style>
<number:date-style style:name="N2" number:language="de" number:country="DE"><number:day number:style="long"/><number:text>.</number:text><number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/></number:date-style>
<number:number-style style:name="N3" number:language="de" number:country="DE"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:text-style style:name="N4"><number:text-content/></number:text-style>
<style:style style:name="euro" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="tag" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="zahl" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="text" style:family="table-cell" style:data-style-name="N4"/>'''
def cell(column, value):
    if not value:
        return '<table:table-cell/>'
    shown = escape(value)
    if column == 'amount':
        return f'<table:table-cell table:style-name="euro" office:value-type="currency" office:currency="EUR" office:value="{value}"/>'
    if column == 'quantity':
        return f'<table:table-cell table:style-name="zahl" office:value-type="float" office:value="{value}"/>'
    if column == 'due':
        return f'<table:table-cell table:style-name="tag" office:value-type="date" office:date-value="{value}"/>'
    if column == 'period' and value.isdigit():
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell table:style-name="text" office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'
for table in ['costs', 'usage']:
    rows = list(csv.reader(open(f'{src}/{table}.csv', encoding='utf-8', newline='')))
    body = ''.join('<table:table-row>' + ''.join(cell(c if i else '', v) for c, v in zip(rows[0], row)) + '</table:table-row>' for i, row in enumerate(rows))
    open(f'{out}/{table}.fods', 'w', encoding='utf-8').write(f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="{table}">{body}</table:table></office:spreadsheet></office:body></office:document>''')
