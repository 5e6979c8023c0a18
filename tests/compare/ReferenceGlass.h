#pragma once

#include <cmath>
#include <complex>
#include <filesystem>
#include <string>
#include <vector>

#include "compare/truth/TruthMap.h"
#include "core/math/Constants.h"
#include "core/scattering/ScatteringFactors.h"
#include "core/system/Files.h"
#include "core/system/Parallel.h"
#include "core/system/Text.h"

namespace glasscope::compare::planted {

/// Reads just what the reference glasses need: an orthogonal LAMMPS data file of style atomic,
/// type 1 = Cu, 2 = Zr, seen along one of its axes.
inline Atoms readGlassAlong(const std::filesystem::path& path, int axis) {
  const auto in = openText(path);
  Atoms atoms;
  Vec3 low, high;
  std::string line;
  bool inAtoms = false;
  const auto turned = [&](const Vec3& r) {
    return Vec3(r[(axis + 1) % 3], r[(axis + 2) % 3], r[axis]);
  };
  while (std::getline(*in, line)) {
    const auto words = splitWords(line);
    if (words.size() == 4 && words[2].ends_with("lo")) {
      low[words[2][0] - 'x'] = parseNumber(words[0], "box");
      high[words[2][0] - 'x'] = parseNumber(words[1], "box");
    } else if (!words.empty() && words[0] == "Atoms") {
      inAtoms = true;
    } else if (!words.empty() && words[0] == "Velocities") {
      break;
    } else if (inAtoms && words.size() >= 5) {
      const Vec3 r(parseNumber(words[2], "x"), parseNumber(words[3], "y"),
                   parseNumber(words[4], "z"));
      atoms.add(words[1] == "1" ? 29 : 40, turned(r - low));
    }
  }
  atoms.box = Box::orthogonal(turned(high - low));
  for (Vec3& r : atoms.positions) r = atoms.box.wrap(r);
  return atoms;
}

/// Descriptors that need neighbours within a distance only: their number, the fraction that is of
/// another species, their mean distance, and the fraction of them with exactly five common
/// neighbours (Honeycutt and Andersen, J. Phys. Chem. 91, 4950 (1987)).
inline Columns neighbourColumns(const Atoms& atoms, double cutoff_A) {
  const std::size_t n = atoms.size();
  std::vector<std::vector<std::size_t>> near(n);
  std::vector<double> distance(n);
  const Vec3 lengths = atoms.box.lengths();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 1; j < n; ++j) {
      Vec3 d = atoms.positions[i] - atoms.positions[j];
      for (int k = 0; k < 3; ++k) d[k] = std::remainder(d[k], lengths[k]);
      const double r = d.norm();
      if (r >= cutoff_A) continue;
      near[i].push_back(j);
      near[j].push_back(i);
      distance[i] += r;
      distance[j] += r;
    }
  }
  Column number{"coordination", "1", "", {}}, unlike{"unlike_fraction", "1", "", {}},
      length{"bond_length_A", "angstrom", "", {}}, five{"five_fold_fraction", "1", "", {}};
  for (std::size_t i = 0; i < n; ++i) {
    const auto count = static_cast<double>(near[i].size());
    double other = 0, fives = 0;
    for (const std::size_t j : near[i]) {
      other += atoms.atomicNumbers[j] != atoms.atomicNumbers[i];
      int common = 0;
      for (const std::size_t k : near[j]) {
        common += std::find(near[i].begin(), near[i].end(), k) != near[i].end();
      }
      fives += common == 5;
    }
    number.values.push_back(count);
    unlike.values.push_back(other / count);
    length.values.push_back(distance[i] / count);
    five.values.push_back(fives / count);
  }
  Columns columns;
  for (Column* column : {&number, &unlike, &length, &five}) columns.add(*column);
  return columns;
}

