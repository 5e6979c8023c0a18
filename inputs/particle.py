#!/usr/bin/env python3
"""Writes a sphere of face-centred cubic gold as extended XYZ, the axis <111> along the beam.

Usage: inputs/particle.py [ATOMS] > particle.xyz      (default 80000: a sphere of 137 angstrom)
"""
import math
import sys

LATTICE_A = 4.0782  # gold, Wyckoff, Crystal Structures, 2nd ed., vol. 1 (1963)
AXES = ((1 / math.sqrt(2), -1 / math.sqrt(2), 0), (1 / math.sqrt(6), 1 / math.sqrt(6), -2 / math.sqrt(6)),
        (1 / math.sqrt(3), 1 / math.sqrt(3), 1 / math.sqrt(3)))


def sphere(count):
    """The `count` lattice points nearest to the centre of a tetrahedron of the lattice (no ties to break)."""
    centre = (0.23, 0.24, 0.26)
    radius = (3 * count / (16 * math.pi)) ** (1 / 3) + 1.5
    reach = int(radius) + 2
    points = []
    for i in range(-reach, reach + 1):
        for j in range(-reach, reach + 1):
            for k in range(-reach, reach + 1):
                for basis in ((0, 0, 0), (0, .5, .5), (.5, 0, .5), (.5, .5, 0)):
                    r = (i + basis[0] - centre[0], j + basis[1] - centre[1], k + basis[2] - centre[2])
                    square = r[0] * r[0] + r[1] * r[1] + r[2] * r[2]
                    if square < radius * radius:
                        points.append((square, r))
    return [r for _, r in sorted(points)[:count]]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 80000
    atoms = [[LATTICE_A * sum(a * x for a, x in zip(axis, r)) for axis in AXES] for r in sphere(count)]
    low = [min(a[d] for a in atoms) for d in range(3)]
    side = [max(a[d] for a in atoms) - low[d] + 2 for d in range(3)]
    print(len(atoms))
    print(f'Lattice="{side[0]:.4f} 0 0 0 {side[1]:.4f} 0 0 0 {side[2]:.4f}" Properties=species:S:1:pos:R:3 pbc="F F F"')
    for a in atoms:
        print("Au " + " ".join(f"{a[d] - low[d] + 1:.5f}" for d in range(3)))


if __name__ == "__main__":
    main()
