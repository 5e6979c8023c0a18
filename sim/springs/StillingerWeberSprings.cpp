#include "sim/springs/StillingerWeberSprings.h"

#include <algorithm>
#include <cmath>

#include "core/atoms/Elements.h"
#include "sim/springs/EamEnvironment.h"

namespace glasscope::sim {
namespace {

using Bond = StillingerWeberBonds::Bond;
using Row = BlockRows<double>::Row;

Mat3 pairCurvature(const StillingerWeber::Pair& pair, const Vec3& unit, double r_A) {
  const double across = pair.first / r_A;
  return (pair.second - across) * unit * unit.transpose() + across * Mat3::Identity();
}

// What is collected for one atom: blocks with others, its force, and its share of the energy (half
// of a pair, all of the angles at it).
class Collected {
 public:
  explicit Collected(std::size_t place) : own_(static_cast<std::int32_t>(place)) {}

  void add(std::int32_t j, const Mat3& block) {
    if (j == own_) return;  // an image of itself moves with it
    const auto at = std::lower_bound(row.begin(), row.end(), j,
                                     [](const auto& entry, int k) { return entry.first < k; });
    if (at != row.end() && at->first == j) {
      at->second += block;
    } else {
      row.insert(at, {j, block});
    }
  }

  Row row;
  Vec3 force_eV_per_A = Vec3::Zero();
  double energy_eV = 0;

 private:
  std::int32_t own_;
};

void addPairs(const StillingerWeber& model, const std::vector<Bond>& bonds, Collected& atom) {
  for (const Bond& bond : bonds) {
    const double r_A = bond.vector.norm();
    const Vec3 unit = bond.vector / r_A;
    const StillingerWeber::Pair pair = model.pair(r_A);
    atom.add(bond.j, -pairCurvature(pair, unit, r_A));
    atom.force_eV_per_A += pair.first * unit;
    atom.energy_eV += 0.5 * pair.energy_eV;
  }
}

// The angles at the atom.
void addOwnAngles(const StillingerWeber& model, const std::vector<Bond>& bonds, Collected& atom) {
  for (std::size_t one = 0; one < bonds.size(); ++one) {
    for (std::size_t other = one + 1; other < bonds.size(); ++other) {
      const auto angle = model.angle(bonds[one].vector, bonds[other].vector);
      const auto& h = angle.curvature;
      atom.add(bonds[one].j, -(h.topLeftCorner<3, 3>() + h.bottomLeftCorner<3, 3>()));
      atom.add(bonds[other].j, -(h.topRightCorner<3, 3>() + h.bottomRightCorner<3, 3>()));
      atom.force_eV_per_A += angle.gradient.head<3>() + angle.gradient.tail<3>();
      atom.energy_eV += angle.energy_eV;
    }
  }
}

// The angles at its neighbours of which a bond to it is a side. `bonds` of the neighbour.
void addAnglesAt(const StillingerWeber& model, std::int32_t vertex, const std::vector<Bond>& bonds,
                 std::size_t own, Collected& atom) {
  for (std::size_t other = 0; other < bonds.size(); ++other) {
    if (other == own) continue;
    const auto angle = model.angle(bonds[own].vector, bonds[other].vector);
    const auto& h = angle.curvature;
    atom.add(vertex, -(h.topLeftCorner<3, 3>() + h.topRightCorner<3, 3>()));
    atom.add(bonds[other].j, h.topRightCorner<3, 3>());
    atom.force_eV_per_A -= angle.gradient.head<3>();
  }
}

Collected collect(const StillingerWeber& model, const StillingerWeberBonds& sample,
                  std::size_t place) {
  Collected atom(place);
  addPairs(model, sample.of(place), atom);
  addOwnAngles(model, sample.of(place), atom);
  // Each neighbour once, however many of its images are near: all its bonds to this atom count.
  std::vector<std::int32_t> neighbours;
  for (const Bond& bond : sample.of(place)) neighbours.push_back(bond.j);
  std::sort(neighbours.begin(), neighbours.end());
  neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
  for (const std::int32_t vertex : neighbours) {
    const auto& bonds = sample.of(static_cast<std::size_t>(vertex));
    for (std::size_t k = 0; k < bonds.size(); ++k)
      if (bonds[k].j == static_cast<std::int32_t>(place))
        addAnglesAt(model, vertex, bonds, k, atom);
  }
  return atom;
}

}  // namespace

StillingerWeberBonds::StillingerWeberBonds(const StillingerWeber& model, const Atoms& atoms) {
  const NeighbourSearch search(atoms, model.cutoff_A());
  order_ = search.order();
  bonds_.resize(search.size());
  eachAtomChunk(search.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i)
      search.visit(i, [&](std::int32_t j, const Vec3& apart, double) {
        bonds_[i].push_back({j, apart});
      });
  });
}

template <class T>
StillingerWeberSprings<T>::StillingerWeberSprings(const StillingerWeber& model, const Atoms& atoms,
                                                  bool massWeighted) {
  atoms.validate();
  const StillingerWeberBonds sample(model, atoms);
  atoms_.input = sample.order();
  for (const std::int32_t atom : atoms_.input) {
    const auto i = static_cast<std::size_t>(atom);
    atoms_.ids.push_back(atoms.ids[i]);
    atoms_.mass.push_back(elementMass(atoms.atomicNumbers[i]));
    rootMass_.push_back(static_cast<T>(massWeighted ? std::sqrt(atoms_.mass.back()) : 1.0));
  }
  std::vector<Row> rows(sample.size());
  std::vector<double> energy(sample.size()), squared(sample.size());
  eachAtomChunk(sample.size(), [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      Collected atom = collect(model, sample, i);
      rows[i] = std::move(atom.row);
      energy[i] = atom.energy_eV;
      squared[i] = atom.force_eV_per_A.squaredNorm();
    }
  });
  for (std::size_t i = 0; i < sample.size(); ++i) {
    energy_eV_ += energy[i];
    forceNorm_ += squared[i];
  }
  forceNorm_ = std::sqrt(forceNorm_);
  rows_ = BlockRows<T>(rows, rootMass_);
}

template class StillingerWeberSprings<float>;
template class StillingerWeberSprings<double>;

}  // namespace glasscope::sim
