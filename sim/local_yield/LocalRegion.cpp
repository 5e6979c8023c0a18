#include "sim/local_yield/LocalRegion.h"

#include <algorithm>
#include <cmath>

#include "core/math/Pressure.h"
#include "core/system/Error.h"

namespace glasscope::sim {
namespace {

constexpr double kSkin_A = 0.5;  // pairs are listed that much farther than they reach
constexpr Curvature kCurvature = Curvature::piecewise;  // forces alone are asked for

// What lies so far apart as given is never nearer than `reach` in a strained far field.
double reachAsGiven(double reach_A, double largestStrain) {
  return reach_A * (1 + 1.2 * largestStrain);
}

double searchReach(const EamTables& tables, double radius_A, double largestStrain) {
  const double shell = radius_A + LocalRegion::kFarthest_A + tables.densityReach_A();
  return std::max(
      shell + reachAsGiven(tables.densityReach_A(), largestStrain),
      radius_A + LocalRegion::kFarthest_A + reachAsGiven(tables.cutoff_A(), largestStrain));
}

}  // namespace

RegionSample::RegionSample(const EamTables& t, const std::vector<int>& elements, const Atoms& atoms,
                           double radius, double strain)
    : tables(t),
      radius_A(radius),
      largestStrain(strain),
      search(atoms, searchReach(t, radius, strain)),
      volumeOfAtom_A3(atoms.box.volume() / static_cast<double>(atoms.size())) {
  for (const std::int32_t atom : search.order()) {
    const auto found = std::find(elements.begin(), elements.end(),
                                 atoms.atomicNumbers[static_cast<std::size_t>(atom)]);
    GLASSCOPE_ENSURE(found != elements.end(), "the potential was set up for these elements");
    type.push_back(static_cast<int>(found - elements.begin()));
  }
}

LocalRegion::LocalRegion(const RegionSample& sample, std::size_t site) : tables_(sample.tables) {
  const auto& order = sample.search.order();
  const auto middle = static_cast<std::size_t>(
      std::find(order.begin(), order.end(), static_cast<std::int32_t>(site)) - order.begin());
  struct Member {
    double squared;
    std::int32_t place;
    Vec3 position;
  };
  std::vector<Member> members{{0, static_cast<std::int32_t>(middle), Vec3::Zero()}};
  sample.search.visit(middle, [&](std::int32_t other, const Vec3& apart, double squared) {
    members.push_back({squared, other, apart});
  });
  // By distance: free ones first, then those that feel them.
  std::stable_sort(members.begin(), members.end(),
                   [](const Member& a, const Member& b) { return a.squared < b.squared; });
  const double shell = sample.radius_A + kFarthest_A + tables_.densityReach_A();
  for (const Member& member : members) {
    const double r = std::sqrt(member.squared);
    free_ += r < sample.radius_A;
    embedded_ += r < shell;
    start_.push_back(member.position);
    type_.push_back(sample.type[static_cast<std::size_t>(member.place)]);
  }
  for (std::size_t k = 0; k < free_; ++k)
    atoms_.push_back(order[static_cast<std::size_t>(members[k].place)]);
  volume_A3_ = static_cast<double>(free_) * sample.volumeOfAtom_A3;
  findCandidates(sample);
  place_ = start_;
  place(Mat3::Identity(), {start_.begin(), start_.begin() + static_cast<std::ptrdiff_t>(free_)});
}

void LocalRegion::findCandidates(const RegionSample& sample) {
  const auto within = [&](std::size_t a, std::size_t b, double reach) {
    return (start_[a] - start_[b]).squaredNorm() < reach * reach;
  };
  const double far =
      reachAsGiven(tables_.cutoff_A() + kSkin_A + 2 * kFarthest_A, sample.largestStrain);
  near_.resize(free_);
  for (std::size_t i = 0; i < free_; ++i)
    for (std::size_t k = i + 1; k < start_.size(); ++k)
      if (within(i, k, far)) near_[i].push_back(static_cast<std::int32_t>(k));
  const double dense = reachAsGiven(tables_.densityReach_A(), sample.largestStrain);
  rigid_.resize(embedded_);
  for (std::size_t i = free_; i < embedded_; ++i)
    for (std::size_t k = free_; k < start_.size(); ++k)
      if (k != i && within(i, k, dense)) rigid_[i].push_back(static_cast<std::int32_t>(k));
}

void LocalRegion::place(const Mat3& gradient, std::vector<Vec3> positions) {
  gradient_ = gradient;
  for (std::size_t k = free_; k < start_.size(); ++k) place_[k] = gradient * start_[k];
  now_ = std::move(positions);
  sumDensities();
  listPairs();
}

double LocalRegion::farthest_A() const {
  double farthest = 0;
  for (std::size_t i = 0; i < free_; ++i)
    farthest = std::max(farthest, (now_[i] - gradient_ * start_[i]).norm());
  return farthest;
}

// The density that atom `of` makes at atom `at`.
double LocalRegion::density(std::size_t at, std::size_t of, double r_A) const {
  return tables_.density(type_[of], type_[at]).at(r_A, kCurvature).value;
}

void LocalRegion::sumDensities() {
  rigidDensity_.assign(embedded_, 0.0);
  const double squaredReach = tables_.densityReach_A() * tables_.densityReach_A();
  for (std::size_t i = free_; i < embedded_; ++i) {
    for (const std::int32_t other : rigid_[i]) {
      const auto k = static_cast<std::size_t>(other);
      const double squared = (place_[k] - place_[i]).squaredNorm();
      if (squared < squaredReach) rigidDensity_[i] += density(i, k, std::sqrt(squared));
    }
  }
}

void LocalRegion::listPairs() {
  std::copy(now_.begin(), now_.end(), place_.begin());
  listed_ = now_;
  pairs_.clear();
  const double reach = tables_.cutoff_A() + kSkin_A;
  for (std::size_t i = 0; i < free_; ++i) {
    for (const std::int32_t k : near_[i]) {
      if ((place_[static_cast<std::size_t>(k)] - place_[i]).squaredNorm() < reach * reach)
        pairs_.push_back({static_cast<std::int32_t>(i), k});
    }
  }
}

void LocalRegion::evaluate(const std::vector<Vec3>& positions, Forces& forces) {
  now_ = positions;
  double farthest = 0;
  for (std::size_t i = 0; i < free_; ++i)
    farthest = std::max(farthest, (now_[i] - listed_[i]).squaredNorm());
  if (farthest > 0.25 * kSkin_A * kSkin_A) listPairs();
  std::copy(now_.begin(), now_.end(), place_.begin());

  forces.energy_eV = 0;
  forces.force_eV_per_A.assign(free_, Vec3::Zero());
  density_ = rigidDensity_;
  terms_.resize(pairs_.size());
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    const auto i = static_cast<std::size_t>(pairs_[p].one);
    const auto k = static_cast<std::size_t>(pairs_[p].other);
    Terms& t = terms_[p];
    t.apart = place_[k] - place_[i];
    t.r = t.apart.norm();
    t.pairSlope = t.own = t.its = 0;
    if (t.r >= tables_.cutoff_A()) continue;
    const auto phi = tables_.pair(type_[i], type_[k], t.r, kCurvature);
    forces.energy_eV += phi.value;
    t.pairSlope = phi.first;
    if (t.r >= tables_.densityReach_A()) continue;
    const auto own = tables_.density(type_[k], type_[i]).at(t.r, kCurvature);
    density_[i] += own.value;
    t.own = own.first;
    if (k >= embedded_) continue;
    const auto its = tables_.density(type_[i], type_[k]).at(t.r, kCurvature);
    density_[k] += its.value;
    t.its = its.first;
  }
  slope_.resize(embedded_);
  for (std::size_t i = 0; i < embedded_; ++i) {
    const auto embedding = tables_.embedding(type_[i]).at(density_[i], kCurvature);
    forces.energy_eV += embedding.value;
    slope_[i] = embedding.first;
  }
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    const auto i = static_cast<std::size_t>(pairs_[p].one);
    const auto k = static_cast<std::size_t>(pairs_[p].other);
    Terms& t = terms_[p];
    t.pairSlope += slope_[i] * t.own + (k < embedded_ ? slope_[k] * t.its : 0);
    const Vec3 pull = t.pairSlope / t.r * t.apart;
    forces.force_eV_per_A[i] += pull;
    if (k < free_) forces.force_eV_per_A[k] -= pull;
  }
}

