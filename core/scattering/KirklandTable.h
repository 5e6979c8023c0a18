#pragma once

namespace glasscope {

/// Coefficients of Kirkland's fit: f(k) = sum a / (k^2 + b) + sum c exp(-d k^2).
struct KirklandTable {
  struct Row {
    double a[3], b[3], c[3], d[3];
  };
  /// Throws Error(input) outside Z = 1 to 103.
  static const Row& row(int atomicNumber);
};

}  // namespace glasscope