/// Kinematic nanodiffraction on the ring about 0.40 1/angstrom: |sum_j f_j A(|r_j - p|) exp(2 pi i
/// k r_j)|^2 with the amplitude A of an unaberrated probe of 3 mrad at 200 kV, out to 12 angstrom.
/// Its mean, its variance over the azimuth, and the angular power P_2 and P_4, on an n x n raster.
inline std::vector<Map2> kinematicSignals(const Atoms& atoms, int n) {
  constexpr int kAzimuths = 60, kRings = 3;
  constexpr double kReach_A = 12, kLimit_invA = 3e-3 / 0.0250793;
  const Vec3 lengths = atoms.box.lengths();
  const ScatteringFactors factors(Parametrisation::lobato);
  using Complex = std::complex<double>;
  constexpr int kPoints = kAzimuths * kRings;
  std::vector<Complex> phases(atoms.size() * kPoints);
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    for (int ring = 0; ring < kRings; ++ring) {
      const double k = 0.36 + 0.04 * ring, f = factors.factor(atoms.atomicNumbers[i], k);
      for (int a = 0; a < kAzimuths; ++a) {
        const double phi = 2 * constants::kPi * a / kAzimuths;
        const double turns =
            k * (std::cos(phi) * atoms.positions[i].x() + std::sin(phi) * atoms.positions[i].y());
        phases[i * kPoints + ring * kAzimuths + a] = std::polar(f, 2 * constants::kPi * turns);
      }
    }
  }
  const MapGrid grid{n, n, {lengths.x() / n, lengths.y() / n}, {0, 0}, true};
  std::vector<Map2> maps;
  for (const char* name : {"ring_intensity", "annular_variance", "symmetry_2", "symmetry_4"}) {
    maps.push_back(grid.makeMap(name, "1", ""));
  }
  parallelFor(n, [&](std::int64_t row, int) {
    const int x = static_cast<int>(row);
    std::vector<Complex> wave(kPoints);
    for (int y = 0; y < n; ++y) {
      std::fill(wave.begin(), wave.end(), 0.0);
      for (std::size_t i = 0; i < atoms.size(); ++i) {
        const double dx = std::remainder(atoms.positions[i].x() - x * grid.step_A.x(), lengths.x());
        const double dy = std::remainder(atoms.positions[i].y() - y * grid.step_A.y(), lengths.y());
        const double r = std::hypot(dx, dy);
        if (r > kReach_A) continue;
        const double u = 2 * constants::kPi * kLimit_invA * r;
        const double amplitude = u > 1e-6 ? 2 * std::cyl_bessel_j(1.0, u) / u : 1;
        for (int p = 0; p < kPoints; ++p) wave[p] += amplitude * phases[i * kPoints + p];
      }
      for (int ring = 0; ring < kRings; ++ring) {
        double sum = 0, square = 0;
        Complex two = 0, four = 0;
        for (int a = 0; a < kAzimuths; ++a) {
          const double intensity = std::norm(wave[ring * kAzimuths + a]);
          const double phi = 2 * constants::kPi * a / kAzimuths;
          sum += intensity;
          square += intensity * intensity;
          two += intensity * std::polar(1.0, 2 * phi);
          four += intensity * std::polar(1.0, 4 * phi);
        }
        maps[0].values(x, y) += sum;
        maps[1].values(x, y) += square * kAzimuths / (sum * sum) - 1;
        maps[2].values(x, y) += std::norm(two) / (sum * sum);
        maps[3].values(x, y) += std::norm(four) / (sum * sum);
      }
    }
  });
  return maps;
}

/// Incoherent dark field: Z^1.7 of every atom under a Gaussian of 1.6 angstrom.
inline Map2 darkField(const Atoms& atoms, int n) {
  const Vec3 lengths = atoms.box.lengths();
  Column strength{"haadf", "1", "", {}};
  for (const int z : atoms.atomicNumbers) strength.values.push_back(std::pow(z, 1.7));
  return TruthMap({n, n, {lengths.x() / n, lengths.y() / n}, {0, 0}, true},
                  ProbeKernel::gaussian(1.6))
      .sum(atoms, strength);
}

/// One of the eight symmetries of a square raster, then a periodic shift.
inline Map2 symmetricCopy(const Map2& map, int symmetry, int shiftX, int shiftY) {
  Map2 result = map;
  const int n = map.nx();
  for (int x = 0; x < n; ++x) {
    for (int y = 0; y < n; ++y) {
      int u = symmetry & 1 ? n - 1 - x : x, v = symmetry & 2 ? n - 1 - y : y;
      if (symmetry & 4) std::swap(u, v);
      result.values(x, y) = map.values((u + shiftX) % n, (v + shiftY) % n);
    }
  }
  return result;
}

}  // namespace glasscope::compare::planted
