#include "compare/diffraction/RingStrain.h"

#include <array>
#include <cmath>

#include <Eigen/Dense>

#include "core/math/Constants.h"

namespace glasscope::compare {

namespace {

constexpr int kSectors = 24;     // ellipses need 4; more average the grain of the pixels
constexpr int kIterations = 40;  // each takes away at least half of what is left

using Stretch = Eigen::Matrix2d;

Stretch stretchOf(const Strain2& e) {
  Stretch matrix;
  matrix << 1 + e.xx, e.xy, e.xy, 1 + e.yy;
  return matrix;
}

struct Sectors {
  std::array<double, kSectors> weight{}, radius{};
};

// Intensity-weighted |A k| of each sector inside a window with cosine flanks (a hard edge would
// jump from pixel to pixel while the fit moves it).
Sectors measure(const std::vector<RingStrain::Pixel>& pixels, const Array2<double>& pattern,
                const Stretch& stretch, double inner, double outer) {
  Sectors sectors;
  const double middle = 0.5 * (inner + outer), half = 0.5 * (outer - inner);
  for (const RingStrain::Pixel& pixel : pixels) {
    const double radius = (stretch * pixel.frequency_invA).norm();
    const double place = std::abs(radius - middle) / half;
    if (place >= 1) continue;
    const double window = std::pow(std::cos(0.5 * constants::kPi * place), 2);
    const double weight = window * pattern[pixel.index];
    sectors.weight[pixel.sector] += weight;
    sectors.radius[pixel.sector] += weight * radius;
  }
  for (int s = 0; s < kSectors; ++s) sectors.radius[s] /= sectors.weight[s];
  return sectors;
}

std::vector<RingStrain::Pixel> pixelsWithin(const DiffractionGrid& grid, double reach_invA) {
  std::vector<RingStrain::Pixel> pixels;
  for (int x = 0; x < grid.nx(); ++x) {
    for (int y = 0; y < grid.ny(); ++y) {
      const Vec2& k = grid.frequency(x, y);
      if (k.norm() > reach_invA) continue;
      const double turn = std::atan2(k.y(), k.x()) / (2 * constants::kPi) + 1;
      pixels.push_back({static_cast<std::size_t>(x) * grid.ny() + y,
                        static_cast<int>(std::lround(turn * kSectors) % kSectors), k});
    }
  }
  return pixels;
}

}  // namespace

RingStrain::RingStrain(const DiffractionGrid& grid, const Array2<double>& reference,
                       double inner_invA, double outer_invA)
    : inner_(inner_invA),
      outer_(outer_invA),
      pixels_(pixelsWithin(grid, 1.3 * outer_invA)) {  // strains stay far below 30 %
  const auto meanRadius = [&] {
    const Sectors sectors = measure(pixels_, reference, stretchOf(instrument_), inner_, outer_);
    double sum = 0;
    for (const double radius : sectors.radius) sum += radius / kSectors;
    return sum;
  };
  radius_ = meanRadius();
  instrument_ = iterate(reference, true);
  radius_ = meanRadius();
}

Strain2 RingStrain::iterate(const Array2<double>& pattern, bool traceless) const {
  Strain2 strain;
  for (int i = 0; i < kIterations; ++i) {
    const Stretch stretch = stretchOf(strain) * stretchOf(instrument_);
    const Sectors sectors = measure(pixels_, pattern, stretch, inner_, outer_);
    Eigen::Matrix3d normal = Eigen::Matrix3d::Zero();
    Eigen::Vector3d right = Eigen::Vector3d::Zero();
    for (int s = 0; s < kSectors; ++s) {
      const double f = 2 * constants::kPi * s / kSectors;
      const Eigen::Vector3d basis(std::cos(f) * std::cos(f), std::sin(f) * std::sin(f),
                                  2 * std::sin(f) * std::cos(f));
      normal += basis * basis.transpose();
      right += basis * (sectors.radius[s] / radius_ - 1);
    }
    Eigen::Vector3d step = normal.inverse() * right;
    if (traceless) {
      const double mean = 0.5 * (step[0] + step[1]);
      step[0] -= mean;
      step[1] -= mean;
    }
    strain.xx -= step[0];
    strain.yy -= step[1];
    strain.xy -= step[2];
    if (!(step.norm() > 1e-9)) break;
  }
  return strain;
}

Strain2 RingStrain::fit(const Array2<double>& pattern) const {
  return iterate(pattern, false);
}

}  // namespace glasscope::compare
