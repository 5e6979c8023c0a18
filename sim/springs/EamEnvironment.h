#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/springs/EamTables.h"
#include "sim/springs/NeighbourSearch.h"

namespace glasscope::sim {

/// Runs body(first, last) over all of `count` atoms on the threads, in chunks that do not depend on
/// their number.
void eachAtomChunk(std::size_t count, const std::function<void(std::size_t, std::size_t)>& body);

/// What one neighbour is to an atom: the pair's spring (`along` + `across` along the unit vector to
/// it, `across` across), the slopes of the densities that they give each other (`own` at the atom,
/// `its` at the neighbour), and the tension, the slope of the pair's energy with its length.
struct PairTerms {
  Vec3 unit = Vec3::Zero();
  double along = 0, across = 0, own = 0, its = 0, tension = 0;
};

/// A sample in an EAM potential: where its neighbours are, and what is known of each atom before
/// pairs can be looked at. Atoms by place (NeighbourSearch.h).
class EamEnvironment {
 public:
  /// `elements` are those of the tables' types. Throws Error(input) when the density at an atom is
  /// off the table.
  EamEnvironment(const EamTables& tables, const std::vector<int>& elements, const Atoms& atoms,
                 Curvature curvature);

  const NeighbourSearch& search() const { return search_; }
  std::size_t size() const { return type_.size(); }
  /// Second derivative of the embedding energy of an atom.
  double embeddingCurvature(std::size_t place) const { return embedding_[place].second; }
  double energy_eV(std::size_t place) const { return energy_eV_[place]; }
  /// Neighbours within the reach of the densities, and those beyond.
  std::int64_t nearCount(std::size_t place) const { return near_[place]; }
  std::int64_t farCount(std::size_t place) const { return far_[place]; }
  bool isNear(double squaredDistance) const { return squaredDistance < squaredDensityReach_; }

  PairTerms terms(std::size_t place, std::size_t neighbour, const Vec3& apart, double r_A) const;

 private:
  void countAndSum();

  const EamTables& tables_;
  Curvature curvature_;
  NeighbourSearch search_;
  double squaredDensityReach_;
  std::vector<int> type_;
  std::vector<TableFunction::Value> embedding_;
  std::vector<std::int64_t> near_, far_;
  std::vector<double> energy_eV_;
};

}  // namespace glasscope::sim
