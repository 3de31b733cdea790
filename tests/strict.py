#!/usr/bin/env python3
"""Holds umlage's reader of CSV against Python's in strict mode: strict.py FILE. Each line of FILE is a JSON object: `bytes` of
a file (as characters up to U+00FF), its `delimiter`, the `rows` that umlage read or null where it refused, and the `codes`
of its faults. Umlage may refuse more than Python, for reasons that are listed here, and never less."""
import csv, io, json, sys
from collections import Counter

csv.field_size_limit(sys.maxsize)
# Control characters, a quotation mark within a field, UTF-16 without a mark: Python takes them, umlage does not.
STRICTER = {"E107", "E319", "E106"}


def python(case):
    data = case["bytes"].encode("latin-1")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = io.StringIO(data.decode(encoding), newline="")
        return [row for row in csv.reader(text, delimiter=case["delimiter"], strict=True) if row]
    except (UnicodeDecodeError, csv.Error):
        return None


def verdict(case):
    ours, theirs = case["rows"], python(case)
    if ours is None and theirs is None:
        return "refused by both"
    if ours is None:
        return "refused by umlage alone" if STRICTER & set(case["codes"]) else "REFUSED WITHOUT REASON"
    if theirs is None:
        return "ACCEPTED ALTHOUGH PYTHON REFUSES"
    return "read alike" if ours == theirs else "READ DIFFERENTLY"


counts, wrong = Counter(), []
for line in open(sys.argv[1], encoding="utf-8"):
    case = json.loads(line)
    counts[verdict(case)] += 1
    if verdict(case).isupper():
        wrong.append((verdict(case), case, python(case)))
print(f"{sum(counts.values())} files:", ", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
for what, case, rows in wrong[:5]:
    print(what, json.dumps(case), rows)
sys.exit(1 if wrong else 0)
