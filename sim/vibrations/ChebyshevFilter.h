#pragma once

#include <functional>
#include <vector>

#include "sim/springs/Springs.h"

namespace glasscope::sim {

/// The coefficients c_0 ... c_order of f(lambda) = sum c_n T_n(2 lambda / top - 1) on [0, top].
std::vector<double> chebyshevCoefficients(const std::function<double(double)>& f, double top,
                                          int order);

/// Functions of springs applied to vectors by the recursion of the Chebyshev polynomials,
/// T_{n+1} = 2 x T_n - T_{n-1}: any number of functions from one recursion. In theta = 2 asin
/// (nu / nu_top) polynomials resolve evenly, so near zero they resolve evenly in frequency, by some
/// nu_top / order.
class ChebyshevFilter {
 public:
  /// No eigenvalue may lie above `top`.
  ChebyshevFilter(const Springs<float>& springs, double top);

  /// results[k] = f_k(H) z, with the coefficients of each f_k (all of one length). Returns the
  /// moments <z| T_n |z> summed over the vectors of the block, n = 0 ... 2 order, from products of
  /// pairs of terms of the recursion.
  ///
  /// Throws Error(input) when the sample is no minimum: |T_n| is at most 1 within [0, top] and
  /// grows exponentially outside, so a vector that has grown has met a negative eigenvalue.
  std::vector<double> apply(const Block<float>& z,
                            const std::vector<std::vector<double>>& coefficients, int order,
                            std::vector<Block<float>>& results) const;

 private:
  const Springs<float>& springs_;
  double top_;
};

}  // namespace glasscope::sim
