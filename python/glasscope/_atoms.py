"""Configurations of other packages, as files of the program, and back."""

import os
import pathlib

import h5py
import numpy as np

# Symbols by atomic number.
SYMBOLS = ("X H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb "
           "Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg "
           "Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og").split()
_NUMBERS = {symbol: number for number, symbol in enumerate(SYMBOLS) if number}


def numbers_of(symbols):
    """Atomic numbers of symbols or numbers. Raises ValueError for what is no element."""
    values = np.asarray(symbols)
    if values.dtype.kind in "iu":
        numbers = values.astype(np.int32)
    elif values.dtype.kind in "US" or values.dtype == object:
        unknown = sorted({str(s) for s in values.ravel() if str(s) not in _NUMBERS})
        if unknown:
            raise ValueError(f"{', '.join(unknown[:5])}: no element has this symbol")
        numbers = np.array([_NUMBERS[str(s)] for s in values.ravel()], dtype=np.int32)
    else:
        raise TypeError(f"elements are symbols or atomic numbers, and not {values.dtype}")
    if numbers.ndim != 1 or numbers.size == 0:
        raise ValueError("there must be one element for each atom, and at least one atom")
    if numbers.min() < 1 or numbers.max() >= len(SYMBOLS):
        raise ValueError(f"atomic numbers run from 1 to {len(SYMBOLS) - 1}; {numbers.min()} to {numbers.max()} were given")
    return numbers


def _frame(positions, numbers, cell, pbc, origin=(0, 0, 0)):
    positions = np.asarray(positions)
    if positions.dtype.kind not in "fiu":
        raise TypeError(f"positions are numbers, and not {positions.dtype}")
    positions = np.ascontiguousarray(positions, dtype=np.float64)
    numbers = numbers_of(numbers)
    if positions.ndim != 2 or positions.shape[1] != 3:
        raise ValueError(f"positions have the shape (atoms, 3), and not {positions.shape}")
    if len(positions) != len(numbers):
        raise ValueError(f"{len(positions)} positions and {len(numbers)} elements were given")
    if not np.isfinite(positions).all():
        raise ValueError(f"the position of atom {int(np.argmin(np.isfinite(positions).all(axis=1)))} (from 0) is not finite")
    pbc = np.broadcast_to(np.asarray(pbc, dtype=bool), (3,)).copy()
    cell = np.zeros((3, 3)) if cell is None else np.asarray(cell, dtype=np.float64)
    if cell.shape == (3,):
        cell = np.diag(cell)
    if cell.shape != (3, 3) or not np.isfinite(cell).all():
        raise ValueError("a cell is three lengths or three vectors (rows), angstrom, all finite")
    origin = np.asarray(origin, dtype=np.float64).copy()
    empty = np.linalg.norm(cell, axis=1) == 0
    if (empty & pbc).any():
        raise ValueError("a direction that repeats needs an edge of the cell that is not zero")
    if empty.any():  # open on these sides: an angstrom of room
        if not empty.all() and not np.allclose(cell, np.diag(np.diag(cell))):
            raise ValueError("a leaning cell needs all its three edges")
        low, high = positions.min(axis=0) - 1, positions.max(axis=0) + 1
        for axis in np.flatnonzero(empty):
            cell = cell.copy()
            cell[axis, axis] = high[axis] - low[axis]
            origin[axis] = low[axis]
    return {"positions": positions, "numbers": numbers, "cell": cell, "pbc": pbc, "origin": origin}


def _of_ase(atoms):
    return _frame(atoms.get_positions(), atoms.get_atomic_numbers(), np.asarray(atoms.get_cell()), atoms.get_pbc())


def _of_ovito(data):
    types = data.particles.particle_types
    names = {t.id: t.name for t in types.types}
    symbols = [names.get(int(i)) or f"type {int(i)}" for i in types]
    matrix = np.asarray(data.cell)
    return _frame(np.asarray(data.particles.positions), symbols, matrix[:, :3].T, data.cell.pbc, matrix[:, 3])


def _of_mdanalysis(group):
    group = group.atoms
    try:
        symbols = [str(e) for e in group.elements]
    except Exception as error:
        raise ValueError("the MDAnalysis universe has no elements: add them with universe.add_TopologyAttr('elements', [...])") \
            from error
    box = group.universe.trajectory.ts.triclinic_dimensions
    repeats = box is not None and np.abs(box).sum() > 0
    return _frame(group.positions.astype(np.float64), symbols, box if repeats else None, repeats)


