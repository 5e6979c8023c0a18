#pragma once

namespace glasscope::multislice {

/// cos(2 pi k / n) in a constant expression, to the last bit or two of a double: the Maclaurin
/// series on the first eighth of the circle, and symmetry.
constexpr double constantCosine(int k, int n);

/// sin(2 pi k / n) in a constant expression.
constexpr double constantSine(int k, int n);

/// The multiple of `factor` below factor * other that is 1 modulo `other` (coprime numbers): the
/// step of the Chinese remainder theorem.
constexpr int chineseStep(int factor, int other) {
  int step = factor;
  while (step % other != 1 % other) step += factor;
  return step;
}

namespace trigonometry {

/// Sum of (-1)^m x^(2m + first) / (2m + first)! for |x| below pi / 4: sine (1) or cosine (0).
constexpr double series(double x, int first) {
  double term = first == 0 ? 1 : x, sum = 0;
  for (int m = first; m < 24; m += 2) {
    sum += term;
    term *= -x * x / ((m + 1) * (m + 2));
  }
  return sum;
}

}  // namespace trigonometry

constexpr double constantCosine(int k, int n) {
  constexpr double kTwoPi = 6.283185307179586476925;
  k = (k % n + n) % n;
  if (2 * k > n) k = n - k;                                 // the lower half mirrors the upper
  if (4 * k > n) return -constantCosine(n - 2 * k, 2 * n);  // the left half is the right, negative
  if (8 * k > n) return trigonometry::series(kTwoPi * (n - 4 * k) / (4.0 * n), 1);
  return trigonometry::series(kTwoPi * k / n, 0);
}

constexpr double constantSine(int k, int n) {
  return constantCosine(4 * k - n, 4 * n);
}

}  // namespace glasscope::multislice
