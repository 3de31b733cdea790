"""Renders every project under fixtures/ in every command, format and language, and prints one line for each output: its SHA-256, the
exit code and the command. Two programs behave alike where their lists are the same:

    python3 tests/render.py OLD > old.txt
    python3 tests/render.py NEW > new.txt
    diff old.txt new.txt

`--keep DIR` keeps the outputs, so that what differs can be looked at. Needs python3 and nothing else.
"""

import argparse
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
FORMATS = ["table", "markdown", "html", "csv", "csv-de", "json", "xlsx"]
# Every command that prints, as it is called on a project; `export` has formats of its own.
COMMANDS = [
    ["allocate"],
    ["allocate", "--by", "period,rule,service,centre,kind,step,party"],
    ["allocate", "--status", "plan"],
    ["calls"],
    ["settle"],
    ["settle", "--transfers", "minimal"],
    ["budget"],
    ["centres"],
    ["centres", "--compare"],
    ["keys", "--list"],
    ["check"],
    ["explain"],
]
EXPORTS = ["hledger", "beancount", "csv"]
YEAR = re.compile(rb"\b(20\d\d)\b")


def projects():
    return sorted(path.parent for path in FIXTURES.rglob("umlage.toml"))


def commands(project):
    name = project.relative_to(FIXTURES)
    if name.parts[0] == "errors":
        for lang in ["en", "de"]:
            for command in ["check", "allocate"]:
                yield [command, "--lang", lang]
        return
    for command in COMMANDS:
        for format in FORMATS:
            for lang in ["en", "de"] if format in ("table", "markdown", "html", "xlsx") else ["en"]:
                yield command + ["--format", format, "--lang", lang]
    yield from (["export", "--to", software] for software in EXPORTS)
    years = sorted({year.decode() for year in YEAR.findall((project / "umlage.toml").read_bytes())})
    for first, second in zip(years, years[1:]):
        yield ["changes", first, second, "--lang", "de"]
        yield ["changes", first, second, "--format", "json"]
    for scenario in sorted(project.glob("scenarios/*.toml")):
        yield ["scenario", "compare", scenario.stem, "--lang", "de"]
        yield ["scenario", "compare", scenario.stem, "--format", "json"]
        yield ["--scenario", scenario.stem, "allocate", "--format", "csv"]
    for lang in ["en", "de"]:
        yield ["report", "--lang", lang]


def digest_of(folder):
    """The digest of all files of a folder with their names."""
    sha = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sha.update(str(path.relative_to(folder)).encode() + b"\0")
            sha.update(hashlib.sha256(path.read_bytes()).digest())
    return sha.hexdigest()


def run(program, project, command, keep):
    with tempfile.TemporaryDirectory() as scratch:
        output = pathlib.Path(scratch) / "out"
        writes = command[0] == "report" or "xlsx" in command
        args = [program, *command, *(["-o", str(output)] if writes else [])]
        environment = {"PATH": os.environ["PATH"], "COLUMNS": "100"}
        done = subprocess.run(
            args, cwd=project, env=environment, capture_output=True, timeout=600, stdin=subprocess.DEVNULL
        )
        said = (done.stdout + b"\0" + done.stderr).replace(str(output).encode(), b"OUT")
        sha = hashlib.sha256(said)
        if output.is_dir():
            sha.update(digest_of(output).encode())
        elif output.exists():
            sha.update(output.read_bytes())
        name = f"{project.relative_to(FIXTURES)} {' '.join(command)}"
        if keep:
            place = pathlib.Path(keep) / name.replace("/", "__").replace(" ", "_")[:200]
            place.mkdir(parents=True, exist_ok=True)
            (place / "said").write_bytes(said)
            if output.exists():
                output.rename(place / "out")
        return f"{sha.hexdigest()} {done.returncode} {name}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--keep", metavar="DIR")
    parser.add_argument("--only", default="", help="projects whose path contains this")
    given = parser.parse_args()
    program = str(pathlib.Path(given.program).resolve())
    jobs = [
        (project, command)
        for project in projects()
        if given.only in str(project)
        for command in commands(project)
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for line in pool.map(lambda job: run(program, *job, given.keep), jobs):
            print(line)
    print(f"{len(jobs)} outputs", file=sys.stderr)


if __name__ == "__main__":
    main()
