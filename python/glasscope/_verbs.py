"""The verbs of the program on arrays and atoms of other packages."""

import os
import pathlib
import tempfile

import h5py
import numpy as np

from ._atoms import as_file
from ._program import call, case_text, flattened, set_options
from ._results import Columns, Run, Signal, read_signals, read_table

_MEMORY = pathlib.Path("/dev/shm")


def _scratch(bytes_needed=0):
    """A temporary folder, in memory where there is room for it there."""
    if os.access(_MEMORY, os.W_OK):
        room = os.statvfs(_MEMORY)
        if room.f_bavail * room.f_frsize > 4 * bytes_needed + (1 << 26):
            return tempfile.TemporaryDirectory(prefix="glasscope-", dir=_MEMORY)
    return tempfile.TemporaryDirectory(prefix="glasscope-")


def as_array(values, dimensions, what):
    """A contiguous array of numbers of one of the dimensions. Raises TypeError or ValueError for what is none."""
    values = values.data if isinstance(values, Signal) else values
    if isinstance(values, np.ma.MaskedArray):
        values = np.asarray(values.astype(np.float64).filled(np.nan))
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{what} is an array of numbers, and not of {array.dtype}")
    if array.ndim not in dimensions:
        raise ValueError(f"{what} has {' or '.join(map(str, dimensions))} axes, and not {array.ndim} (shape {array.shape})")
    if array.size == 0:
        raise ValueError(f"{what} is empty: its shape is {array.shape}")
    if array.dtype == np.float16 or array.dtype.kind == "b":
        array = array.astype(np.float32)
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype.itemsize > 1 and not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    return np.ascontiguousarray(array)


def write_maps(path, maps, pixel_A, origin_A=(0.0, 0.0)):
    """Writes maps on one grid as EMD 1.0: name to array (nx, ny). pixel_A: one number, or x and y; angstrom."""
    if not isinstance(maps, dict):
        maps = {"map": maps}
    step = np.broadcast_to(np.asarray(pixel_A, dtype=float), (2,))
    if not (np.isfinite(step).all() and (step > 0).all()):
        raise ValueError(f"the side of a pixel is a positive length in angstrom, and not {pixel_A}")
    arrays = {str(name): as_array(values, (2,), f"the map '{name}'") for name, values in maps.items()}
    if len({a.shape for a in arrays.values()}) != 1:
        raise ValueError("maps of one file have one shape; these have " + ", ".join(f"{n} {a.shape}" for n, a in arrays.items()))
    with h5py.File(path, "w") as file:
        file.attrs.update(emd_group_type="file", version_major=1, version_minor=0, version_release=0,
                          authoring_program="glasscope (Python)", authoring_user="")
        root = file.create_group("maps_root")
        root.attrs.update(emd_group_type="root", python_class="Root")
        root.attrs.create("map_order", list(arrays), dtype=h5py.string_dtype())
        for name, values in arrays.items():
            group = root.create_group(name)
            group.attrs.update(emd_group_type="array", python_class="Array", unit="1", description="", periodic=False)
            group.create_dataset("data", data=values.astype(np.float64)).attrs["units"] = "1"
            for i, axis in enumerate("xy"):
                dim = group.create_dataset(f"dim{i}", data=origin_A[i] + step[i] * np.arange(values.shape[i]))
                dim.attrs.update(name=axis, units="A", origin=float(origin_A[i]), step=float(step[i]))
    return pathlib.Path(path)


def _measured(folder, name, values, calibration):
    """A scan (4-D), a map or maps as a file of the program. calibration: options of `glasscope import`."""
    if isinstance(values, (str, os.PathLike)):
        return pathlib.Path(values).resolve()
    if isinstance(values, Signal):
        if values.is_as_written():
            return pathlib.Path(values.path)
        x, y = values.axes[0].step, values.axes[1].step
        told = {"pixel_A": x, "pixel_y_A": y, "diffraction_pixel_invA": values.axes[2].step} if len(values.axes) == 4 else \
            {"pixel_A": (x, y)}
        calibration = {**told, **calibration}
    if isinstance(values, dict) or np.ndim(getattr(values, "data", values)) == 2:
        if "pixel_A" not in calibration:
            raise ValueError("maps need pixel_A, the distance of their pixels in angstrom")
        return write_maps(folder / f"{name}.h5", values if isinstance(values, dict) else {"map": values}, calibration["pixel_A"])
    array = as_array(values, (4,), "a 4-D scan (x, y, qx, qy)")
    raw = folder / f"{name}.npy"
    np.save(raw, array)
    options = []
    for key, value in calibration.items():
        if isinstance(value, (tuple, list)):
            value = ",".join(map(str, value))
        options += [f"--{key}", str(value)]
    call(["import", raw, "-o", folder / f"{name}.h5", "--axes", "x,y,qx,qy", *options])
    raw.unlink()
    return folder / f"{name}.h5"


