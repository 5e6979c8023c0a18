#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// What is true of a sample as a whole, frame by frame or replica by replica.
struct StructureSeries {
  struct Quantity {
    std::string name;  ///< "icosahedra_Cu", "motif_Cu_<0,2,8,1>", "mean_volume_A3"
    std::string unit;
    std::vector<double> values;  ///< [frame]
    double mean = 0;             ///< NaN over a process
    double error = 0;  ///< standard error of the mean, see `errorMethod`; NaN for one frame
  };
  std::vector<std::int64_t> step;   ///< [frame]
  std::vector<double> time_ps;      ///< [frame]
  std::vector<std::string> source;  ///< [frame]
  std::vector<Quantity> quantities;
  /// g(r) over the frames, in the bins of the reference: total first, then pairs. Empty for one
  /// frame, for a process, and where the reference has none.
  struct PairMean {
    int centre = 0, neighbour = 0;  ///< atomic numbers; 0, 0 for all atoms
    std::vector<double> r_A, g;
    std::vector<double> error;  ///< standard error of the mean, as of the quantities
  };
  std::vector<PairMean> pairs;
  std::string errorMethod;  ///< in words
};

/// How frames follow one another.
enum class SeriesKind {
  trajectory,  ///< correlated: errors by blocking (Flyvbjerg and Petersen, J. Chem. Phys. 91, 461
               ///< (1989)), the largest estimate with at least four blocks
  replicas,    ///< independent: standard deviation over the square root of their number
  process      ///< heating, straining, a quench: values without means and errors
};

/// Every fraction and mean of every frame, under one convention; motifs and the limits of
/// coordination shells are those that `reference` lists. Fewer than eight frames of a trajectory
/// are taken as independent. `described`, where given, are the atoms that `reference` describes:
/// frames with the same atoms in the same places are not computed again. Throws as `describe` does,
/// and Error(interrupted).
StructureSeries structureSeries(std::span<const Atoms> frames, SeriesKind kind,
                                const StructureReport& reference, const Atoms* described = nullptr);

/// Standard error of the mean of correlated values by blocking; NaN for fewer than two.
double blockedError(std::span<const double> values);

}  // namespace glasscope::voronoi
