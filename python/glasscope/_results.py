"""What the program wrote, as arrays with axes, units and descriptions."""

import collections.abc
import csv
import dataclasses
import json
import pathlib

import h5py
import numpy as np


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


@dataclasses.dataclass(frozen=True)
class Axis:
    """An axis of a signal: values[i] = origin + i * step, in unit."""

    name: str
    unit: str
    origin: float
    step: float
    size: int

    @property
    def values(self):
        """Places along the axis, (size,) float64."""
        return self.origin + self.step * np.arange(self.size)


@dataclasses.dataclass
class Signal:
    """An array with its axes: a map (x, y), a stack, or a 4-D scan (Rx, Ry, Qx, Qy).

    data is a numpy array; of a file that is larger than memory take `h5py.File(signal.path)[signal.dataset]`.
    """

    name: str
    unit: str
    description: str
    axes: tuple
    path: str
    dataset: str
    metadata: dict
    _data: np.ndarray = None

    @property
    def shape(self):
        return tuple(axis.size for axis in self.axes)

    @property
    def data(self):
        if self._data is None:
            with h5py.File(self.path) as file:
                self._data = file[self.dataset][...]
        return self._data

    def is_as_written(self):
        """Whether the file is there and holds the numbers of data, which may have been changed since."""
        path = pathlib.Path(self.path)
        if not path.is_file():
            return False
        if self._data is None:
            return True
        with h5py.File(path) as file:
            return np.array_equal(self._data, file[self.dataset][...], equal_nan=True)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.data, dtype=dtype) if copy else np.asarray(self.data, dtype=dtype)

    def __repr__(self):
        axes = ", ".join(f"{a.name} {a.size} x {a.step:.6g} {a.unit}" for a in self.axes)
        return f"<Signal {self.name} [{self.unit}]: {axes}>"

    def to_xarray(self):
        """An xarray.DataArray with coordinates."""
        import xarray
        return xarray.DataArray(self.data, dims=[a.name for a in self.axes], name=self.name,
                                coords={a.name: ("%s" % a.name, a.values, {"units": a.unit}) for a in self.axes},
                                attrs={"units": self.unit, "description": self.description})

    def to_hyperspy(self):
        """A HyperSpy signal: navigation axes are those of the scan. Arrays become [y, x, ...] as HyperSpy has them."""
        import hyperspy.api as hs
        order = [1, 0] + ([3, 2] if len(self.axes) == 4 else list(range(2, len(self.axes)))) if len(self.axes) > 1 else [0]
        axes = [dict(name=self.axes[i].name, units=self.axes[i].unit, scale=self.axes[i].step, offset=self.axes[i].origin,
                     size=self.axes[i].size, navigate=len(self.axes) == 4 and i < 2) for i in order]
        kind = hs.signals.Signal1D if len(self.axes) == 1 else hs.signals.Signal2D
        return kind(np.transpose(self.data, order), axes=axes, metadata={"General": {"title": self.name}})

    def to_py4dstem(self):
        """A py4DSTEM DataCube (4-D) or RealSlice (maps), calibrated."""
        import py4DSTEM
        if len(self.axes) == 4:
            cube = py4DSTEM.DataCube(data=self.data, name=self.name)
            cube.calibration.set_R_pixel_size(self.axes[0].step)
            cube.calibration.set_R_pixel_units("A")
            cube.calibration.set_Q_pixel_size(self.axes[2].step)
            cube.calibration.set_Q_pixel_units("A^-1")
            return cube
        return py4DSTEM.RealSlice(data=self.data, name=self.name)


def _axes(group, shape):
    axes = []
    for i, size in enumerate(shape):
        dim = group.get(f"dim{i}")
        if dim is None:
            axes.append(Axis(f"axis {i}", "1", 0.0, 1.0, size))
            continue
        values = dim[...]
        step = float(dim.attrs["step"]) if "step" in dim.attrs else float(values[1] - values[0]) if len(values) > 1 else 1.0
        axes.append(Axis(_text(dim.attrs.get("name", f"axis {i}")), _text(dim.attrs.get("units", "1")), float(values[0]), step, size))
    return tuple(axes)


def read_signals(path, load=False):
    """Every array of an EMD 1.0 file: name to Signal, in the order of the file. load: numbers too, and not when asked for."""
    found = {}
    with h5py.File(path) as file:
        metadata = {}
        def content(name, item):
            if isinstance(item, h5py.Dataset) and name.rsplit("/", 1)[-1] == "content" and item.shape == ():
                metadata.update(json.loads(_text(item[()])))
        file.visititems(content)
        for key in ("microscope",):
            if key in file:
                metadata[key] = {n: v.item() if hasattr(v, "item") else v for n, v in file[key].attrs.items()}
        def note(name, item):
            if not isinstance(item, h5py.Group) or "data" not in item or _text(item.attrs.get("emd_group_type", "")) != "array":
                return
            short = name.rsplit("/", 1)[-1]
            data = item["data"]
            found[short] = Signal(short, _text(item.attrs.get("unit", data.attrs.get("units", "1"))),
                                  _text(item.attrs.get("description", "")), _axes(item, data.shape), str(path),
                                  f"{name}/data", metadata, data[...] if load else None)
        file.visititems(note)
    return found


