#pragma once

namespace glasscope {

/// Coefficients of the fit of Peng, Ren, Dudarev and Whelan for scattering angles up to
/// s = k/2 = 6 1/angstrom: f(s) = sum a exp(-b s^2).
struct PengTable {
  struct Row {
    double a[5], b[5];
  };
  static constexpr int kElements = 98;
  /// Throws Error(input) outside Z = 1 to 98.
  static const Row& row(int atomicNumber);
};

}  // namespace glasscope
