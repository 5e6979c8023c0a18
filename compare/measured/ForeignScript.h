#pragma once

#include <string_view>

namespace glasscope::compare {

/// The program that the Python beside RosettaSciIO runs; compare/measured/ForeignFile.h.
inline constexpr std::string_view kForeignScript = R"python(
# Reads a file by RosettaSciIO and writes each of its signals as DIR/<n>.npy, with DIR/about.json.
# Usage: foreign.py FILE DIR. Status 77: RosettaSciIO is not installed; 78: it does not know the format.
import importlib
import json
import sys
import warnings

warnings.filterwarnings("ignore")
source, folder = sys.argv[1:3]
try:
    import numpy
    from rsciio import IO_PLUGINS
except ImportError as fault:
    print(fault)
    sys.exit(77)

ending = source.rsplit(".", 1)[-1].lower()
faults = []


def read(plugin):
    module = importlib.import_module(plugin["api"])
    for options in ({"lazy": True}, {}):  # not every format can be read piece by piece
        try:
            signals = module.file_reader(source, **options)
            if signals:
                return signals
        except Exception as fault:
            faults.append(f"{plugin['name']}: {type(fault).__name__}: {fault}")
    return None


def store(data, path):
    out = numpy.lib.format.open_memmap(path, "w+", data.dtype, data.shape)
    if hasattr(data, "dask"):
        import dask.array

        dask.array.store(data, out, scheduler="single-threaded")
    else:
        out[...] = data
    out.flush()


def plain(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


plugins = [p for p in IO_PLUGINS if ending in [e.lower() for e in p["file_extensions"]]]
if not plugins:
    sys.exit(78)
signals = next((found for found in map(read, plugins) if found), None)
if not signals:
    print("; ".join(dict.fromkeys(faults)))
    sys.exit(1)
about = []
for number, signal in enumerate(signals):
    data = signal["data"]
    if not hasattr(data, "shape") or data.dtype.kind not in "iufb":
        continue
    store(data, f"{folder}/{number}.npy")
    tem = signal.get("metadata", {}).get("Acquisition_instrument", {}).get("TEM", {})
    axes = [{"name": str(a.get("name") or ""), "unit": str(a.get("units") or ""), "step": plain(a.get("scale")),
             "origin": plain(a.get("offset")), "navigate": bool(a.get("navigate"))} for a in signal["axes"]]
    about.append({"file": f"{number}.npy", "axes": axes, "voltage_kV": plain(tem.get("beam_energy")),
                  "semiangle_mrad": plain(tem.get("convergence_angle")),
                  "camera_length_mm": plain(tem.get("camera_length")),
                  "signal": str(signal.get("metadata", {}).get("Signal", {}).get("signal_type", ""))})
with open(f"{folder}/about.json", "w") as out:
    json.dump(about, out)
)python";

}  // namespace glasscope::compare
