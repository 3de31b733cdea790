#!/usr/bin/env python3
"""Holds every dependency to deny.toml without a network: its licence by `cargo metadata`, its name
and source by Cargo.lock. Says what it leaves out. Needs Python 3.11 and nothing else:

    python3 tests/licences.py

`python3 -m doctest tests/licences.py` tries how licence expressions are read.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What this script holds of deny.toml, and what it leaves to `cargo deny check`. A setting that is
# in neither ends the run, so that none is passed over in silence.
HELD = {
    "licenses": {"allow", "unused-allowed-license"},
    "bans": {"deny", "wildcards"},
    "sources": {"unknown-registry", "unknown-git", "allow-registry", "allow-git"},
}
LEFT_OUT = {
    "advisories": "known vulnerabilities, unmaintained and yanked crates: their database is online",
    "bans.multiple-versions": "several versions of a crate: they are listed, as a warning",
}


def chosen(expression, allowed):
    """Returns the allowed licences by which an expression is met, or None.

    >>> sorted(chosen("MIT OR GPL-3.0-only", {"MIT"}))
    ['MIT']
    >>> sorted(chosen("(MIT OR Apache-2.0) AND Unicode-3.0", {"MIT", "Unicode-3.0"}))
    ['MIT', 'Unicode-3.0']
    >>> chosen("(MIT OR Apache-2.0) AND BSD-3-Clause", {"MIT"})
    >>> chosen("Apache-2.0 WITH LLVM-exception", {"Apache-2.0"})
    >>> chosen("GPL-2.0-only OR MIT AND Zlib", {"MIT"})
    >>> sorted(chosen("Unlicense/MIT", {"MIT"}))
    ['MIT']
    >>> chosen("MIT OR", {"MIT"})
    Traceback (most recent call last):
    ValueError: `MIT OR` is no licence expression
    """
    words = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))
    fault = ValueError(f"`{expression}` is no licence expression")

    def several(joint, part, met):
        found = [part()]
        while words and words[0] == joint:
            words.pop(0)
            found.append(part())
        return met(found)

    def either():
        return several("OR", both, lambda found: join(f for f in found if f is not None))

    def both():
        return several("AND", one, lambda found: None if None in found else join(found))

    def join(sets):
        sets = list(sets)
        return set().union(*sets) if sets else None

    def one():
        word = words.pop(0) if words else "OR"
        if word == "(":
            found = either()
            if not words or words.pop(0) != ")":
                raise fault
            return found
        if word in ("OR", "AND", "WITH", ")"):
            raise fault
        if words and words[0] == "WITH":
            words.pop(0)
            if not words:
                raise fault
            word = f"{word} WITH {words.pop(0)}"
        return {word} if word in allowed else None

    found = either()
    if words:
        raise fault
    return found


def metadata():
    """The packages that cargo knows, and whether they are those of this system alone."""
    command = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    of_all = told.returncode == 0
    if not of_all:  # crates of other systems need not be on this machine
        about = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
        host = re.search(r"^host: (.+)$", about, re.MULTILINE)[1]
        told = subprocess.run(
            command + ["--filter-platform", host], cwd=ROOT, capture_output=True, text=True
        )
    if told.returncode != 0:
        sys.exit(f"{told.stderr}to do: `cargo fetch --locked` where there is a network")
    return json.loads(told.stdout)["packages"], of_all


def settings(rules):
    """What deny.toml asks for beyond what is held here, with the reason; the rest is refused."""
    for section, values in rules.items():
        names = [section] if section in LEFT_OUT else [f"{section}.{name}" for name in values]
        for name in names:
            _, _, setting = name.partition(".")
            if name in LEFT_OUT:
                yield f"{name} ({LEFT_OUT[name]})"
            elif setting not in HELD.get(section, ()):
                sys.exit(f"deny.toml: `{name}` is neither held nor left out by tests/licences.py")


def main():
    rules = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    locked = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    left_out = list(settings(rules))
    packages, of_all = metadata()
    wrong, used = [], set()

    allowed = set(rules["licenses"]["allow"])
    for package in packages:
        name = f"{package['name']} {package['version']}"
        met = chosen(package["license"], allowed) if package["license"] else None
        if met is None:
            wrong.append(f"{name}: licence {package['license'] or 'not told'}")
        else:
            used |= met
        for needed in package["dependencies"]:
            if needed["req"] == "*" and package["source"] is None:
                wrong.append(f"{name}: any version of {needed['name']} will do")
    if of_all:
        unused = sorted(allowed - used)
        wrong += [f"deny.toml: no crate needs the licence {name}" for name in unused]

    banned = {ban["crate"]: ban["reason"] for ban in rules["bans"]["deny"]}
    registries = {f"registry+{address}" for address in rules["sources"]["allow-registry"]}
    sources = registries | {f"git+{address}" for address in rules["sources"]["allow-git"]}
    versions = {}
    for package in locked:
        name = f"{package['name']} {package['version']}"
        versions.setdefault(package["name"], []).append(package["version"])
        if package["name"] in banned:
            wrong.append(f"{name}: banned, {banned[package['name']]}")
        source = package.get("source", "").partition("?")[0].partition("#")[0]
        if source and source not in sources:
            wrong.append(f"{name}: source {source}")
        if not source and package["name"] != "umlage":
            wrong.append(f"{name}: no source")

    known = {(package["name"], package["version"]) for package in packages}
    absent = sorted({p["name"] for p in locked if (p["name"], p["version"]) not in known})
    if absent:
        names = ", ".join(absent)
        left_out.append("licences that are allowed and that no crate needs")
        left_out.append(f"licences of crates that are not on this machine: {names}")
    print(f"licences of {len(packages)} crates, names and sources of {len(locked)}: ", end="")
    print(f"{len(wrong)} against deny.toml" if wrong else "as deny.toml says")
    for line in wrong:
        print(f"  {line}")
    several = [name for name, found in versions.items() if len(found) > 1]
    print(f"crates in several versions: {', '.join(several) or 'none'}")
    for line in left_out:
        print(f"left out: {line}")
    if shutil.which("cargo-deny"):
        print("cargo-deny is installed: `cargo deny check` holds what was left out, with a network")
    else:
        print("`cargo deny check` holds what was left out; `cargo install cargo-deny --locked`")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
