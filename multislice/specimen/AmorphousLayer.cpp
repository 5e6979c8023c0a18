#include "multislice/specimen/AmorphousLayer.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope::multislice {

namespace {

// g/mol over cubic angstrom in g/cm^3 (CODATA 2018 Avogadro constant).
constexpr double kPerCubicAngstrom = 1.66053906660;

double densityOf(const AmorphousLayerSettings& s) {
  if (s.density_g_per_cm3 > 0) return s.density_g_per_cm3;
  if (s.formula == "C")
    return 2.0;  // evaporated carbon: Robertson, Mater. Sci. Eng. R 37, 129 (2002)
  if (s.formula == "SiO2") return 2.2;  // vitreous silica: CRC Handbook of Chemistry and Physics
  throw Error(ErrorKind::usage, fmt::format("the density of a film of {} is not known", s.formula),
              "there is a default for C and SiO2 alone", "give the layer's density_g_per_cm3");
}

/// Which points are near: cells no smaller than the least distance.
class Neighbours {
 public:
  Neighbours(const Vec3& size, std::array<bool, 2> periodic, double distance_A)
      : size_(size), periodic_{periodic[0], periodic[1], false}, square_(distance_A * distance_A) {
    for (int d = 0; d < 3; ++d) count_[d] = std::max(1, static_cast<int>(size[d] / distance_A));
    cells_.resize(static_cast<std::size_t>(count_[0]) * count_[1] * count_[2]);
  }

  bool roomAt(const Vec3& r, const std::vector<Vec3>& points) const {
    std::array<std::vector<int>, 3> near;
    for (int d = 0; d < 3; ++d) near[d] = around(cell(r, d), d);
    for (int a : near[0]) {
      for (int b : near[1]) {
        for (int c : near[2]) {
          for (std::size_t p : cells_[index(a, b, c)]) {
            if (difference(r, points[p]).squaredNorm() < square_) return false;
          }
        }
      }
    }
    return true;
  }

  void add(const Vec3& r, std::size_t point) {
    cells_[index(cell(r, 0), cell(r, 1), cell(r, 2))].push_back(point);
  }

 private:
  int cell(const Vec3& r, int d) const {
    return std::clamp(static_cast<int>(r[d] / size_[d] * count_[d]), 0, count_[d] - 1);
  }
  std::size_t index(int a, int b, int c) const {
    return (static_cast<std::size_t>(a) * count_[1] + b) * count_[2] + c;
  }
  std::vector<int> around(int at, int d) const {
    std::vector<int> list;
    for (int step = -1; step <= 1; ++step) {
      int c = at + step;
      if (periodic_[d]) c = (c + count_[d]) % count_[d];
      if (c < 0 || c >= count_[d] || std::find(list.begin(), list.end(), c) != list.end()) continue;
      list.push_back(c);
    }
    return list;
  }
  Vec3 difference(const Vec3& a, const Vec3& b) const {
    Vec3 r = a - b;
    for (int d = 0; d < 3; ++d) {
      if (periodic_[d]) r[d] -= size_[d] * std::round(r[d] / size_[d]);
    }
    return r;
  }

  Vec3 size_;
  std::array<bool, 3> periodic_;
  double square_;
  std::array<int, 3> count_{};
  std::vector<std::vector<std::size_t>> cells_;
};

}  // namespace

std::vector<std::pair<int, int>> AmorphousLayer::composition(const std::string& formula) {
  std::vector<std::pair<int, int>> parts;
  std::size_t at = 0;
  while (at < formula.size()) {
    std::size_t end = at + 1;
    while (end < formula.size() && std::islower(static_cast<unsigned char>(formula[end]))) ++end;
    const int element = atomicNumber(formula.substr(at, end - at));
    int count = 0;
    while (end < formula.size() && std::isdigit(static_cast<unsigned char>(formula[end])) &&
           count < 1000) {
      count = 10 * count + (formula[end++] - '0');
    }
    parts.emplace_back(element, std::max(1, count));
    at = end;
  }
  if (parts.empty()) {
    throw Error(ErrorKind::usage, "a film has no formula", "it is empty",
                "give C, SiO2, Al2O3, ...");
  }
  return parts;
}

AmorphousLayer::AmorphousLayer(const AmorphousLayerSettings& settings, const Vec3& size,
                               std::array<bool, 2> periodic, std::uint64_t seed,
                               std::uint64_t stream) {
  const auto parts = composition(settings.formula);
  double mass = 0;
  int unit = 0;
  for (const auto& [z, count] : parts) {
    mass += count * elementMass(z);
    unit += count;
  }
  const double units = densityOf(settings) * size.prod() / (mass * kPerCubicAngstrom);
  if (!(units * unit < 2e7)) {
    throw Error(ErrorKind::capacity,
                fmt::format("a film of {:.2g} atoms cannot be placed", units * unit),
                "2e7 is the most", "choose a thinner layer or a smaller foil");
  }
  const auto whole = static_cast<std::size_t>(std::llround(units));
  leastDistance_A_ = 0.7 * std::cbrt(size.prod() / std::max(1.0, units * unit));
  Neighbours neighbours(size, periodic, leastDistance_A_);
  for (const auto& [z, count] : parts)
    atomicNumbers_.insert(atomicNumbers_.end(), whole * count, z);
  // At this distance a fifth of the volume is taken: random addition fills up to 0.38 (Torquato,
  // Uche & Stillinger, Phys. Rev. E 74, 061308 (2006)), so that every atom finds a place.
  constexpr int kTries = 100000;
  for (std::size_t i = 0; i < atomicNumbers_.size(); ++i) {
    Random random(seed, "amorphous_layer", stream, i);
    Vec3 r;
    int tries = 0;
    do {
      for (int d = 0; d < 3; ++d) r[d] = size[d] * random.uniform();
    } while (!neighbours.roomAt(r, positions_) && ++tries < kTries);
    GLASSCOPE_ENSURE(tries < kTries, "no room for an atom of an amorphous layer");
    neighbours.add(r, positions_.size());
    positions_.push_back(r);
  }
}

}  // namespace glasscope::multislice
