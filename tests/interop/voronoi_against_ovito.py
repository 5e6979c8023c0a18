"""Voronoi cells of the reference glasses beside those of OVITO, atom by atom.

Usage: voronoi_against_ovito.py GLASSCOPE [data file ...]      (the program; default: all reference glasses)
Run by ctest. Runs itself again in the environment that scripts/peers-venv makes; exit status 77 (ctest:
skipped) when that, OVITO or the reference glasses are absent. Prints how many atoms are equal; fails when
fewer are than the differences that are known allow.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from peers import ROOT, enter_environment, skip

RADII = {"Cu": 1.28, "Zr": 1.60}
# Name, settings of ours, settings of OVITO.
CONVENTIONS = [
    ("raw", ["raw", 0], {}),
    ("faces < 1 % dropped", ["drop_face_fraction", 0.01], {"relative_face_threshold": 0.01}),
    ("faces < 0.5 A^2 dropped", ["drop_face_area_A2", 0.5], {"face_threshold": 0.5}),
    ("edges < 0.3 A ignored", ["drop_short_edges_A", 0.3], {"edge_threshold": 0.3}),
]
VOLUME_TOLERANCE = 1e-6  # relative; OVITO keeps coordinates and volumes to about nine digits
FACES = range(3, 8)


def reference_glasses():
    folder = pathlib.Path(os.environ.get("GLASSCOPE_REFERENCE", ROOT / ".." / "shared" / "reference"))
    files = sorted(folder.glob("cu64zr36_*.data.gz"))
    return files or skip(f"no reference glasses in {folder}")


def ours(program, glass, weighting, rule, threshold, folder):
    import h5py

    run = folder / "run"
    sets = {"snapshots.thermal_motion": "none", "voronoi.weighting": weighting, "voronoi.index_rule": rule,
            "voronoi.index_threshold": threshold, "voronoi.spread_table": "false"}
    command = [program, "voronoi", str(glass), "--elements", "Cu,Zr", "-o", str(run)]
    for key, value in sets.items():
        command += ["--set", f"{key}={value}"]
    subprocess.run(command, check=True, capture_output=True)
    with h5py.File(run / "atoms/descriptors.h5") as file:
        group = file["particles/descriptors"]
        return {"ids": group["id"][()],
                **{name: group["glasscope_columns"][name][()] for name in
                   ["voronoi_volume_A3", "coordination", *(f"n{n}" for n in FACES)]}}


def ovitos(glass, weighting, settings):
    import numpy
    from ovito.io import import_file
    from ovito.modifiers import VoronoiAnalysisModifier

    pipeline = import_file(str(glass), atom_style="atomic")

    def give_radii(frame, data):
        types = data.particles_.particle_types_
        for kind, name in zip(types.types, RADII):
            types.make_mutable(kind).radius = RADII[name]

    pipeline.modifiers.append(give_radii)
    modifier = VoronoiAnalysisModifier(compute_indices=True, use_radii=weighting == "radical", **settings)
    pipeline.modifiers.append(modifier)
    data = pipeline.compute()
    order = numpy.argsort(data.particles["Particle Identifier"][...])
    index = numpy.asarray(data.particles["Voronoi Index"][...])[order]
    width = max(FACES) + 1
    index = numpy.pad(index, ((0, 0), (0, max(0, width - index.shape[1]))))
    return {"volume": numpy.asarray(data.particles["Atomic Volume"][...])[order],
            "coordination": numpy.asarray(data.particles["Coordination"][...])[order],
            "index": index}


def compare(program, glass, weighting, convention):
    import numpy

    name, (rule, threshold), settings = convention
    with tempfile.TemporaryDirectory() as folder:
        a = ours(program, glass, weighting, rule, threshold, pathlib.Path(folder))
    b = ovitos(glass, weighting, settings)
    atoms = len(a["ids"])
    volume = numpy.isclose(a["voronoi_volume_A3"], b["volume"], rtol=VOLUME_TOLERANCE, atol=0)
    # OVITO counts from one edge: its column n - 1 is n edges.
    index = numpy.all([a[f"n{n}"] == b["index"][:, n - 1] for n in FACES], axis=0)
    # Our coordination counts all faces under every convention, OVITO's those that are left: beside the raw
    # one, it is compared as far as our columns go, to faces of seven edges.
    if name == "raw":
        coordination = a["coordination"] == b["coordination"]
    else:
        further = b["index"][:, max(FACES):].sum(axis=1)
        coordination = sum(a[f"n{n}"] for n in FACES) == b["coordination"] - further
    print(f"{glass.name:32} {weighting:8} {name:24} of {atoms}: index {index.sum()}, volume {volume.sum()}, "
          f"coordination {coordination.sum()}", flush=True)
    return atoms, int(index.sum()), int(volume.sum()), int(coordination.sum())


def main():
    enter_environment(QT_QPA_PLATFORM="offscreen")
    try:
        import ovito  # noqa: F401
    except ImportError as error:
        skip(f"OVITO cannot be imported: {error}")
    program = sys.argv[1]
    glasses = [pathlib.Path(p) for p in sys.argv[2:]] or reference_glasses()
    faults = 0
    for glass in glasses:
        for weighting in ("plain", "radical"):
            for convention in CONVENTIONS:
                atoms, *equal = compare(program, glass, weighting, convention)
                faults += min(equal) < atoms
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