class Columns(collections.abc.Mapping):
    """Descriptors of atoms: name to numpy array (atoms,), with unit(name) and description(name); in the order of the input.

    positions (atoms, 3), numbers (atoms,), cell (3, 3) with rows as edges, origin (3,), pbc (3,): the described structure.
    nan is a value that does not exist, such as the volume of an open cell.
    """

    def __init__(self, path):
        self.path = str(path)
        self._values, self._units, self._descriptions = {}, {}, {}
        with h5py.File(path) as file:
            group = file["particles/descriptors"]
            ids = group["id"][...] if "id" in group else np.arange(len(group["species"]))
            order = np.argsort(ids, kind="stable")
            columns = group["glasscope_columns"]
            for name in columns.attrs["column_order"] if "column_order" in columns.attrs else sorted(columns):
                name = _text(name)
                self._values[name] = columns[name][...][order]
                self._units[name] = _text(columns[name].attrs.get("unit", "1"))
                self._descriptions[name] = _text(columns[name].attrs.get("description", ""))
            self.positions = group["position/value"][0][order]
            self.numbers = np.asarray(group["species"][...], dtype=int)[order]
            self.cell = group["box/edges/value"][0]
            self.origin = group["box/glasscope_origin/value"][0] if "glasscope_origin" in group["box"] else np.zeros(3)
            self.pbc = np.array([_text(b) == "periodic" for b in group["box"].attrs["boundary"]])

    def __getitem__(self, name):
        return self._values[name]

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __repr__(self):
        return f"<Columns of {len(self.numbers)} atoms: {', '.join(self._values)}>"

    def unit(self, name):
        return self._units[name]

    def description(self, name):
        """What the column is, with its convention and source."""
        return self._descriptions[name]

    def to_pandas(self):
        """A pandas table with a row an atom; units in its attrs."""
        import pandas
        table = pandas.DataFrame(dict(self._values))
        table.insert(0, "number", self.numbers)
        for i, axis in enumerate("zyx"):
            table.insert(0, axis, self.positions[:, 2 - i])
        table.attrs["units"] = dict(self._units)
        return table


def read_table(path):
    """A CSV file as name to numpy array (float where all are numbers, else text). Lines that begin with # are left out."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    if not rows:
        return {}
    head, body = rows[0], rows[1:]
    table = {}
    for i, name in enumerate(head):
        cells = [row[i] for row in body]
        try:
            table[name] = np.array([float(c) if c != "" else np.nan for c in cells])
        except ValueError:
            table[name] = np.array(cells)
    return table


class Run:
    """A folder of results of the program (`glasscope run`, `sim`, `voronoi`, `multislice`, `compare`)."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        if not (self.path / "case.toml").is_file():
            raise FileNotFoundError(f"{self.path} is no folder of a run: it has no case.toml")

    @property
    def case(self):
        """Every key of the case with its value, as nested dictionaries."""
        try:
            import tomllib
        except ImportError:  # before Python 3.11
            import tomli as tomllib
        with open(self.path / "case.toml", "rb") as file:
            return tomllib.load(file)

    @property
    def provenance(self):
        """Versions, potential, seeds, hashes and times."""
        return json.loads((self.path / "provenance.json").read_text(encoding="utf-8"))

    @property
    def descriptors(self):
        """Columns of every atom."""
        return Columns(self.path / "atoms" / "descriptors.h5")

    @property
    def signals(self):
        """Scan or image to its arrays: {'haadf': {'haadf': Signal, ...}, ...}."""
        return {p.parent.name: read_signals(p) for p in sorted(self.path.glob("signals/*/signal.h5"))}

    def recorded(self, scan):
        """The arrays of a scan as the microscope of [record] records them."""
        return read_signals(self.path / "signals" / scan / "recorded.h5")

    def truth(self, scan):
        """Maps of the descriptors on the positions of a scan."""
        return read_signals(self.path / "signals" / scan / "truth.h5")

    def reductions(self, scan):
        """What was taken from a scan: maps and curves."""
        return read_signals(self.path / "signals" / scan / "reductions.h5")

    @property
    def associations(self):
        """Every truth against every signal, a row a pair: name of the column to array."""
        return read_table(self.path / "signals" / "associations.csv")

    @property
    def report(self):
        """Path of the page."""
        return self.path / "report.html"

    def __repr__(self):
        return f"<Run {self.path}>"


def open_run(path):
    """Opens a run folder, or the arrays of one EMD file."""
    path = pathlib.Path(path)
    if path.is_dir():
        return Run(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}")
    return read_signals(path)
