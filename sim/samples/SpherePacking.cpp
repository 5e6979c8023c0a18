#include "sim/samples/SpherePacking.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/atoms/Atoms.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/springs/NeighbourSearch.h"

namespace glasscope::sim {

namespace {

// Packing fractions: where the spheres begin (no packing jams there), the first step, and the last.
constexpr double kFirst = 0.5, kStep = 0.02, kLastStep = 2e-5;
// Energy a sphere, in units of the repulsion, below which spheres only touch: overlaps of 1e-6.
constexpr double kTouching = 1e-13;
constexpr int kMostMoves = 20000;
// Of the damped dynamics, in its units: the stiffest motion of a dozen neighbours is stable.
constexpr double kLongestStep = 0.4;

// Spheres in a cube of edge 1 with the energy 1/2 sum (1 - r / d)^2 over pairs nearer than d.
class SoftSpheres {
 public:
  SoftSpheres(std::vector<double> radii, std::uint64_t seed) : radii_(std::move(radii)) {
    for (std::size_t i = 0; i < radii_.size(); ++i) {
      Random random(seed, "sphere", 0, i);
      places_.emplace_back(random.uniform(), random.uniform(), random.uniform());
    }
    for (const double radius : radii_) volume_ += radius * radius * radius;
    volume_ *= 4 * M_PI / 3;
    largest_ = *std::max_element(radii_.begin(), radii_.end());
  }

  const std::vector<Vec3>& places() const { return places_; }
  double scaleAt(double fraction) const { return std::cbrt(fraction / volume_); }

  /// Lowers the energy at a packing fraction; whether the spheres come to only touch.
  bool settles(double fraction) {
    scale_ = scaleAt(fraction);
    listed_.clear();
    // Damped dynamics (Bitzek et al., Phys. Rev. Lett. 97, 170201 (2006)) with their constants.
    std::vector<Vec3> velocities(places_.size(), Vec3::Zero());
    double step = 0.1, mix = 0.1;
    int downhill = 0;
    for (int move = 0; move < kMostMoves; ++move) {
      throwIfInterrupted();
      findForces();
      if (energy_ <= kTouching * size()) return true;
      if (isBalanced()) return false;
      double power = 0, speed = 0, force = 0;
      for (std::size_t i = 0; i < places_.size(); ++i) {
        power += forces_[i].dot(velocities[i]);
        speed += velocities[i].squaredNorm();
        force += forces_[i].squaredNorm();
      }
      const double turn = force > 0 ? mix * std::sqrt(speed / force) : 0;
      if (power > 0) {
        if (++downhill > 5) {
          step = std::min(1.1 * step, kLongestStep);
          mix *= 0.99;
        }
      } else {
        downhill = 0;
        step *= 0.5;
        mix = 0.1;
      }
      for (std::size_t i = 0; i < places_.size(); ++i) {
        velocities[i] =
            power > 0 ? Vec3((1 - mix) * velocities[i] + turn * forces_[i]) : Vec3::Zero();
        velocities[i] += step * forces_[i];
        places_[i] += step * unit() * velocities[i];
      }
    }
    return false;
  }

  double largestOverlap() const { return largestOverlap_; }

 private:
  struct Pair {
    std::int32_t one, other;
    Vec3 shift;
  };

  double size() const { return static_cast<double>(places_.size()); }
  // Diameter of the largest sphere: the unit of length of the moves.
  double unit() const { return 2 * largest_ * scale_; }

  // Forces in units of energy over diameter.
  void findForces() {
    listPairs();
    forces_.assign(places_.size(), Vec3::Zero());
    energy_ = pressure_ = largestOverlap_ = 0;
    for (const Pair& pair : pairs_) {
      const auto i = static_cast<std::size_t>(pair.one), j = static_cast<std::size_t>(pair.other);
      const Vec3 apart = places_[j] - places_[i] + pair.shift;
      const double contact = scale_ * (radii_[i] + radii_[j]), distance = apart.norm();
      const double overlap = 1 - distance / contact;
      if (overlap <= 0 || distance == 0) continue;
      energy_ += 0.5 * overlap * overlap;
      largestOverlap_ = std::max(largestOverlap_, overlap);
      const Vec3 force = overlap * unit() / (contact * distance) * apart;
      forces_[i] -= force;
      forces_[j] += force;
      pressure_ += force.norm();
    }
  }

  // The spheres push at each other, and hardly any is pushed away.
  bool isBalanced() const {
    double largest = 0;
    for (const Vec3& force : forces_) largest = std::max(largest, force.norm());
    return largest < 1e-4 * pressure_ / size();
  }

  // Anew when a sphere has gone half of the margin since the last time.
  void listPairs() {
    constexpr double kMargin = 0.3;  // of the largest diameter
    if (!listed_.empty()) {
      double furthest = 0;
      for (std::size_t i = 0; i < places_.size(); ++i)
        furthest = std::max(furthest, (places_[i] - listed_[i]).squaredNorm());
      if (std::sqrt(furthest) < 0.5 * kMargin * unit()) return;
    }
    Atoms atoms;
    atoms.box = Box::orthogonal(Vec3::Ones());
    for (Vec3& place : places_) {
      for (int axis = 0; axis < 3; ++axis) place[axis] -= std::floor(place[axis]);
      atoms.add(1, place);
    }
    listed_ = places_;
    pairs_.clear();
    const NeighbourSearch search(atoms, (1 + kMargin) * unit());
    for (std::size_t at = 0; at < search.size(); ++at) {
      search.visit(at, [&](std::int32_t other, const Vec3& apart, double) {
        const std::int32_t i = search.order()[at];
        const std::int32_t j = search.order()[static_cast<std::size_t>(other)];
        if (i >= j) return;
        const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
        const Vec3 shift = (apart - (places_[b] - places_[a])).array().round();
        pairs_.push_back({i, j, shift});
      });
    }
  }

  std::vector<double> radii_;  ///< as given; `scale_` makes them those in the cube
  std::vector<Vec3> places_, listed_, forces_;
  std::vector<Pair> pairs_;
  double volume_ = 0, largest_ = 0, scale_ = 0;
  double energy_ = 0, pressure_ = 0, largestOverlap_ = 0;
};

}  // namespace

SpherePacking packSpheres(const std::vector<double>& radii_A, std::uint64_t seed) {
  constexpr std::size_t kFewest = 16;
  if (radii_A.size() < kFewest)
    throw Error(ErrorKind::usage, "So few spheres make no packing",
                fmt::format("there are {}", radii_A.size()),
                fmt::format("take {} and more", kFewest));
  SoftSpheres spheres(radii_A, seed);
  SpherePacking packing;
  double fraction = kFirst;
  bool grow = true;
  for (double step = kStep; step > kLastStep || packing.centres_A.empty();) {
    const bool fits = spheres.settles(fraction);
    if (fits) {
      packing.packingFraction = fraction;
      packing.largestOverlap = spheres.largestOverlap();
      packing.centres_A = spheres.places();
    }
    if (fits != grow) {
      grow = fits;
      step *= 0.5;
    }
    fraction += grow ? step : -step;
  }
  packing.edge_A = 1 / spheres.scaleAt(packing.packingFraction);
  for (Vec3& centre : packing.centres_A) centre *= packing.edge_A;
  return packing;
}

}  // namespace glasscope::sim
