#include "sim/springs/PairSprings.h"

#include <cmath>

#include "core/atoms/Elements.h"
#include "sim/springs/EamEnvironment.h"

namespace glasscope::sim {
namespace {

template <class T>
void allocate(SpringTable<T>& table, const EamEnvironment& environment) {
  const std::size_t count = environment.size();
  table.nearStart.assign(count + 1, 0);
  table.farStart.assign(count + 1, 0);
  for (std::size_t i = 0; i < count; ++i) {
    table.nearStart[i + 1] = table.nearStart[i] + environment.nearCount(i);
    table.farStart[i + 1] = table.farStart[i] + environment.farCount(i);
    table.embedding.push_back(static_cast<T>(environment.embeddingCurvature(i)));
  }
  table.nearSprings.resize(static_cast<std::size_t>(table.nearStart[count]));
  table.farSprings.resize(static_cast<std::size_t>(table.farStart[count]));
}

// Fills the springs of all atoms; returns the force on each.
template <class T>
std::vector<Vec3> fill(SpringTable<T>& table, const EamEnvironment& environment) {
  std::vector<Vec3> force(environment.size(), Vec3::Zero());
  eachAtomChunk(environment.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      auto near = static_cast<std::size_t>(table.nearStart[i]);
      auto far = static_cast<std::size_t>(table.farStart[i]);
      environment.search().visit(i, [&](std::int32_t j, const Vec3& apart, double squared) {
        const PairTerms t =
            environment.terms(i, static_cast<std::size_t>(j), apart, std::sqrt(squared));
        force[i] += t.tension * t.unit;
        const auto x = static_cast<T>(t.unit.x()), y = static_cast<T>(t.unit.y()),
                   z = static_cast<T>(t.unit.z());
        const auto along = static_cast<T>(t.along), across = static_cast<T>(t.across);
        if (environment.isNear(squared)) {
          table.nearSprings[near++] = {
              x, y, z, along, across, static_cast<T>(t.own), static_cast<T>(t.its), j};
        } else {
          table.farSprings[far++] = {x, y, z, along, across, j};
        }
      });
    }
  });
  return force;
}

}  // namespace

template <class T>
PairSprings<T>::PairSprings(const EamTables& tables, const std::vector<int>& elements,
                            const Atoms& atoms, const PairSpringSettings& settings) {
  atoms.validate();
  const EamEnvironment environment(tables, elements, atoms, settings.curvature);
  atoms_.input = environment.search().order();
  for (const std::int32_t atom : atoms_.input) {
    const auto i = static_cast<std::size_t>(atom);
    atoms_.ids.push_back(atoms.ids[i]);
    atoms_.mass.push_back(elementMass(atoms.atomicNumbers[i]));
    const double root = settings.massWeighted ? std::sqrt(atoms_.mass.back()) : 1.0;
    rootMass_.push_back(static_cast<T>(root));
    table_.inverseRoot.push_back(static_cast<T>(1 / root));
  }
  allocate(table_, environment);
  double squared = 0;
  for (const Vec3& force : fill(table_, environment)) squared += force.squaredNorm();
  forceNorm_ = std::sqrt(squared);
  for (std::size_t i = 0; i < environment.size(); ++i) energy_eV_ += environment.energy_eV(i);
  scaled_ = Block<T>(this->rows());
  embedding_ = Block<T>(environment.size());
}

template <class T>
void PairSprings<T>::apply(const Block<T>& x, Block<T>& y, const Block<T>* z, T a, T b, T c) const {
  const std::size_t count = atoms_.size();
  eachAtomChunk(count, [&](std::size_t first, std::size_t last) {
    scaleRows(table_, x.row(0), scaled_.row(0), first, last);
  });
  eachAtomChunk(count, [&](std::size_t first, std::size_t last) {
    embeddingRows(table_, scaled_.row(0), embedding_.row(0), first, last);
  });
  const ProductRows<T> rows{
      x.row(0), scaled_.row(0), embedding_.row(0), z ? z->row(0) : nullptr, y.row(0), a, b, c};
  eachAtomChunk(
      count, [&](std::size_t first, std::size_t last) { springRows(table_, rows, first, last); });
}

template <class T>
double PairSprings<T>::bytes() const {
  return static_cast<double>(table_.nearSprings.size() * sizeof(NearSpring<T>) +
                             table_.farSprings.size() * sizeof(FarSpring<T>) +
                             atoms_.size() * (2 * sizeof(std::int64_t) + 3 * sizeof(T)));
}

template class PairSprings<float>;
template class PairSprings<double>;

}  // namespace glasscope::sim
