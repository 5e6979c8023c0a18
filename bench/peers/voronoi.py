"""Voronoi cells of a glass by OVITO, freud, pyscal, bare Voro++ and by us, in one run on one sample.

Usage: voronoi.py CELLS_TIMER [--threads N] [--repeat R] [--times T]

Workload: a reference glass repeated R times along each edge (default 2: 32,000 atoms); volume, Voronoi
index, neighbours and areas of every cell, plain and radical; and plain cells with area-weighted q6. Rate:
atoms per second of wall time, the best of T, and per second of processor time, which a busy machine
disturbs less. What a peer cannot do is left out and said; a peer that is not installed is skipped and said.
CELLS_TIMER is glasscope_cells_timer (cmake -DGLASSCOPE_BENCHMARKS=ON). The environment is that of
scripts/peers-venv, or GLASSCOPE_PEERS_VENV.
"""

import argparse
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "interop"))
from peers import enter_environment  # noqa: E402 (the folder of the comparisons is known from here on)

RADII = {29: 1.28, 40: 1.60}
JOBS = ("plain", "radical", "plain_q6")


def read_glass(path):
    import numpy

    box, rows, section = {}, [], False
    for line in gzip.open(path, "rt"):
        words = line.split()
        if len(words) == 4 and words[2].endswith("lo"):
            box[words[2][0]] = (float(words[0]), float(words[1]))
        elif words[:1] == ["Atoms"]:
            section = True
        elif words[:1] == ["Velocities"]:
            break
        elif section and len(words) >= 5:
            rows.append([float(w) for w in words[1:5]])
    rows = numpy.array(rows)
    low = numpy.array([box[d][0] for d in "xyz"])
    edges = numpy.array([box[d][1] for d in "xyz"]) - low
    return edges, (rows[:, 1:] - low) % edges, numpy.where(rows[:, 0] == 1, 29, 40)


def repeated(edges, positions, species, times):
    import numpy

    shifts = numpy.array(list(numpy.ndindex(times, times, times))) * edges
    many = (shifts[:, None, :] + positions[None, :, :]).reshape(-1, 3)
    return edges * times, numpy.ascontiguousarray(many), numpy.tile(species, times**3)


def best(times, job):
    wall = processor = float("inf")
    for _ in range(times):
        start, clock = time.perf_counter(), time.process_time()
        job()
        processor = min(processor, time.process_time() - clock)
        wall = min(wall, time.perf_counter() - start)
    return {"wall": wall, "processor": processor}


def by_us(program, sample, threads, times):
    import numpy

    edges, positions, species = sample
    with tempfile.NamedTemporaryFile() as file:
        numpy.array([len(positions)], dtype=numpy.int64).tofile(file)
        for values, kind in ((edges, float), (positions, float), (species, numpy.int32)):
            numpy.ascontiguousarray(values, dtype=kind).tofile(file)
        file.flush()
        out = subprocess.run([program, file.name, str(threads), str(times)], check=True, capture_output=True)
    return json.loads(out.stdout)


def by_ovito(sample, threads, times):
    os.environ["OVITO_THREAD_COUNT"] = str(threads)
    import ovito
    from ovito.data import DataCollection
    from ovito.modifiers import VoronoiAnalysisModifier

    edges, positions, species = sample
    data = DataCollection()
    particles = data.create_particles(count=len(positions))
    particles.create_property("Position", data=positions)
    particles.create_property("Radius", data=[RADII[z] for z in species])
    cell = [[edges[0], 0, 0, 0], [0, edges[1], 0, 0], [0, 0, edges[2], 0]]
    data.create_cell(cell, pbc=(True, True, True))

    def job(radical):
        # Bonds are OVITO's neighbours with the areas of the faces they cross.
        copy = data.clone()
        copy.apply(VoronoiAnalysisModifier(compute_indices=True, generate_bonds=True, use_radii=radical))

    return f"OVITO {ovito.version_string}", {"plain": best(times, lambda: job(False)),
                                             "radical": best(times, lambda: job(True))}


def by_freud(sample, threads, times):
    import freud

    freud.parallel.set_num_threads(threads)
    edges, positions, _ = sample
    box = freud.box.Box(*edges)
    centred = positions - edges / 2

    def cells():
        voronoi = freud.locality.Voronoi()
        voronoi.compute((box, centred))
        return voronoi.volumes, voronoi.nlist

    def q6():
        order = freud.order.Steinhardt(6, weighted=True)
        order.compute((box, centred), neighbors=cells()[1])
        return order.particle_order

    return f"freud {freud.__version__} (no index)", {"plain": best(times, cells), "plain_q6": best(times, q6)}


def by_pyscal(sample, threads, times):
    import importlib.metadata

    from ase import Atoms
    from pyscal3 import descriptors, neighbors
    from pyscal3.threads import set_num_threads

    set_num_threads(threads)
    edges, positions, species = sample

    def cells():
        atoms = Atoms(numbers=species, positions=positions, cell=edges, pbc=True)
        neighbors.find_neighbors(atoms, method="voronoi")
        return atoms

    def index():
        descriptors.voronoi_vector(cells(), edge_cutoff=0, area_cutoff=0)

    def q6():
        descriptors.steinhardt_parameter(cells(), 6)  # bonds are weighted by area

    return f"pyscal3 {importlib.metadata.version('pyscal3')}", {"plain": best(times, index),
                                                                "plain_q6": best(times, q6)}


def show(name, results, ours, atoms):
    for job in JOBS:
        if job not in results:
            continue
        seconds, own = results[job], ours[job]
        print(f"{name:28} {job:9} {atoms / seconds['wall']:10.0f} {atoms / seconds['processor']:10.0f}"
              f" {seconds['wall'] / own['wall']:8.2f} {seconds['processor'] / own['processor']:8.2f}", flush=True)


def main():
    enter_environment(QT_QPA_PLATFORM="offscreen")
    parser = argparse.ArgumentParser()
    parser.add_argument("timer")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    folder = pathlib.Path(os.environ.get("GLASSCOPE_REFERENCE", ROOT / ".." / "shared" / "reference"))
    sample = repeated(*read_glass(folder / "cu64zr36_1e13_300K.data.gz"), options.repeat)
    atoms = len(sample[1])
    ours = by_us(options.timer, sample, options.threads, options.times)
    print(f"{atoms} atoms, {options.threads} thread(s), best of {options.times}; rates in atoms/s, ratios: time "
          "of the peer over ours")
    print(f"{'':28} {'job':9} {'wall':>10} {'processor':>10} {'x wall':>8} {'x proc.':>8}")
    show("Glasscope", ours, ours, atoms)
    bare = ours["bare_voro"]
    show("bare Voro++ (1 thread)", {"plain": bare}, ours, atoms)
    for peer in (by_ovito, by_freud, by_pyscal):
        try:
            name, results = peer(sample, options.threads, options.times)
        except ImportError as error:
            print(f"SKIPPED, NOT COMPARED: {peer.__name__[3:]} is not installed ({error})")
            continue
        show(name, results, ours, atoms)


if __name__ == "__main__":
    main()
