#include "sim/springs/EamEnvironment.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Parallel.h"

namespace glasscope::sim {
namespace {

constexpr std::size_t kChunk = 256;

std::vector<int> typesOf(const std::vector<int>& elements, const Atoms& atoms,
                         const std::vector<std::int32_t>& order) {
  std::vector<int> types;
  for (const std::int32_t atom : order) {
    const auto found = std::find(elements.begin(), elements.end(),
                                 atoms.atomicNumbers[static_cast<std::size_t>(atom)]);
    GLASSCOPE_ENSURE(found != elements.end(), "the potential was set up for these elements");
    types.push_back(static_cast<int>(found - elements.begin()));
  }
  return types;
}

void requireOnTable(const EamTables& tables, const std::vector<double>& density) {
  const double largest = *std::max_element(density.begin(), density.end());
  if (largest <= tables.largestDensity()) return;
  throw Error(
      ErrorKind::input, "the springs of this sample are not known",
      fmt::format("the electron density at an atom is {:.4g}, the potential's table ends at "
                  "{:.4g}",
                  largest, tables.largestDensity()),
      "minimise the energy first, or take a potential with a longer table");
}

}  // namespace

void eachAtomChunk(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body) {
  const auto chunks = static_cast<std::int64_t>((count + kChunk - 1) / kChunk);
  parallelFor(chunks, [&](std::int64_t chunk, int) {
    const std::size_t first = static_cast<std::size_t>(chunk) * kChunk;
    body(first, std::min(first + kChunk, count));
  });
}

EamEnvironment::EamEnvironment(const EamTables& tables, const std::vector<int>& elements,
                               const Atoms& atoms, Curvature curvature)
    : tables_(tables),
      curvature_(curvature),
      search_(atoms, tables.cutoff_A()),
      squaredDensityReach_(tables.densityReach_A() * tables.densityReach_A()),
      type_(typesOf(elements, atoms, search_.order())),
      embedding_(type_.size()),
      near_(type_.size(), 0),
      far_(type_.size(), 0),
      energy_eV_(type_.size(), 0.0) {
  countAndSum();
}

void EamEnvironment::countAndSum() {
  std::vector<double> density(size(), 0.0);
  eachAtomChunk(size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      search_.visit(i, [&](std::int32_t j, const Vec3&, double squared) {
        const int its = type_[static_cast<std::size_t>(j)];
        const double r = std::sqrt(squared);
        energy_eV_[i] += 0.5 * tables_.pair(type_[i], its, r, curvature_).value;
        ++(isNear(squared) ? near_ : far_)[i];
        if (isNear(squared)) density[i] += tables_.density(its, type_[i]).at(r, curvature_).value;
      });
      embedding_[i] = tables_.embedding(type_[i]).at(density[i], curvature_);
      energy_eV_[i] += embedding_[i].value;
    }
  });
  requireOnTable(tables_, density);
}

PairTerms EamEnvironment::terms(std::size_t i, std::size_t j, const Vec3& apart, double r) const {
  const int one = type_[i], other = type_[j];
  const auto phi = tables_.pair(one, other, r, curvature_);
  TableFunction::Value own, its;  // density of j at i, of i at j
  if (r < tables_.densityReach_A()) {
    own = tables_.density(other, one).at(r, curvature_);
    its = tables_.density(one, other).at(r, curvature_);
  }
  const double here = embedding_[i].first, there = embedding_[j].first;
  const double first = phi.first + here * own.first + there * its.first;
  const double second = phi.second + here * own.second + there * its.second;
  return {apart / r, second - first / r, first / r, own.first, its.first, first};
}

}  // namespace glasscope::sim
