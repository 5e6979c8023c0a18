#pragma once

namespace glasscope {

/// Coefficients of Lobato and Van Dyck's fit: f(k) = sum a (2 + b k^2) / (1 + b k^2)^2.
struct LobatoTable {
  struct Row {
    double a[5], b[5];
  };
  /// Throws Error(input) outside Z = 1 to 103.
  static const Row& row(int atomicNumber);
};

}  // namespace glasscope
