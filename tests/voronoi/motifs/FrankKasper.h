#pragma once

#include "tests/voronoi/Samples.h"

namespace glasscope::voronoi::samples {

/// A15 (Cr3Si, Pm-3n): Si on 2a (Z12), Cr on 6c (Z14).
inline Atoms a15(std::array<int, 3> repeat) {
  return crystal(cubic(4.556),
                 {Vec3(0, 0, 0), Vec3(.5, .5, .5), Vec3(.25, 0, .5), Vec3(.75, 0, .5),
                  Vec3(.5, .25, 0), Vec3(.5, .75, 0), Vec3(0, .5, .25), Vec3(0, .5, .75)},
                 repeat);
}

/// C15 (MgCu2, Fd-3m): 8a (Z16), 16d (Z12).
inline Atoms c15(std::array<int, 3> repeat) {
  std::vector<Vec3> basis;
  for (const auto& f : kFccBasis) {
    for (const auto& p : {Vec3(0, 0, 0), Vec3(.25, .25, .25)}) basis.push_back(p + f);
    for (const auto& p : {Vec3(5, 5, 5), Vec3(5, 7, 7), Vec3(7, 5, 7), Vec3(7, 7, 5)})
      basis.push_back(p / 8 + f);
  }
  return crystal(cubic(7.05), basis, repeat);
}

/// C14 (MgZn2, P6_3/mmc) in its orthogonal cell: 4f z = 0.062 (Z16), 2a and 6h x = 0.8305 (Z12).
inline Atoms c14(std::array<int, 3> repeat) {
  constexpr double kZ = 0.062, kX = 0.8305, kA = 5.221, kC = 8.567;
  Mat3 cell = Mat3::Zero();
  cell.col(0) << kA, 0, 0;
  cell.col(1) << -0.5 * kA, 0.5 * std::sqrt(3.0) * kA, 0;
  cell.col(2) << 0, 0, kC;
  std::vector<Vec3> basis = {Vec3(1. / 3, 2. / 3, kZ),
                             Vec3(2. / 3, 1. / 3, kZ + .5),
                             Vec3(2. / 3, 1. / 3, -kZ),
                             Vec3(1. / 3, 2. / 3, .5 - kZ),
                             Vec3(0, 0, 0),
                             Vec3(0, 0, .5)};
  for (const double s : {1.0, -1.0}) {
    const double z = s > 0 ? .25 : .75;
    basis.emplace_back(s * kX, s * 2 * kX, z);
    basis.emplace_back(-s * 2 * kX, -s * kX, z);
    basis.emplace_back(s * kX, -s * kX, z);
  }
  return crystal(cell, basis, repeat);
}

/// sigma phase (FeCr, P4_2/mnm; Yakel, Acta Cryst. B39, 20 (1983), rounded): 2a, 8i' (Z12), 8i, 8j
/// (Z14), 4f (Z15).
inline Atoms sigmaPhase(std::array<int, 3> repeat) {
  std::vector<Vec3> basis = {Vec3(0, 0, 0), Vec3(.5, .5, .5)};
  const auto plane = [&](double x, double y) {
    for (const auto& p :
         {Vec3(x, y, 0), Vec3(-x, -y, 0), Vec3(.5 - y, .5 + x, .5), Vec3(.5 + y, .5 - x, .5)})
      basis.push_back(p);
  };
  plane(.3986, .3986);
  for (const auto& [x, y] : {std::pair{.4635, .1312}, std::pair{.7393, .0661}}) {
    plane(x, y);
    plane(y, x);
  }
  constexpr double kX = .1827, kZ = .2524;
  for (const double s : {1.0, -1.0})
    for (const auto& p : {Vec3(kX, kX, s * kZ), Vec3(-kX, -kX, s * kZ),
                          Vec3(.5 - kX, .5 + kX, .5 + s * kZ), Vec3(.5 + kX, .5 - kX, .5 + s * kZ)})
      basis.push_back(p);
  Mat3 cell = Mat3::Zero();
  cell.diagonal() << 8.7966, 8.7966, 4.5582;
  return crystal(cell, basis, repeat);
}

}  // namespace glasscope::voronoi::samples
