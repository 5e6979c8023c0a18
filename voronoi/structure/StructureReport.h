#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "voronoi/descriptors/StructureSettings.h"
#include "voronoi/diffraction/StructureFactor.h"
#include "voronoi/motifs/MotifRanking.h"
#include "voronoi/order/ChemicalOrder.h"
#include "voronoi/pairs/CoordinationShells.h"
#include "voronoi/pairs/FieldCorrelation.h"
#include "voronoi/pairs/RadialDistribution.h"
#include "voronoi/structure/OrderSummary.h"
#include "voronoi/structure/SampleNumber.h"

namespace glasscope::voronoi {

/// One line of the motif histogram of a species.
struct MotifCount {
  int centre = 0;  ///< atomic number
  VoronoiIndex index;
  std::string name;  ///< "Z12 icosahedron", or "" when it has none
  std::int64_t count = 0;
  double fraction = 0;       ///< of the closed cells of this species
  double standardError = 0;  ///< as in Binomial.h; atoms are taken as independent
};

/// Mean values of one species over its closed cells, with the standard error of the mean; atoms are
/// taken as independent.
struct SpeciesSummary {
  int atomicNumber = 0;
  std::int64_t atoms = 0, closed = 0;
  double radius_A = 0;  ///< of the radical tessellation; 0 when plain
  double meanVolume_A3 = 0, meanVolumeError_A3 = 0;
  double referenceVolume_A3 = 0;  ///< what the free volume is counted from
  double coordination = 0, coordinationError = 0;
  double icosahedra = 0, icosahedraError = 0;  ///< fraction under the convention of the columns
};

/// One line of the table over conventions.
struct SpreadRow {
  Weighting weighting = Weighting::plain;
  IndexConvention convention;
  bool used = false;                    ///< the columns are under this one
  std::vector<int> species;             ///< of the sample, ascending atomic number
  std::vector<double> icosahedra;       ///< [species]
  std::vector<double> icosahedraError;  ///< [species] standard errors, as in Binomial.h
  double validFraction = 1, validFractionError = 0;  ///< cells that obey Euler's rule
};

/// What is true of the sample as a whole; the per-atom numbers are columns of the atoms.
struct StructureReport {
  /// Indices of cells, and how much depends on their convention.
  struct Motifs {
    std::vector<MotifCount> counts;                    ///< species by species, most frequent first
    std::vector<SpreadRow> spread;                     ///< empty when not asked for
    std::vector<MotifRanking> rankings;                ///< of StructureSettings::rankBy
    double validFraction = 1, validFractionError = 0;  ///< Euler's rule, convention of the columns
  };
  /// What pairs of atoms say as a function of their distance.
  struct Pairs {
    std::vector<RadialDistribution> radial;  ///< total first, then pairs
    RadialSettings settings;  ///< of `radial`: the same centres and densities suit other frames
    std::vector<CoordinationShell> shells;  ///< of `radial`
    StructureFactor structureFactor;        ///< empty when not asked for
    std::vector<FieldCorrelation> fields;   ///< of StructureSettings::correlate
  };

  StructureSettings settings;
  std::vector<SpeciesSummary> species;  ///< by atomic number
  Motifs motifs;
  Pairs pairs;
  ChemicalOrder chemistry;           ///< of Voronoi neighbours
  double meanCoordinationError = 0;  ///< as in SpeciesSummary
  double meanVolume_A3 = 0;
  std::int64_t surfaceAtoms = 0;
  OrderSummary order;                 ///< networks, crystals, tetrahedra
  std::vector<SampleNumber> numbers;  ///< what a series follows from frame to frame
  std::vector<std::string> warnings;  ///< also sent to logWarning
};

}  // namespace glasscope::voronoi
