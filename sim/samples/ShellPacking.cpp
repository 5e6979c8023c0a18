#include "sim/samples/ShellPacking.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/atoms/Atoms.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "sim/samples/ShellFit.h"
#include "sim/springs/NeighbourSearch.h"

namespace glasscope::sim {

namespace {

// Of the damped motion, in units of the mean radius, of unit springs and unit masses.
constexpr double kTimeStep = 0.15, kKept = 0.9;
// Mean square of the shaking at the beginning and at its end, in these units.
constexpr double kHottest = 0.1, kCoolest = 0.001;
constexpr int kLevels = 8, kMovesPerLevel = 250, kLastMoves = 500, kMovesPerChoice = 25;
// Distance of a sphere that is no neighbour, in sums of radii; strength of springs between centres,
// and of those that draw to the shape.
constexpr double kOthersApart = 1.2, kCentreStrength = 4, kShapeStrength = 0.5;

class ShellMotion {
 public:
  explicit ShellMotion(const ShellPackingSettings& s)
      : s_(s), places_(s.start), speeds_(s.start.size(), Vec3::Zero()), shells_(s.shells) {
    double sum = 0;
    for (const double radius : s.radii_A) sum += radius;
    unit_A_ = sum / static_cast<double>(s.radii_A.size());
    for (const double radius : s.radii_A) radii_.push_back(radius / unit_A_);
    largest_ = *std::max_element(radii_.begin(), radii_.end());
    fits_.resize(s.shape.empty() ? 0 : s.centres, ShellFit(s.shape));
  }

  void run() {
    for (int level = 0; level < kLevels; ++level) {
      const double share = static_cast<double>(level) / (kLevels - 1);
      setFraction(s_.firstFraction + share * (s_.fraction - s_.firstFraction));
      move(kMovesPerLevel, s_.shakes ? kHottest * std::pow(kCoolest / kHottest, share) : 0);
    }
    move(kLastMoves, 0);
  }

  ShellPacking packing() const {
    ShellPacking packing;
    packing.edge_A = edge_ * unit_A_;
    for (const Vec3& place : places_) packing.places_A.emplace_back(place * packing.edge_A);
    packing.shells = shells_;
    return packing;
  }

 private:
  struct Pair {
    std::size_t one, other;
    Vec3 shift;  ///< whole edges
    double length, strength;
    bool pulls;
  };

  void setFraction(double fraction) { edge_ = edgeOfPacking_A(radii_, fraction); }

  // Places are in edges of the cube, forces and speeds in units.
  void move(int moves, double heat) {
    for (int i = 0; i < moves; ++i, ++done_) {
      if (i % kMovesPerChoice == 0) {
        throwIfInterrupted();
        chooseShells();
        listPairs();
      } else if (furthestSinceListed() > 0.5 * kMargin) {
        listPairs();
      }
      findForces();
      const double kick = std::sqrt(2 * (1 - kKept) * heat);
      for (std::size_t k = s_.held; k < places_.size(); ++k) {
        speeds_[k] = kKept * speeds_[k] + kTimeStep * forces_[k];
        if (heat > 0) {
          Random random(s_.seed, "shell_packing", done_, k);
          for (int axis = 0; axis < 3; ++axis) speeds_[k][axis] += kick * random.normal();
        }
        places_[k] += kTimeStep / edge_ * speeds_[k];
      }
    }
  }

  Atoms spheres() {
    Atoms atoms;
    atoms.box = Box::orthogonal(Vec3::Constant(edge_));
    for (Vec3& place : places_) {
      for (int axis = 0; axis < 3; ++axis) place[axis] -= std::floor(place[axis]);
      atoms.add(1, edge_ * place);
    }
    return atoms;
  }

  void chooseShells() {
    if (s_.shells.empty()) findNearest();
    for (std::size_t c = 0; c < fits_.size(); ++c) {
      std::vector<Vec3> apart;
      for (const std::size_t k : shells_[c]) apart.push_back(vectorTo(c, k));
      const std::vector<std::size_t> order = fits_[c].match(apart);
      const std::vector<std::size_t> before = shells_[c];
      for (std::size_t n = 0; n < order.size(); ++n) shells_[c][n] = before[order[n]];
    }
  }

  // The spheres that are nearest to each centre by the gap between them, among all but centres.
  void findNearest() {
    const auto wanted = static_cast<std::size_t>(s_.neighbours);
    shells_.assign(s_.centres, {});
    for (double reach = 1.5 * (1 + largest_);; reach *= 1.3) {
      const NeighbourSearch search(spheres(), reach);
      bool found = true;
      for (std::size_t at = 0; at < search.size() && found; ++at) {
        const auto centre = static_cast<std::size_t>(search.order()[at]);
        if (centre >= s_.centres) continue;
        std::vector<std::pair<double, std::size_t>> near;
        search.visit(at, [&](std::int32_t other, const Vec3&, double squared) {
          const auto k = static_cast<std::size_t>(search.order()[static_cast<std::size_t>(other)]);
          if (k >= s_.held && k >= s_.centres)
            near.emplace_back(std::sqrt(squared) - radii_[centre] - radii_[k], k);
        });
        std::ranges::sort(near);
        std::vector<std::size_t>& shell = shells_[centre];
        shell.clear();
        for (const auto& [gap, k] : near)
          if (shell.size() < wanted && std::ranges::find(shell, k) == shell.end())
            shell.push_back(k);
        found = shell.size() == wanted;
      }
      if (found) return;
    }
  }

