#!/usr/bin/env python3
"""Reads every include: rooms may know only the rooms below them, and each library has one door.

The rule is docs/decisions/0001-rooms.md. Usage: layering.py [REPOSITORY]
"""

import re
import sys

import sources

MAY_INCLUDE = {
    "core": {"core"},
    "sim": {"core", "sim"},
    "voronoi": {"core", "voronoi"},
    "multislice": {"core", "multislice"},
    "compare": {"core", "sim", "voronoi", "multislice", "compare"},
    "cli": set(sources.ROOMS),
}

# What an include looks like, the library's name, and the path stems that may have it: one a library.
DOORS = [
    (r"lammps/|library\.h|lammps\.h", "LAMMPS", {"sim/Lammps"}),
    (r"KIM_", "the KIM API", {"sim/Kim"}),
    (r"voro\+\+", "Voro++", {"voronoi/VoroDoor"}),
    (r"fftw3", "FFTW", {"multislice/Fft"}),
    (r"hdf5|H5[A-Z]", "HDF5", {"core/Hdf5Library"}),
    (r"mpi\.h", "MPI", {"core/Mpi"}),
    (r"omp\.h", "OpenMP", {"core/Parallel"}),
    (r"zlib\.h", "zlib", {"core/Files"}),
    (r"spdlog/", "spdlog", {"core/Log"}),
    (r"xxh", "xxHash", {"core/Hash"}),
    (r"toml", "toml++", {"cli/CaseFile"}),
]
# Headers that show a library's types, and who may see them: the sources of that door.
PRIVATE_HEADERS = [(r"core/Hdf5Library\.h", "HDF5", re.compile(r"core/Hdf5\w*$"))]
# Libraries that several files of one room may include, but no other room.
ROOM_LIBRARIES = [
    (r"CLI/|CLI11", "CLI11", {"cli"}),
    (r"hwy/", "Highway", {"multislice"}),
]
TESTS_MAY_ALSO = {"gtest", "gmock"}

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
_OPENMP = re.compile(r"^\s*#\s*pragma\s+omp\b")


def _room(path):
    parts = path.parts
    if parts[0] in ("tests", "bench") and len(parts) > 2:
        return parts[1], True
    return parts[0], False


def _stem(path):
    return path.parent / path.name.split(".")[0]


def _faults_of_include(path, quoted, name):
    room, is_test = _room(path)
    first = name.split("/")[0]
    if quoted and first in sources.ROOMS:
        if first not in MAY_INCLUDE[room]:
            allowed = ", ".join(sorted(MAY_INCLUDE[room]))
            yield f"{room} may not know {first} (it may include: {allowed})"
        for pattern, library, stems in PRIVATE_HEADERS:
            if re.match(pattern, name) and not stems.match(str(_stem(path))):
                yield f"{name} is inside the {library} door: include core/Hdf5.h"
        return
    if quoted and not is_test and "/" not in name:
        yield f'"{name}" does not name its room: write "{room}/{name}"'
    for pattern, library, stems in DOORS:
        if re.match(pattern, name) and not quoted and str(_stem(path)) not in stems:
            yield f"{library} has one door: only {', '.join(sorted(stems))} may include <{name}>"
    for pattern, library, rooms in ROOM_LIBRARIES:
        if re.match(pattern, name) and room not in rooms:
            yield f"{library} belongs to {', '.join(sorted(rooms))}: {room} may not include <{name}>"


def faults(root):
    """(list of "path:line: fault", number of files read)."""
    found, read = [], 0
    for path in sources.tracked_files(root):
        if not sources.is_cpp(path) or _room(path)[0] not in sources.ROOMS:
            continue
        read += 1
        for number, line in enumerate(sources.read(root, path).splitlines(), 1):
            include = _INCLUDE.match(line)
            if include:
                for fault in _faults_of_include(path, include[1] == '"', include[2]):
                    found.append(f"{path}:{number}: {fault}")
            elif _OPENMP.match(line) and str(_stem(path)) != "core/Parallel":
                found.append(f"{path}:{number}: OpenMP has one door: call core/Parallel.h")
    return found, read


if __name__ == "__main__":
    sys.exit(sources.report("layering", *faults(sys.argv[1] if len(sys.argv) > 1 else ".")))
