#!/usr/bin/env python3
"""Rules of the house that no other tool checks. Usage: house_rules.py [REPOSITORY]

- headers begin with #pragma once, and no file uses the other kind of guard; those that are read once
  for each SIMD target (*-inl.h) have the guard that toggles with the target;
- a source includes the header that declares what is in it: first that of its stem, where there is
  one, else one of its own folder or of a folder above; a test has a source or header of its stem;
- files stay under 400 lines (tables of data excepted), functions within 60, which is a screen (LONG excepted);
- a choice is an enumeration and no word: texts are compared with words only where words become
  values, in the readers of files and of the case (BORDER);
- nothing unfinished is marked in the text, and no path of somebody's machine is in it.
"""

import pathlib
import re
import sys

import sources

MAX_LINES = 400
TABLES = re.compile(r"(Table|Tables|Parameters|Kirkland|Lobato|Elements)\w*\.(h|cpp)$")
TEXT = {".h", ".cpp", ".py", ".md", ".txt", ".toml", ".cmake", ".json", ".yml", ".js", ".html", ".css", ".sh", ""}
MAX_FUNCTION = 60
# Functions that are a table, line after line, and why.
LONG = {
    "eachField": "the fields of a table of the case, with their help",
    "productKinds": "the table of products",
    "tableColumns": "the columns of associations.csv",
    "dft": "transforms of each small length, written out",
}
# Where words become values: folders and files that read what others wrote, and why.
BORDER = {
    "core/formats/": "names in files of H5MD, EMD and their kind",
    "core/math/Units.cpp": "units as people write them",
    "core/settings/FieldUnit.cpp": "the units in the names of keys",
    "core/system/Machine.cpp": "what the kernel says of memory",
    "compare/diffraction/MeasuredRings.cpp": "names of columns in other people's tables",
    "compare/measured/": "axes, units and marks in files of microscopes",
    "multislice/specimen/AmorphousLayer.cpp": "chemical formulas",
    "pipeline/case/": "the keys of the case file",
    "report/NumberText.cpp": "names of columns, made readable",
    "sim/columns/": "names of columns in files of atoms",
    "sim/frames/FrameSelection.cpp": "the range of frames as the user writes it",
    "sim/readers/": "keywords of the formats",
}
# Sources that stand alone: a program's entry, a room's empty start.
WITHOUT_HEADER = {"main", "room"}
# Tests of a whole room or program rather than of one file.
WITHOUT_SOURCE = re.compile(r"(Faults|Page|Validation|Physics|Reference|Program|Pipeline|EndToEnd|Case)\w*$")

_INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
_WORD = re.compile(r'[!=]= (?:std::string(?:_view)?[({])?"[^"]*[A-Za-z][^"]*"|"[^"]*[A-Za-z][^"]*" [!=]= ')
# The ending of a file, or the name of its format, says by itself what it is.
_ENDING = re.compile(r'extension\(\) [!=]= "|format [!=]= "')
_UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
_MACHINE = re.compile(r"(?<![\w.~$}])/(work|home/\w+|root|Users/\w+)/[\w.]")


def _text_faults(path, text):
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if _UNFINISHED.search(line):
            yield f"{path}:{number}: unfinished work is marked here; finish it or open an issue"
        if _MACHINE.search(line):
            yield f"{path}:{number}: this path exists on one machine only"
    if sources.is_cpp(path) and len(lines) >= MAX_LINES and not TABLES.search(path.name):
        yield f"{path}:{len(lines)}: {len(lines)} lines; a file stays under {MAX_LINES}"
    if path.name.endswith("-inl.h"):
        if "== defined(HWY_TARGET_TOGGLE)" not in text:
            yield f"{path}:1: a header for each SIMD target has the guard that HWY_TARGET_TOGGLE turns"
    elif path.suffix == ".h" and "#pragma once" not in lines:
        yield f"{path}:1: a header has #pragma once"


_BLOCK = re.compile(r"(namespace|struct|class|enum|union|using|typedef|static_assert|public|private|protected)\b")
_NAME = re.compile(r"([\w~]+)\(")


def _functions(lines, indent=""):
    """(line, name, length) of every function whose definition begins at that indentation."""
    start = inside = None
    for number, line in enumerate(lines):
        if not line.startswith(indent) or line[len(indent) : len(indent) + 1] in ("", " ", "#", "/"):
            continue
        text = line[len(indent) :]
        if text.startswith("}"):
            if text == "}" and start is not None:
                name = _NAME.search(" ".join(lines[start : start + 3]))
                yield start + 1, name.group(1) if name else "", number - start + 1
            if inside is not None:  # the members of a struct or class
                for first, name, length in _functions(lines[inside + 1 : number], indent + "  "):
                    yield inside + 1 + first, name, length
            start = inside = None
        elif _BLOCK.match(text):
            start = None
            inside = number if text.startswith(("struct", "class")) and text.endswith("{") else None
        elif text.endswith(";"):
            start = None
        elif start is None and "(" in text and not text.startswith("template"):
            start = number


def _length_faults(path, text):
    if path.parts[0] not in sources.ROOMS or not sources.is_cpp(path):
        return
    for number, name, length in _functions(text.splitlines()):
        if length > MAX_FUNCTION and name not in LONG:
            yield f"{path}:{number}: {name} has {length} lines; a function fits on a screen of {MAX_FUNCTION}"


def _word_faults(path, text):
    if path.parts[0] not in sources.ROOMS or not sources.is_cpp(path) or str(path).startswith(tuple(BORDER)):
        return
    for number, line in enumerate(text.splitlines(), 1):
        code = line.split("//")[0]
        if _WORD.search(code) and not _ENDING.search(code):
            yield f"{path}:{number}: a choice is compared as a word; make it an enumeration (core/settings/Words.h)"


def _stem_faults(path, text, known):
    stem = path.name.split(".")[0]
    if path.parts[0] in sources.ROOMS and path.suffix == ".cpp" and stem not in WITHOUT_HEADER:
        own = f"{path.parent}/{stem}.h"
        includes = [pathlib.PurePosixPath(name) for name in _INCLUDE.findall(text)]
        if own in known and (not includes or str(includes[0]) != own):
            yield f"{path}:1: the first include is {own}"
        elif own not in known and not any(path.is_relative_to(name.parent) for name in includes):
            yield f"{path}:1: includes no header of {path.parent}/ or above that could declare it"
    if path.name.endswith(".test.cpp") and not WITHOUT_SOURCE.search(stem):
        source = path.relative_to("tests").parent / stem
        if f"{source}.h" not in known and f"{source}.cpp" not in known:
            yield f"{path}:1: tests no file: neither {source}.h nor {source}.cpp exists"


def faults(root):
    """(list of "path:line: fault", number of files read)."""
    paths = [path for path in sources.tracked_files(root) if path.suffix in TEXT]
    known = {str(path) for path in paths}
    found, read = [], 0
    for path in paths:
        if path.name == "LICENSE":
            continue
        read += 1
        text = sources.read(root, path)
        found += _text_faults(path, text)
        found += _stem_faults(path, text, known)
        found += _word_faults(path, text)
        found += _length_faults(path, text)
    return found, read


if __name__ == "__main__":
    sys.exit(sources.report("house rules", *faults(sys.argv[1] if len(sys.argv) > 1 else ".")))
