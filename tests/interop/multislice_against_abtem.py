"""Diffraction of three materials beside abTEM's, ring by ring of 5 mrad, at converged sampling.

Usage: multislice_against_abtem.py GLASSCOPE      (the program)
Run by ctest. Runs itself again in the environment that scripts/peers-venv makes; exit status 77 (ctest:
skipped) when that or abTEM is absent. Prints every ring; fails where one differs by more than it may.

abTEM (1.0.11) puts each atom onto the pixels around it, bilinearly, and divides the spectrum of its potential by
sin(k d) / (k d), where bilinear sharing would ask for the square of sin(pi kx d) / (pi kx d) along each axis (k a
frequency, d the pixel). This program places atoms exactly (docs/decisions/0009-exact-placement.md). So three
comparisons, with the same grid, slices, hard band limit at 2/3 and aperture on both sides:

    atoms on pixels, abTEM's needless division taken back: the same physics, to the rounding of single precision;
    atoms on pixels, abTEM as it is: its amplitudes are 1 + (k d)^2 / 6 too large;
    atoms anywhere, abTEM as it is: about 1 - (pi k d)^2 / 3, so that halving the pixel has to bring it nearer by the
    square, and at the finer sampling every ring agrees within 1 %.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

from peers import enter_environment, skip

RING_mrad, OUTER_mrad = 5.0, 80.0
LEAST = 2e-5  # fraction of the beam in a ring below which single precision and few beams decide
# Largest relative difference of a ring: rounding; twice the largest seen; what was promised.
TAKEN_BACK, ON_PIXELS, ANYWHERE = 2e-5, 2e-3, 1e-2
ORDER = 2.5  # least shrinkage of the rms over rings when the pixel is halved: 4 by the formula above


class Material:
    """Atoms [(symbol, x, y, z)] in an upright box, in the middle of slices of one thickness."""

    def __init__(self, name, voltage_kV, semiangle_mrad, points, box_A, slice_A, atoms):
        self.name, self.voltage_kV, self.semiangle_mrad, self.points = name, voltage_kV, semiangle_mrad, points
        self.box_A, self.slice_A, self.atoms = box_A, slice_A, atoms

    @property
    def probe_A(self):
        return 0.3 * self.box_A[0], 0.45 * self.box_A[1]


def repeated(cell_A, basis, times):
    return [(symbol, (i + x) * cell_A[0], (j + y) * cell_A[1], (k + z) * cell_A[2])
            for i in range(times[0]) for j in range(times[1]) for k in range(times[2]) for symbol, x, y, z in basis]


def crystal(name, voltage_kV, semiangle_mrad, points, cell_A, basis, times):
    """Two layers in a cell; each atom is displaced across the beam, 0.08 angstrom rms, so that every ring holds
    diffuse scattering and no ring depends on a beam or two."""
    source = random.Random(1)
    atoms = [(s, x + source.gauss(0, 0.08), y + source.gauss(0, 0.08), z)
             for s, x, y, z in repeated(cell_A, basis, times)]
    box = tuple(n * a for n, a in zip(times, cell_A))
    return Material(name, voltage_kV, semiangle_mrad, points, box, cell_A[2] / 2, atoms)


def amorphous(name, voltage_kV, semiangle_mrad, points, side_A, slice_A, layers, symbols, per_A3, apart_A):
    """Random atoms no nearer than `apart_A`, periodic; no structure of dynamics, which no comparison needs."""
    source, box = random.Random(2), (side_A, side_A, slice_A * layers)
    atoms = []
    while len(atoms) < int(per_A3 * box[0] * box[1] * box[2]):
        place = (side_A * source.random(), side_A * source.random(), slice_A * (source.randrange(layers) + 0.5))
        if all(sum((d - b * round(d / b)) ** 2 for d, b in zip((p - q for p, q in zip(place, atom[1:])), box))
               > apart_A ** 2 for atom in atoms):
            atoms.append((symbols[len(atoms) % len(symbols)], *place))
    return Material(name, voltage_kV, semiangle_mrad, points, box, slice_A, atoms)


def materials():
    titanate = [("Sr", 0, 0, 0.25), ("O", 0.5, 0.5, 0.25), ("Ti", 0.5, 0.5, 0.75), ("O", 0, 0.5, 0.75),
                ("O", 0.5, 0, 0.75)]
    gold = [("Au", 0, 0, 0.25), ("Au", 0.5, 0.5, 0.75)]
    side = 4.0782 / 2 ** 0.5
    return [crystal("SrTiO3 [001]", 100, 25, 384, (3.905,) * 3, titanate, (2, 2, 10)),
            crystal("Au [110]", 300, 20, 512, (4.0782, side, side), gold, (2, 2, 10)),
            amorphous("amorphous Al90Sm10", 80, 30, 384, 12.0, 2.0, 10, ["Al"] * 9 + ["Sm"], 0.05, 2.2)]


def on_pixels(material):
    step = [side / material.points for side in material.box_A[:2]]
    atoms = [(s, round(x / step[0]) * step[0], round(y / step[1]) * step[1], z) for s, x, y, z in material.atoms]
    return Material(material.name, material.voltage_kV, material.semiangle_mrad, material.points, material.box_A,
                    material.slice_A, atoms)


def write_xyz(material, path):
    a, b, c = material.box_A
    lines = [str(len(material.atoms)),
             f'Lattice="{a!r} 0 0 0 {b!r} 0 0 0 {c!r}" Properties=species:S:1:pos:R:3 pbc="T T T"']
    lines += [f"{s} {x:.12g} {y:.12g} {z:.12g}" for s, x, y, z in material.atoms]
    path.write_text("\n".join(lines) + "\n")


def ours(program, material, points, folder):
    """{"plane wave" or "probe": (pattern, pixel in 1/angstrom)}, the files of a user's own run."""
    import h5py

    write_xyz(material, folder / "atoms.xyz")
    run = folder / f"run{len(list(folder.iterdir()))}"
    x, y = material.probe_A
    keys = {"snapshots.thermal_motion": "none", "microscope.voltage_kV": material.voltage_kV,
            "microscope.grid_points": points, "microscope.window": "cell", "microscope.method": "multislice",
            # As abTEM exponentiates potentials: on the grid of the waves.
            "microscope.potential_oversampling": 1,
            # A little more than the slice, so that the box is cut into whole ones.
            "microscope.slice_thickness_A": material.slice_A * (1 + 1e-6),
            "haadf.enabled": "false", "hrtem.enabled": "true", "hrtem.max_angle_mrad": OUTER_mrad,
            "hrtem.aperture_mrad": 0, "hrtem.focal_spread_A": 0,
            "nanodiffraction.semiangle_mrad": material.semiangle_mrad,
            # abTEM's slices act at their upper faces, ours in their middles.
            "nanodiffraction.defocus_A": material.slice_A / 2,
            "nanodiffraction.max_angle_mrad": OUTER_mrad, "nanodiffraction.scan": "list",
            "nanodiffraction.scan_list_A": json.dumps([x, y])}
    command = [program, "multislice", str(folder / "atoms.xyz"), "-o", str(run)]
    for key, value in keys.items():
        command += ["--set", f"{key}={value}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
    patterns = {}
    for name, signal in (("plane wave", "hrtem/diffraction"), ("probe", "nanodiffraction/signal")):
        with h5py.File(run / "signals" / f"{signal}.h5") as file:
            pixel = float(file["datacube_root/metadatabundle/calibration/Q_pixel_size"][()])
            patterns[name] = file["datacube_root/datacube/data"][0, 0].astype(float), pixel
    return patterns


def without_division(potential, material, points):
    """abTEM's potential times sin(k d) / (k d)."""
    import abtem
    import numpy

    kx_d = numpy.fft.fftfreq(points)
    kd = numpy.hypot(kx_d[:, None], kx_d[None])  # frequencies in cycles per pixel
    values = numpy.fft.ifft2(numpy.fft.fft2(potential.array) * numpy.sinc(kd / numpy.pi)).real
    return abtem.PotentialArray(values, slice_thickness=material.slice_A, extent=material.box_A[:2])


def abtems(material, points, take_back):
    """{"plane wave" or "probe": fraction of the beam at each frequency (unshifted)}."""
    import abtem
    import ase
    import numpy

    abtem.config.set({"device": "cpu", "precision": "float64", "fftw.threads": 1, "antialias.taper": 0.0})
    symbols, places = [atom[0] for atom in material.atoms], [atom[1:] for atom in material.atoms]
    potential = abtem.Potential(ase.Atoms(symbols, positions=places, cell=material.box_A, pbc=True), gpts=points,
                                slice_thickness=material.slice_A, projection="infinite",
                                parametrization="lobato").build(lazy=False)
    slices = round(material.box_A[2] / material.slice_A)
    assert len(potential) == slices, f"abTEM made {len(potential)} slices, not {slices}"
    if take_back:
        potential = without_division(potential, material, points)

    def spectrum(waves):
        return numpy.abs(numpy.fft.fft2(waves.array.reshape(points, points))) ** 2

    wave = abtem.PlaneWave(energy=1e3 * material.voltage_kV, normalize=False)
    probe = abtem.Probe(energy=1e3 * material.voltage_kV, semiangle_cutoff=material.semiangle_mrad, soft=False)
    place = abtem.CustomScan(numpy.array([material.probe_A]))
    wave.grid.match(potential)
    probe.grid.match(potential)
    return {"plane wave": spectrum(wave.multislice(potential, lazy=False)) / points ** 4,
            "probe": spectrum(probe.multislice(potential, scan=place, lazy=False))
            / spectrum(probe.build(scan=place, lazy=False)).sum()}


def shared_out(side_A, points, pixels, pixel_invA):
    """[pixels, points]: which part of each frequency's square lies in which row of the detector."""
    import numpy

    width = 1 / (side_A * pixel_invA)
    low = numpy.fft.fftfreq(points, 1 / points) * width + pixels // 2 + 0.5 - width / 2
    edge = numpy.arange(pixels)[:, None]
    return numpy.clip(numpy.minimum(low + width, edge + 1) - numpy.maximum(low, edge), 0, None) / width


def rings(pattern, pixel_invA, wavelength_A):
    import numpy

    k = (numpy.arange(len(pattern)) - len(pattern) // 2) * pixel_invA
    angle = 1e3 * wavelength_A * numpy.hypot(k[:, None], k[None])
    edges = numpy.arange(0, OUTER_mrad + RING_mrad / 2, RING_mrad)
    return numpy.histogram(angle, edges, weights=pattern)[0]


def wavelength_A(voltage_kV):
    """E. J. Kirkland, Advanced Computing in Electron Microscopy, 2nd ed. (2010), Eq. 2.5; CODATA 2018."""
    rest_keV, hc_keV_A = 510.99895, 12.39841984
    return hc_keV_A / (voltage_kV * (2 * rest_keV + voltage_kV)) ** 0.5


def differences(program, material, points, folder, take_back=False):
    """{"plane wave" or "probe": relative difference, abTEM's to ours, of every ring that counts}."""
    import numpy

    found, theirs, result = ours(program, material, points, folder), abtems(material, points, take_back), {}
    for name, (pattern, pixel) in found.items():
        x, y = (shared_out(side, points, len(pattern), pixel) for side in material.box_A[:2])
        mine = rings(pattern, pixel, wavelength_A(material.voltage_kV))
        other = rings(x @ theirs[name] @ y.T, pixel, wavelength_A(material.voltage_kV))
        relative = other / mine - 1
        relative[mine < LEAST] = numpy.nan
        result[name] = relative
    return result


def report(material, where, points, name, relative, allowed):
    import numpy

    worst = numpy.nanmax(numpy.abs(relative))
    verdict = "" if allowed is None else ("ok" if worst <= allowed else f"FAILED, more than {100 * allowed:g} %")
    print(f"{material.name}, {material.voltage_kV} kV, {name}, atoms {where}, {points} points: "
          f"{numpy.isfinite(relative).sum()} rings, largest difference {100 * worst:.4f} % {verdict}")
    print("   %:", " ".join(f"{100 * value:.4f}" for value in relative), flush=True)
    return allowed is not None and worst > allowed


def compare(program, material, folder):
    import numpy

    faults, coarse, fine = 0, material.points, 2 * material.points
    for where, take_back, allowed in (("on pixels, division taken back", True, TAKEN_BACK),
                                      ("on pixels", False, ON_PIXELS)):
        for name, relative in differences(program, on_pixels(material), coarse, folder, take_back).items():
            faults += report(material, where, coarse, name, relative, allowed)
    before, after = (differences(program, material, points, folder) for points in (coarse, fine))
    for name in before:
        report(material, "anywhere", coarse, name, before[name], None)
        faults += report(material, "anywhere", fine, name, after[name], ANYWHERE)
        shrunk = numpy.sqrt(numpy.nanmean(before[name] ** 2) / numpy.nanmean(after[name] ** 2))
        print(f"   half the pixel: the rms of the rings is {shrunk:.1f} times smaller")
        faults += shrunk < ORDER
    return faults


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    enter_environment(MPLBACKEND="Agg", OMP_NUM_THREADS="1")
    try:
        import abtem
    except ImportError as error:
        skip(f"abTEM does not start here: {error}")
    print(f"abTEM {abtem.__version__}")
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        for material in materials():
            faults += compare(sys.argv[1], material, pathlib.Path(name))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
