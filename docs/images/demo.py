#!/usr/bin/env python3
"""Draws docs/images/demo.png, the picture of the README, from the run of scripts/demo: demo.py RUN PICTURE"""

import csv
import sys

import h5py
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

SHOWN = {"areal_mass": "areal mass", "free_volume_A3": "free volume", "icosahedron": "icosahedra", "unlike_fraction": "chemical order",
         "vibrational_u2_A2": "vibration $u^2$", "soft_mode_participation": "soft spots"}


def map_of(path, name):
    with h5py.File(path) as file:
        group = file["maps_root"][name]
        steps = group["dim0"][:2]
        return group["data"][:], abs(steps[1] - steps[0])


def strongest(run):
    """Descriptor to (partial correlation, its smallest value that could be claimed, significant, signal) of its best pair."""
    best = {}
    with open(f"{run}/signals/associations.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["descriptor"].split("@")[0]
            if row["role"] != "0" or name not in SHOWN:
                continue
            this = (abs(float(row["partial"])), float(row["smallest_claim"]), row["significant"] == "1", row["signal"])
            if name not in best or this[0] > best[name][0]:
                best[name] = this
    return best


def main(run, picture):
    image, step = map_of(f"{run}/signals/haadf/signal.h5", "haadf")
    truth, _ = map_of(f"{run}/signals/haadf/truth.h5", "icosahedron")
    with h5py.File(f"{run}/signals/nanodiffraction/signal.h5") as file:
        pattern = file["datacube_root/datacube/data"][12, 12]
        side = np.diff(file["datacube_root/datacube/dim2"][:2])[0]
    best = strongest(run)
    figure, axes = plt.subplots(1, 4, figsize=(12.4, 3.1), gridspec_kw={"width_ratios": [1, 1, 1, 1.35]}, constrained_layout=True)
    reach = step * image.shape[0] / 10
    for ax, values, title, colours in ((axes[0], truth, "truth: icosahedra", "viridis"), (axes[1], image, "HAADF", "gray")):
        ax.imshow(values.T, origin="lower", cmap=colours, extent=(0, reach, 0, reach))
        ax.set(title=title, xlabel="x / nm", xticks=[0, 2, 4], yticks=[0, 2, 4])
    q = side * pattern.shape[0] / 2
    axes[2].imshow(np.log10(np.maximum(pattern.T, pattern.max() * 1e-5)), origin="lower", cmap="magma", extent=(-q, q, -q, q))
    axes[2].set(title="one nanodiffraction pattern", xlabel="q / Å$^{-1}$")
    names = [name for name in SHOWN if name in best]
    rows = np.arange(len(names))[::-1]
    axes[3].barh(rows, [best[n][0] for n in names], color=["#1b6ca8" if best[n][2] else "0.75" for n in names])
    axes[3].plot([best[n][1] for n in names], rows, "k|", markersize=14, label="smallest that could be claimed")
    axes[3].set(title="which truth shows, in its best signal", xlabel="|partial correlation|", yticks=rows,
                yticklabels=[SHOWN[n] for n in names])
    axes[3].legend(loc="upper right", fontsize=8)
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:3])
