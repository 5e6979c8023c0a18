#pragma once

#include <array>
#include <cmath>
#include <filesystem>
#include <vector>

#include "core/atoms/Atoms.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Text.h"

namespace glasscope::voronoi::samples {

/// Reads just what the reference glasses need: an orthogonal LAMMPS data file of style atomic,
/// type 1 = Cu, 2 = Zr. (The real reader belongs to another room.)
inline Atoms readGlass(const std::filesystem::path& path) {
  const auto in = openText(path);
  Atoms atoms;
  Vec3 low, high;
  std::string line;
  bool inAtoms = false;
  while (std::getline(*in, line)) {
    const auto words = splitWords(line);
    if (words.size() == 4 && words[2].ends_with("lo")) {
      const int d = words[2][0] - 'x';
      low[d] = parseNumber(words[0], "box");
      high[d] = parseNumber(words[1], "box");
    } else if (!words.empty() && words[0] == "Atoms") {
      inAtoms = true;
    } else if (!words.empty() && words[0] == "Velocities") {
      break;
    } else if (inAtoms && words.size() >= 5) {
      const Vec3 p(parseNumber(words[2], "x"), parseNumber(words[3], "y"),
                   parseNumber(words[4], "z"));
      atoms.add(words[1] == "1" ? 29 : 40, p);
      atoms.ids.back() = parseInteger(words[0], "id");
    }
  }
  atoms.box = Box::orthogonal(high - low, low);
  return atoms;
}

/// A crystal of nx x ny x nz cells with the given basis (fractional).
inline Atoms crystal(const Mat3& cell, const std::vector<Vec3>& basis, std::array<int, 3> repeat,
                     int atomicNumber = 29) {
  Atoms atoms;
  Mat3 matrix = cell;
  for (int d = 0; d < 3; ++d) matrix.col(d) *= repeat[static_cast<std::size_t>(d)];
  atoms.box = Box(matrix);
  for (int i = 0; i < repeat[0]; ++i)
    for (int j = 0; j < repeat[1]; ++j)
      for (int k = 0; k < repeat[2]; ++k)
        for (const auto& b : basis) atoms.add(atomicNumber, cell * (b + Vec3(i, j, k)));
  return atoms;
}

inline Mat3 cubic(double a) {
  return a * Mat3::Identity();
}

inline const std::vector<Vec3> kScBasis = {Vec3(0, 0, 0)};
inline const std::vector<Vec3> kBccBasis = {Vec3(0, 0, 0), Vec3(.5, .5, .5)};
inline const std::vector<Vec3> kFccBasis = {Vec3(0, 0, 0), Vec3(.5, .5, 0), Vec3(.5, 0, .5),
                                            Vec3(0, .5, .5)};

/// hcp of nearest distance d at the ideal c/a, in its orthogonal cell of four atoms.
inline Atoms hcp(double d, std::array<int, 3> repeat) {
  Mat3 cell = Mat3::Zero();
  cell.diagonal() << d, std::sqrt(3.0) * d, std::sqrt(8.0 / 3) * d;
  return crystal(
      cell, {Vec3(0, 0, 0), Vec3(.5, .5, 0), Vec3(.5, 5.0 / 6, .5), Vec3(0, 1.0 / 3, .5)}, repeat);
}

/// Independent, uniformly distributed points.
inline Atoms poisson(std::size_t count, const Box& box, std::uint64_t seed) {
  Atoms atoms;
  atoms.box = box;
  Random random(seed, "poisson_points");
  for (std::size_t i = 0; i < count; ++i) {
    const double x = random.uniform(), y = random.uniform(), z = random.uniform();
    atoms.add(i % 3 == 0 ? 40 : 29, box.toCartesian(Vec3(x, y, z)));
  }
  return atoms;
}

/// Displaces every atom by normal noise of this standard deviation along each axis.
inline void shake(Atoms& atoms, double sigma_A, std::uint64_t seed) {
  Random random(seed, "shake");
  for (auto& p : atoms.positions)
    for (int d = 0; d < 3; ++d) p[d] += sigma_A * random.normal();
}

/// Twelve vertices of a regular icosahedron at this distance around a central atom (index 0), in a
/// large open box.
inline Atoms icosahedron(double d) {
  Atoms atoms;
  atoms.box = Box::orthogonal(Vec3::Constant(8 * d), Vec3::Constant(-4 * d), {false, false, false});
  atoms.add(29, Vec3::Zero());
  const double golden = 0.5 * (1 + std::sqrt(5.0)), scale = d / std::sqrt(1 + golden * golden);
  for (int axis = 0; axis < 3; ++axis)
    for (const double a : {-1.0, 1.0})
      for (const double b : {-golden, golden}) {
        Vec3 v = Vec3::Zero();
        v[(axis + 1) % 3] = a;
        v[(axis + 2) % 3] = b;
        atoms.add(29, scale * v);
      }
  return atoms;
}

}  // namespace glasscope::voronoi::samples