LocalRegion::Stress LocalRegion::stress(const Mat3& rate) {
  Forces forces;
  evaluate(std::vector<Vec3>(now_), forces);
  Stress found;
  for (std::size_t p = 0; p < pairs_.size(); ++p) {
    const Terms& t = terms_[p];
    const double share = static_cast<std::size_t>(pairs_[p].other) < free_ ? 1 : 0.5;
    found.stress_GPa += share * t.pairSlope / t.r * t.apart * t.apart.transpose();
    found.power_eV += t.pairSlope / t.r * t.apart.dot(rate * t.apart);
  }
  found.stress_GPa *= constants::kGPa_per_eV_per_A3 / volume_A3_;
  // What rigid atoms of the shell feel of each other.
  for (std::size_t i = free_; i < embedded_; ++i) {
    for (const std::int32_t other : rigid_[i]) {
      const auto k = static_cast<std::size_t>(other);
      const Vec3 apart = place_[k] - place_[i];
      const double r = apart.norm();
      if (r >= tables_.densityReach_A()) continue;
      const auto felt = tables_.density(type_[k], type_[i]).at(r, kCurvature);
      found.power_eV += slope_[i] * felt.first / r * apart.dot(rate * apart);
    }
  }
  return found;
}

}  // namespace glasscope::sim
