#pragma once

#include <cstdint>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/springs/EamTables.h"
#include "sim/springs/NeighbourSearch.h"

namespace glasscope::sim {

/// A sample whose atoms are looked at one neighbourhood at a time.
struct RegionSample {
  /// `radius_A` of the spheres, `largestStrain` of what they will be strained by.
  RegionSample(const EamTables& tables, const std::vector<int>& elements, const Atoms& atoms,
               double radius_A, double largestStrain);

  const EamTables& tables;
  double radius_A, largestStrain;
  NeighbourSearch search;
  std::vector<int> type;   ///< by place
  double volumeOfAtom_A3;  ///< V / N
};

/// A sphere of free atoms in a rigid far field: what Patinet, Vandembroucq and Falk (Phys. Rev.
/// Lett. 117, 045501 (2016)) strain to find where a sample yields locally. Its energy is that of
/// all pairs with a free atom and of the embedding of free atoms and of those near them, so that
/// its derivatives with the free atoms and with the strain are those of the whole sample.
/// Coordinates are relative to the atom in the middle; images of the box are rigid.
class LocalRegion {
 public:
  LocalRegion(const RegionSample& sample, std::size_t site);

  std::size_t freeCount() const { return free_; }
  /// Where the free atoms are, the middle one first.
  const std::vector<Vec3>& positions() const { return now_; }
  /// Index in the configuration of each of them.
  const std::vector<std::int32_t>& atoms() const { return atoms_; }

  /// Strains the far field to `gradient`, from where the sample was given; the free atoms are put
  /// to `positions`.
  void place(const Mat3& gradient, std::vector<Vec3> positions);

  /// The largest distance of a free atom from where the strain alone would have put it.
  double farthest_A() const;

  struct Forces {
    double energy_eV = 0;
    std::vector<Vec3> force_eV_per_A;
  };
  /// With the free atoms at `positions`.
  void evaluate(const std::vector<Vec3>& positions, Forces& forces);

  struct Stress {
    Mat3 stress_GPa = Mat3::Zero();  ///< of the free atoms' shares of the virial over their volume
    double power_eV = 0;             ///< dE when all atoms follow `rate`
  };
  Stress stress(const Mat3& rate);

  /// How far a free atom may go from there and still meet all its neighbours: by then it has left
  /// its place.
  static constexpr double kFarthest_A = 2;

 private:
  struct Pair {
    std::int32_t one, other;  ///< one is free
  };
  struct Terms {
    Vec3 apart;
    double r, pairSlope, own, its;  ///< slopes of the densities at one and at other
  };

  void findCandidates(const RegionSample& sample);
  void listPairs();
  void sumDensities();
  double density(std::size_t at, std::size_t of, double r_A) const;
  bool isShell(std::size_t k) const { return k >= free_ && k < embedded_; }

  const EamTables& tables_;
  double volume_A3_;
  std::size_t free_ = 0, embedded_ = 0;  ///< the first are free, those up to `embedded_` feel them
  Mat3 gradient_ = Mat3::Identity();
  std::vector<Vec3> start_, place_;  ///< of all: as given, and strained
  std::vector<int> type_;
  std::vector<std::int32_t> atoms_;
  std::vector<Vec3> now_, listed_;  ///< of the free ones: now, and when pairs were listed
  std::vector<std::vector<std::int32_t>> near_;   ///< of a free atom: who may become a neighbour
  std::vector<std::vector<std::int32_t>> rigid_;  ///< of an atom of the shell: rigid neighbours
  std::vector<Pair> pairs_;
  std::vector<Terms> terms_;
  std::vector<double> rigidDensity_;  ///< of the shell
  std::vector<double> density_, slope_;
};

}  // namespace glasscope::sim
