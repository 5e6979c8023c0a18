#pragma once

#include <functional>
#include <span>
#include <string>

#include "voronoi/motifs/MotifNetwork.h"
#include "voronoi/structure/StructureReport.h"

namespace glasscope::voronoi {

/// Takes a column of the sample: name, unit, description and the value of an atom that is not at a
/// surface. The value is asked for as long as what it was made of lives.
using PutColumn =
    std::function<void(std::string, std::string, std::string, std::function<double(std::size_t)>)>;

// What takes all atoms at once: columns and the report's summary of order. `atoms` is their number.

void addGrains(const PutColumn& put, const Clusters& grains, StructureReport& report,
               std::size_t atoms);
void addNetwork(const PutColumn& put, const MotifNetwork& network, StructureReport& report,
                std::size_t atoms);

struct TetrahedralClusters {
  Clusters low, high;
};
/// `tetrahedrality` and `bonds` are the values of the columns of that name.
void addTetrahedralClusters(const PutColumn& put, const TetrahedralClusters& clusters,
                            std::span<const double> tetrahedrality, std::span<const double> bonds,
                            double cutoff_A, StructureReport& report);

/// The cutoff of the bonds where tetrahedral order is to be computed, else 0. `report` holds g(r).
double tetrahedralCutoff(const StructureReport& report);

}  // namespace glasscope::voronoi
