#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "voronoi/motifs/MotifNetwork.h"
#include "voronoi/order/Clusters.h"

namespace glasscope::voronoi {

/// What is known of a sample when all of its pieces have been described.
struct WholeSample {
  explicit WholeSample(const Atoms& sample) : atoms(sample) {}

  const Atoms& atoms;
  std::vector<std::uint8_t> surface;  ///< [atom] 1: surface atom
  Clusters grains;                    ///< of crystal-like atoms (Crystals.h), of any size
  MotifNetwork icosahedra;            ///< the network of icosahedra
  Clusters lowDensity, highDensity;   ///< tetrahedral order; empty without
  std::map<std::string, std::vector<double>> columns;  ///< [name][atom] those that are needed

  /// Throws Error(internal) on a column that no descriptor said to need.
  const std::vector<double>& column(const std::string& name) const;
};

}  // namespace glasscope::voronoi
