#!/usr/bin/env python3
"""Writes the HDF5 files beside it, which our own writer cannot make. Needs h5py; run in this folder."""

import h5py
import numpy

LIBRARY = ("earliest", "v110")  # Debian 12 has HDF5 1.10

with h5py.File("cycle.h5", "w", libver=LIBRARY) as f:
    f.attrs["emd_group_type"] = "file"
    group = f.create_group("a")
    group["data"] = numpy.arange(3.0)
    group["back"] = f["/"]  # a hard link to the root: a circle

with h5py.File("external_link.h5", "w", libver=LIBRARY) as f:
    f["there"] = h5py.ExternalLink("cycle.h5", "/a/data")
    f.create_group("group")["there"] = h5py.ExternalLink("cycle.h5", "/a")
    f["soft"] = h5py.SoftLink("/group/there/data")

with h5py.File("external_storage.h5", "w", libver=LIBRARY) as f:
    f.create_dataset("data", shape=(8,), dtype="u1", external=[("make_samples.py", 0, 8)])

with h5py.File("virtual.h5", "w", libver=LIBRARY) as f:
    layout = h5py.VirtualLayout(shape=(3,), dtype="f8")
    layout[:] = h5py.VirtualSource("cycle.h5", "/a/data", shape=(3,))
    f.create_virtual_dataset("data", layout)

with h5py.File("huge.h5", "w", libver=LIBRARY) as f:
    f.create_dataset("data", shape=(1 << 40, 1 << 20), dtype="f8", chunks=(1, 1 << 12), compression="gzip")

with h5py.File("enumeration.h5", "w", libver=LIBRARY) as f:
    f.create_dataset("species", data=[1, 0, 7], dtype=h5py.enum_dtype({"Cu": 0, "Zr": 1, "Al": 7}, basetype="i2"))

# The first of two objects has no readable head; a text of the second claims two billion bytes.
with h5py.File("unreadable_head.h5", "w", libver=LIBRARY) as f:
    first = f.create_dataset("first", data=[1.0])
    f.create_dataset("second", data=[2.0]).attrs["unit"] = "angstrom"
    head = h5py.h5o.get_info(first.id).addr
data = bytearray(open("unreadable_head.h5", "rb").read())
data[head:head + 4] = b"\xff" * 4
heap = data.index(b"GCOL")
data[heap + 16 + 8 + 3] = 0x7f
open("unreadable_head.h5", "wb").write(data)