def _of_table(table):
    names = {str(n).lower(): n for n in table.keys()}
    def column(*candidates):
        for name in candidates:
            if name in names:
                return table[names[name]]
        return None
    if column("positions") is not None:
        positions = column("positions")
    elif all(column(n) is not None for n in "xyz"):
        positions = np.stack([np.asarray(column(n), dtype=np.float64) for n in "xyz"], axis=1)
    else:
        raise ValueError("atoms as a table need the columns x, y, z (or 'positions')")
    elements = next((c for c in (column("numbers"), column("symbols", "elements", "element", "species")) if c is not None), None)
    if elements is None:
        raise ValueError("atoms as a table need 'numbers' (atomic numbers) or 'symbols'")
    attributes = getattr(table, "attrs", {})
    cell = column("cell") if column("cell") is not None else attributes.get("cell")
    pbc = column("pbc") if column("pbc") is not None else attributes.get("pbc", cell is not None)
    return _frame(positions, np.asarray(elements), cell, pbc)


def frames_of(atoms):
    """Frames (positions, numbers, cell, pbc, origin) of what somebody calls atoms."""
    if hasattr(atoms, "get_positions") and hasattr(atoms, "get_atomic_numbers"):
        return [_of_ase(atoms)]
    if hasattr(atoms, "particles") and hasattr(atoms, "cell"):
        return [_of_ovito(atoms)]
    if hasattr(atoms, "atoms") and hasattr(atoms, "universe"):
        return [_of_mdanalysis(atoms)]
    if hasattr(atoms, "keys"):
        return [_of_table(atoms)]
    if isinstance(atoms, (list, tuple)):
        if not atoms:
            raise ValueError("there is no frame in the list of atoms")
        frames = [frame for part in atoms for frame in frames_of(part)]
        for number, frame in enumerate(frames):
            if not np.array_equal(frame["numbers"], frames[0]["numbers"]):
                raise ValueError(f"frame {number} has other atoms, or in another order, than frame 0")
        return frames
    raise TypeError("atoms are the name of a file, or of ASE, OVITO or MDAnalysis, or a table or dictionary with positions, "
                    f"numbers or symbols, cell and pbc, or a list of these; not {type(atoms).__name__}")


def write_h5md(path, atoms):
    """Writes atoms of another package as an H5MD file that every verb of the program reads.

    atoms: an ase.Atoms, an OVITO DataCollection, an MDAnalysis AtomGroup, a pandas table (x, y, z, symbols; cell and pbc in
    its attrs) or a dictionary (positions (N, 3) angstrom, numbers or symbols (N,), cell, pbc), or a list of frames of them.
    Raises ValueError or TypeError for what is no configuration.
    """
    frames = frames_of(atoms)
    boundary = ["periodic" if p else "none" for p in frames[0]["pbc"]]
    if any(not np.array_equal(f["pbc"], frames[0]["pbc"]) for f in frames):
        raise ValueError("all frames repeat along the same directions, or none of them")
    text = h5py.string_dtype("ascii")
    with h5py.File(path, "w") as file:
        head = file.create_group("h5md")
        head.attrs["version"] = np.array([1, 1])
        head.create_group("author").attrs["name"] = "glasscope"
        creator = head.create_group("creator")
        creator.attrs["name"], creator.attrs["version"] = "glasscope (Python)", "1"
        group = file.create_group("particles/all")
        steps = np.arange(len(frames), dtype=np.int64)
        def series(name, values, unit):
            part = group.create_group(name)
            part["value"] = values
            part["step"] = steps
            part["value"].attrs.create("unit", unit, dtype=text)
            return part
        box = group.create_group("box")
        box.attrs["dimension"] = 3
        box.attrs.create("boundary", boundary, dtype=text)
        series("position", np.stack([f["positions"] for f in frames]), "Angstrom")
        series("box/edges", np.stack([f["cell"] for f in frames]), "Angstrom")
        series("box/glasscope_origin", np.stack([f["origin"] for f in frames]), "Angstrom")
        kinds = sorted(set(frames[0]["numbers"].tolist()))
        names = h5py.enum_dtype({SYMBOLS[n]: n for n in kinds}, basetype="i4")
        group.create_dataset("species", data=frames[0]["numbers"], dtype=names)
        group["id"] = np.arange(1, len(frames[0]["numbers"]) + 1, dtype=np.int64)
    return pathlib.Path(path)


def as_file(atoms, folder):
    """The file of atoms: itself where a name is given, else one written into the folder."""
    if isinstance(atoms, (str, os.PathLike)):
        path = pathlib.Path(atoms)
        if not path.exists():
            raise FileNotFoundError(f"there is no file {path}")
        return path.resolve()
    return write_h5md(pathlib.Path(folder) / "atoms.h5", atoms)


def to_ase(columns):
    """An ase.Atoms of described atoms, its arrays the descriptors."""
    import ase
    atoms = ase.Atoms(numbers=columns.numbers, positions=columns.positions - columns.origin, cell=columns.cell, pbc=columns.pbc)
    for name in columns:
        atoms.set_array(name, columns[name])
    return atoms
