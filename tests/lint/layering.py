#!/usr/bin/env python3
"""Reads every include: rooms may know only the rooms below them, and each library has one door.

The rules are docs/decisions/0001-rooms.md and 0014-sub-folders.md. Usage: layering.py [REPOSITORY]
"""

import re
import sys

import sources

MAY_INCLUDE = {
    "core": {"core"},
    "sim": {"core", "sim"},
    "voronoi": {"core", "voronoi"},
    "multislice": {"core", "multislice"},
    "report": {"core", "report"},
    "compare": {"core", "multislice", "compare"},
    "pipeline": set(sources.ROOMS) - {"cli"},
    "cli": set(sources.ROOMS),
}

# The sub-folders of each room, ground first: a file may include its own and what stands before it. What lies in
# the room itself, outside of every sub-folder, stands above them all.
FOLDERS = {
    "core": ["system", "settings", "math", "atoms", "hdf5", "scattering", "maps", "formats"],
    "sim": ["potentials", "lammps", "statics", "quench", "springs", "samples", "vibrations", "elasticity", "deformation", "local_yield",
            "mobility", "frames", "columns", "readers"],
    "voronoi": ["cells", "order", "pairs", "motifs", "diffraction", "descriptors", "structure"],
    "multislice": ["waves", "specimen", "optics", "detectors", "recording", "potentials", "propagation",
                   "scattering_matrix", "plane_wave", "instrument", "tiles", "scan", "convergence"],
    "report": ["page"],
    "compare": ["statistics", "detectability", "diffraction", "truth", "images", "scores", "measured", "film",
                "files"],
    "pipeline": ["case", "run", "imaging", "report", "convergence", "stages", "forces", "studies", "sweep"],
    "cli": ["checks", "verbs"],
}

# What an include looks like, the library's name, and the path stems that may have it: one a library.
DOORS = [
    (r"lammps/|library\.h|lammps\.h", "LAMMPS", {"sim/lammps/Lammps"}),
    (r"KIM_", "the KIM API", {"sim/potentials/Kim"}),
    (r"voro\+\+", "Voro++", {"voronoi/cells/VoroDoor"}),
    (r"fftw3", "FFTW", {"multislice/waves/Fft"}),
    (r"hdf5|H5[A-Z]", "HDF5", {"core/hdf5/Hdf5Library"}),
    (r"mpi\.h", "MPI", {"core/system/Mpi"}),
    (r"omp\.h", "OpenMP", {"core/system/Parallel"}),
    (r"zlib\.h", "zlib", {"core/system/Unpack", "core/system/Compress"}),
    (r"lz4\.h", "LZ4", {"core/hdf5/Hdf5Bitshuffle"}),
    (r"tiff", "libtiff", {"compare/measured/TiffFile"}),
    (r"matio", "matio", {"compare/measured/MatlabFile"}),
    (r"archive\.h", "libarchive", {"core/system/Unpack"}),
    (r"gemmi/", "gemmi", {"sim/readers/Cif"}),
    (r"yaml-cpp/", "yaml-cpp", {"sim/readers/LammpsYaml"}),
    (r"spdlog/", "spdlog", {"core/system/Log"}),
    (r"xxh", "xxHash", {"core/system/Hash"}),
    (r"boost/math/", "Boost.Math", {"core/math/Distributions", "core/math/Minimise"}),
    (r"toml", "toml++", {"pipeline/case/CaseFile"}),
    (r"boost/random", "Boost.Random", {"core/math/Random", "core/math/Sobol"}),
]
# Headers that show a library's types, and who may see them: the sources of that door.
PRIVATE_HEADERS = [(r"core/hdf5/Hdf5Library\.h", "HDF5", re.compile(r"core/hdf5/Hdf5\w*$"))]
# Libraries that several files of one room may include, but no other room.
ROOM_LIBRARIES = [
    (r"CLI/|CLI11", "CLI11", {"cli"}),
    (r"hwy/", "Highway", {"multislice", "sim"}),
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


def _height(room, folder):
    """The floor of a sub-folder in its room; what is in none stands on top."""
    folders = FOLDERS.get(room, [])
    return folders.index(folder) if folder in folders else len(folders)


def _fault_of_folder(path, name):
    """Within a room an include may not point to a sub-folder above its own."""
    room, is_test = _room(path)
    target = name.split("/")
    if is_test or target[0] != room or len(target) < 3:
        return
    own = path.parts[1] if len(path.parts) > 2 else ""
    if _height(room, target[1]) > _height(room, own):
        order = ", ".join(FOLDERS[room])
        yield f"{room}/{own} may not know {room}/{target[1]}, which stands above it (ground first: {order})"


def _fault_of_place(path):
    """Every source lies in a sub-folder that the list above knows."""
    room, is_test = _room(path)
    if is_test or len(path.parts) < 3:
        return
    if path.parts[1] not in FOLDERS[room]:
        yield f"{room}/{path.parts[1]} is not in the list of sub-folders: give it a floor in tests/lint/layering.py"


def _faults_of_include(path, quoted, name):
    room, is_test = _room(path)
    first = name.split("/")[0]
    if quoted and first in sources.ROOMS:
        if first not in MAY_INCLUDE[room]:
            allowed = ", ".join(sorted(MAY_INCLUDE[room]))
            yield f"{room} may not know {first} (it may include: {allowed})"
        yield from _fault_of_folder(path, name)
        for pattern, library, stems in PRIVATE_HEADERS:
            if re.match(pattern, name) and not stems.match(str(_stem(path))):
                yield f"{name} is inside the {library} door: include core/hdf5/Hdf5.h"
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
        found += [f"{path}:1: {fault}" for fault in _fault_of_place(path)]
        for number, line in enumerate(sources.read(root, path).splitlines(), 1):
            include = _INCLUDE.match(line)
            if include:
                for fault in _faults_of_include(path, include[1] == '"', include[2]):
                    found.append(f"{path}:{number}: {fault}")
            elif _OPENMP.match(line) and str(_stem(path)) != "core/system/Parallel":
                found.append(f"{path}:{number}: OpenMP has one door: call core/system/Parallel.h")
    return found, read


if __name__ == "__main__":
    sys.exit(sources.report("layering", *faults(sys.argv[1] if len(sys.argv) > 1 else ".")))