def _options_of_atoms(elements, frames):
    options = []
    if elements is not None:
        options += ["--elements", elements if isinstance(elements, str) else ",".join(elements)]
    if frames is not None:
        options += ["--frames", str(frames)]
    return options


def _frames(atoms, frames):
    """Of a list of frames all, where nothing else is asked for."""
    return "all" if frames is None and isinstance(atoms, (list, tuple)) and len(atoms) > 1 else frames


def describe(atoms, *, elements=None, frames=None, settings=None, threads=None, progress=False):
    """Descriptors of every atom: Columns, a mapping of name to array (atoms,).

    atoms: a file, or atoms of another package (write_h5md says which); several frames are averaged where atoms vibrate about
    sites. elements: names of types 1, 2, ... of a file ("Cu,Zr"). frames: "all", "-1", "0:-1:10". settings: keys of the case
    ({"voronoi.weighting": "radical"}); of one configuration no thermal motion is made unless "snapshots.thermal_motion" asks
    for it. Raises GlasscopeError with what, why and remedy.
    """
    settings = flattened(settings)
    with _scratch() as name:
        folder = pathlib.Path(name)
        path = as_file(atoms, folder)
        frames = _frames(atoms, frames)
        if frames is None:
            settings.setdefault("snapshots.thermal_motion", "none")
        call(["voronoi", path, "-o", folder / "run", *_options_of_atoms(elements, frames), *set_options(settings)],
             threads=threads, progress=progress)
        return Columns(folder / "run" / "atoms" / "descriptors.h5")


def image(atoms, scan=None, *, image=None, elements=None, frames=None, settings=None, output=None, threads=None, progress=False):
    """What a microscope records of atoms: {name: Signal}, or {name: {array: Signal}} with output and several arrays a scan.

    scan: a table [[scan]] of the case as a dictionary, or a list of them ({"name": "haadf", "semiangle_mrad": 20,
    "inner_mrad": 60, "outer_mrad": 100}; records="patterns" for a 4-D scan); image: the same of [[image]] (plane waves).
    Without either the scans of the defaults. settings: other keys ({"microscope.voltage_kV": 300}). output: folder that keeps
    the run; without it numbers are read into memory and the files go. Intensities are fractions of the incident beam.
    """
    tables = {"configuration": {}}
    for name, given in (("scan", scan), ("image", image)):
        if given is not None:
            tables[name] = [given] if isinstance(given, dict) else list(given)
    with _scratch() as name:
        folder = pathlib.Path(name)
        tables["configuration"]["file"] = str(as_file(atoms, folder))
        if elements is not None:
            tables["configuration"]["elements"] = elements if isinstance(elements, str) else ",".join(elements)
        if (chosen := _frames(atoms, frames)) is not None:
            tables["configuration"]["frames"] = str(chosen)
        (folder / "case.toml").write_text(case_text(tables), encoding="utf-8")
        target = pathlib.Path(output) if output is not None else folder / "run"
        call(["multislice", folder / "case.toml", "-o", target, *set_options(settings)], threads=threads, progress=progress)
        result = {}
        for path in sorted(target.glob("signals/*/signal.h5")):
            arrays = read_signals(path, load=output is None)
            for short, signal in arrays.items():
                result[path.parent.name if short in ("datacube", path.parent.name) else f"{path.parent.name}/{short}"] = signal
        return result


def run(case, output, *, settings=None, elements=None, frames=None, threads=None, progress=False):
    """Does all that a case asks for, as `glasscope run`, and returns the Run.

    case: a case file, a configuration, atoms of another package, or the tables of a case as nested dictionaries.
    """
    with _scratch() as name:
        folder = pathlib.Path(name)
        if isinstance(case, dict) and not ({"positions", "x"} & set(case)):
            path = folder / "case.toml"
            path.write_text(case_text(case), encoding="utf-8")
        else:
            path = as_file(case, folder)
        call(["run", path, "-o", output, *_options_of_atoms(elements, frames), *set_options(settings)],
             threads=threads, progress=progress)
    return Run(output)


def fem(atoms, *, aperture_invA=0.0305, elements=None, origins=8, orientations=200, k_invA=(0.25, 0.85, 0.005), seed=1, threads=None,
        progress=False):
    """V(k) of fluctuation microscopy of a model: {'k_invA', 'v', 'standard_error', 'v_origin_0', ...} as arrays.

    k_invA: first, last, step of k = 1/d. Treacy and Gibson, Acta Cryst. A 52, 212 (1996).
    """
    with _scratch() as name:
        folder = pathlib.Path(name)
        path = as_file(atoms, folder)
        call(["fem", path, *_options_of_atoms(elements, None), "--aperture", aperture_invA, "--origins", origins, "--orientations",
              orientations, "--k-min", k_invA[0], "--k-max", k_invA[1], "--k-step", k_invA[2], "--seed", seed, "-o", folder / "out"],
             threads=threads, progress=progress)
        return read_table(next((folder / "out").glob("*_variance.csv")))


