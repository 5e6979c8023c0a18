#include "compare/images/FourierRing.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "core/math/Constants.h"
#include "core/math/Fourier2.h"
#include "core/system/Error.h"

namespace glasscope::compare {

namespace {

using Complex = std::complex<double>;

// 0 outside, rising over `taper` pixels (chessboard distance to the nearest pixel outside, the edge
// of the image included) as a squared sine to 1.
Array2<double> tapered(const Array2<unsigned char>& mask, const Map2& a, const Map2& b, int taper) {
  const int nx = mask.nx(), ny = mask.ny();
  Array2<double> distance(nx, ny);
  const auto at = [&](int x, int y) {
    return x < 0 || y < 0 || x >= nx || y >= ny ? 0.0 : distance(x, y);
  };
  const auto sweep = [&](int x, int y, int s) {
    const double near = std::min({at(x - s, y - 1), at(x - s, y), at(x - s, y + 1), at(x, y - s)});
    distance(x, y) = std::min(distance(x, y), near + 1);
  };
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const bool in = mask[i] && std::isfinite(a.values[i]) && std::isfinite(b.values[i]);
    distance[i] = in ? nx + ny : 0;
  }
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) sweep(x, y, 1);
  }
  for (int x = nx - 1; x >= 0; --x) {
    for (int y = ny - 1; y >= 0; --y) sweep(x, y, -1);
  }
  for (double& d : distance) {
    d = std::pow(std::sin(0.5 * constants::kPi * std::min(1.0, d / (taper + 1))), 2);
  }
  return distance;
}

Array2<Complex> weightedTransform(const Map2& map, const Array2<double>& weight) {
  double sum = 0, total = 0;
  for (std::size_t i = 0; i < weight.size(); ++i) {
    if (!(weight[i] > 0)) continue;
    sum += weight[i] * map.values[i];
    total += weight[i];
  }
  Array2<double> values(map.nx(), map.ny());
  for (std::size_t i = 0; i < weight.size(); ++i) {
    if (weight[i] > 0) values[i] = weight[i] * (map.values[i] - sum / total);
  }
  return forwardFourier(values);
}

}  // namespace

std::vector<FourierRingPoint> fourierRingCorrelation(const Map2& a, const Map2& b,
                                                     const Array2<unsigned char>& mask, int taper) {
  const int nx = a.nx(), ny = a.ny();
  if (b.nx() != nx || b.ny() != ny || mask.nx() != nx || mask.ny() != ny || taper < 0) {
    throw Error(ErrorKind::usage, "the Fourier ring correlation cannot be taken",
                "images and mask differ in shape", "bring them onto one grid first");
  }
  const Array2<double> weight = tapered(mask, a, b, taper);
  double area = 0;
  for (const double w : weight) area += w * w / static_cast<double>(weight.size());
  const Array2<Complex> fa = weightedTransform(a, weight), fb = weightedTransform(b, weight);
  const double lx = nx * a.pixel_A.x(), ly = ny * a.pixel_A.y();
  const double width = 1 / std::min(lx, ly);
  const double nyquist = 0.5 / std::max(a.pixel_A.x(), a.pixel_A.y());
  const auto rings = static_cast<std::size_t>(nyquist / width);
  std::vector<double> cross(rings + 1), powerA(cross), powerB(cross);
  std::vector<FourierRingPoint> curve(rings + 1);
  for (int x = 0; x < nx; ++x) {
    for (int y = 0; y < ny; ++y) {
      const double k = std::hypot(signedFrequency(x, nx) / lx, signedFrequency(y, ny) / ly);
      const auto ring = static_cast<std::size_t>(std::lround(k / width));
      if (ring > rings) continue;
      cross[ring] += (fa(x, y) * std::conj(fb(x, y))).real();
      powerA[ring] += std::norm(fa(x, y));
      powerB[ring] += std::norm(fb(x, y));
      curve[ring].pixels += 1;
    }
  }
  for (std::size_t r = 0; r < curve.size(); ++r) {
    const double norm = std::sqrt(powerA[r] * powerB[r]);
    curve[r].k_invA = static_cast<double>(r) * width;
    curve[r].correlation = norm > 0 ? cross[r] / norm : 0;
    const double n = std::sqrt(std::max(1.0, 0.5 * curve[r].pixels * area));
    curve[r].halfBit = (0.2071 + 1.9102 / n) / (1.2071 + 0.9102 / n);
  }
  curve.erase(curve.begin());  // the mean was taken away
  return curve;
}

namespace {

template <class Threshold>
double resolution_A(const std::vector<FourierRingPoint>& curve, const Threshold& threshold) {
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const double here = curve[i].correlation - threshold(curve[i]);
    // The innermost rings hold so few pixels that they tell nothing.
    if (here >= 0 || curve[i].pixels < 20) continue;
    if (i == 0) return 1 / curve[i].k_invA;
    const double before = curve[i - 1].correlation - threshold(curve[i - 1]);
    const double t = before > 0 ? before / (before - here) : 0;
    return 1 / (curve[i - 1].k_invA + t * (curve[i].k_invA - curve[i - 1].k_invA));
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

double halfBitResolution_A(const std::vector<FourierRingPoint>& curve) {
  return resolution_A(curve, [](const FourierRingPoint& point) { return point.halfBit; });
}

double seventhResolution_A(const std::vector<FourierRingPoint>& curve) {
  return resolution_A(curve, [](const FourierRingPoint&) { return kOneSeventh; });
}

}  // namespace glasscope::compare