  // From a place to the nearest image of another, in units.
  Vec3 vectorTo(std::size_t from, std::size_t to) const {
    Vec3 apart = places_[to] - places_[from];
    apart -= Vec3(apart.array().round());
    return edge_ * apart;
  }

  void listPairs() {
    pairs_.clear();
    std::vector<std::vector<std::size_t>> belong(s_.centres);
    for (std::size_t c = 0; c < s_.centres; ++c) {
      belong[c] = shells_[c];
      std::ranges::sort(belong[c]);
    }
    const double widest = std::max({2 * largest_, kOthersApart * 2 * largest_, centreDistance()});
    const NeighbourSearch search(spheres(), widest + kMargin);
    listed_ = places_;
    for (std::size_t c = 0; c < s_.centres; ++c)
      for (const std::size_t k : shells_[c]) addBond(c, k);
    for (std::size_t at = 0; at < search.size(); ++at) {
      search.visit(at, [&](std::int32_t other, const Vec3& apart, double) {
        const auto i = static_cast<std::size_t>(search.order()[at]);
        const auto j = static_cast<std::size_t>(search.order()[static_cast<std::size_t>(other)]);
        if (i >= j || j < s_.held) return;
        const bool centre = i < s_.centres;
        if (centre && j >= s_.centres && std::ranges::binary_search(belong[i], j)) return;
        Pair pair{i,
                  j,
                  Vec3((apart / edge_ - (places_[j] - places_[i])).array().round()),
                  radii_[i] + radii_[j],
                  1,
                  false};
        if (centre && j >= s_.centres) pair.length *= kOthersApart;
        if (centre && j < s_.centres && s_.centresApart > 0) {
          pair.length = centreDistance();
          pair.strength = kCentreStrength;
        }
        pairs_.push_back(pair);
      });
    }
  }

  void addBond(std::size_t centre, std::size_t k) {
    const Vec3 apart = places_[k] - places_[centre];
    pairs_.push_back(
        {centre, k, Vec3(-apart.array().round()), radii_[centre] + radii_[k], 1, true});
  }

  // Of two centres that keep a distance: in units of that from the first centre to the last sphere.
  double centreDistance() const {
    return s_.centres == 0 ? 0 : s_.centresApart * (radii_.front() + radii_.back());
  }

  double furthestSinceListed() const {
    double furthest = 0;
    for (std::size_t k = 0; k < places_.size(); ++k)
      furthest = std::max(furthest, (places_[k] - listed_[k]).squaredNorm());
    return edge_ * std::sqrt(furthest);
  }

  void findForces() {
    forces_.assign(places_.size(), Vec3::Zero());
    for (const Pair& pair : pairs_) {
      const Vec3 apart = edge_ * (places_[pair.other] - places_[pair.one] + pair.shift);
      const double distance = apart.norm(), overlap = pair.length - distance;
      if ((overlap <= 0 && !pair.pulls) || distance == 0) continue;
      const Vec3 force = pair.strength * overlap / distance * apart;
      forces_[pair.one] -= force;
      forces_[pair.other] += force;
    }
    for (std::size_t c = 0; c < fits_.size(); ++c) drawToShape(c);
  }

  void drawToShape(std::size_t centre) {
    const std::vector<std::size_t>& shell = shells_[centre];
    std::vector<Vec3> apart;
    for (const std::size_t k : shell) apart.push_back(vectorTo(centre, k));
    const Mat3 rotation = fits_[centre].turn(apart);
    for (std::size_t n = 0; n < shell.size(); ++n) {
      const double length = radii_[centre] + radii_[shell[n]];
      const Vec3 force = kShapeStrength * (length * rotation * s_.shape[n] - apart[n]);
      forces_[shell[n]] += force;
      forces_[centre] -= force;
    }
  }

  static constexpr double kMargin = 0.6;  ///< of lists of pairs, in units

  const ShellPackingSettings& s_;
  std::vector<double> radii_;
  std::vector<Vec3> places_, speeds_, forces_, listed_;
  std::vector<std::vector<std::size_t>> shells_;
  std::vector<ShellFit> fits_;
  std::vector<Pair> pairs_;
  double unit_A_ = 1, largest_ = 1, edge_ = 1;
  std::uint64_t done_ = 0;
};

}  // namespace

double edgeOfPacking_A(const std::vector<double>& radii_A, double fraction) {
  double volume = 0;
  for (const double radius : radii_A) volume += radius * radius * radius;
  return std::cbrt(4 * M_PI / 3 * volume / fraction);
}

ShellPacking packShells(const ShellPackingSettings& settings) {
  const std::size_t others = settings.radii_A.size() - settings.centres;
  GLASSCOPE_ENSURE(settings.start.size() == settings.radii_A.size(), "a sphere has no place");
  GLASSCOPE_ENSURE(
      !settings.shells.empty() || others >= static_cast<std::size_t>(settings.neighbours),
      "there are fewer spheres than neighbours");
  ShellMotion motion(settings);
  motion.run();
  return motion.packing();
}

}  // namespace glasscope::sim