def reduce(scan, *, electrons=None, counts_per_electron=None, threads=None, progress=False, **calibration):
    """Maps and curves of a measured or simulated scan (4-D) or map: {name: Signal}, the numbers in metadata['numbers'].

    scan: a file, a Signal, an array (x, y, qx, qy) or a map (x, y). calibration: what the array does not say, as the options of
    `glasscope import` (pixel_A, diffraction_pixel_invA, voltage_kV, centre_px=(40, 40.5) or "rings", ...). electrons of a
    pattern, or counts_per_electron, take the shot noise off V(k).
    """
    with _scratch(getattr(scan, "nbytes", 0)) as name:
        folder = pathlib.Path(name)
        path = _measured(folder, "scan", scan, calibration)
        options = []
        if electrons is not None:
            options += ["--electrons", str(electrons)]
        if counts_per_electron is not None:
            options += ["--counts_per_electron", str(counts_per_electron)]
        call(["reduce", path, *options, "-o", folder / "out"], threads=threads, progress=progress)
        return read_signals(next((folder / "out").glob("*_reduced.h5")), load=True)


def associate(maps, others, *, pixel_A, threads=None):
    """How strongly maps of one area go with others, and whether that is more than chance: a table, a row a pair.

    maps, others: {name: array (nx, ny)} on one grid; pixel_A: distance of pixels. The columns are those of associations.csv;
    p_family respects that maps are autocorrelated and that many pairs were looked at (docs/physics.md).
    """
    maps, others = ({name: as_array(values, (2,), f"the map '{name}'") for name, values in group.items()} for group in (maps, others))
    shapes = {values.shape for group in (maps, others) for values in group.values()}
    if len(shapes) != 1:
        raise ValueError(f"maps that are associated lie on one grid; these have the shapes {sorted(shapes)}")
    with _scratch() as name:
        folder = pathlib.Path(name)
        first, second = write_maps(folder / "first.h5", maps, pixel_A), write_maps(folder / "second.h5", others, pixel_A)
        call(["reduce", first, "--with", second, "-o", folder / "out"], threads=threads)
        return read_table(next((folder / "out").glob("*_associations.csv")))


def degrade(signal, *, threads=None, progress=False, pixel_A=None, settings=None, **record):
    """Dose, noise, detector and scan faults on a clean signal: {name: Signal}.

    signal: a file, a Signal, {name: map} with pixel_A, or a 4-D array with pixel_A and settings of [calibration]. record: keys of
    the table [record] (dose_e_per_A2=1e4, point_spread_pixels=0.6, ...).
    """
    with _scratch(getattr(signal, "nbytes", 0)) as name:
        folder = pathlib.Path(name)
        path = _measured(folder, "clean", signal, {} if pixel_A is None else {"pixel_A": pixel_A})
        keys = {**{f"record.{key}": value for key, value in record.items()}, **flattened(settings)}
        call(["degrade", path, "-o", folder / "recorded.h5", *set_options(keys)], threads=threads, progress=progress)
        return read_signals(folder / "recorded.h5", load=True)


def pairs(k_invA, intensity, *, elements, fractions=None, density_per_A3, settings=None):
    """S(k), G(r) and g(r) of measured diffraction rings: {table: {column: array}}.

    k_invA: k = 1/d (points,); intensity (points,); density_per_A3: atoms in a cubic angstrom.
    """
    k, values = as_array(k_invA, (1,), "k"), as_array(intensity, (1,), "the intensity")
    if k.shape != values.shape:
        raise ValueError(f"k has {k.size} points and the intensity {values.size}")
    keys = {"hrtem.pair_density_per_A3": float(density_per_A3), **flattened(settings)}
    if fractions is not None:
        keys["sim.fractions"] = list(map(float, fractions))
    with _scratch() as name:
        folder = pathlib.Path(name)
        lines = "\n".join(f"{a!r},{b!r}" for a, b in zip(k.astype(float).tolist(), values.astype(float).tolist()))
        (folder / "rings.csv").write_text(f"k_invA,intensity\n{lines}\n", encoding="utf-8")
        call(["pairs", folder / "rings.csv", *_options_of_atoms(elements, None), "-o", folder / "out", *set_options(keys)])
        return {path.stem: read_table(path) for path in sorted((folder / "out").rglob("*.csv"))}


def detect(case, output, *, settings=None, threads=None, progress=False):
    """Under which thickness, probe and dose a descriptor shows in a signal: the table detect.csv, a row a pair and condition."""
    with _scratch() as name:
        path = pathlib.Path(name) / "case.toml"
        if isinstance(case, dict):
            path.write_text(case_text(case), encoding="utf-8")
        else:
            path = as_file(case, name)
        call(["detect", path, "-o", output, *set_options(settings)], threads=threads, progress=progress)
    return read_table(pathlib.Path(output) / "detect.csv")
