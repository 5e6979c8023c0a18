#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "voronoi/descriptors/Neighbourhood.h"
#include "voronoi/descriptors/WholeSample.h"

namespace glasscope::voronoi {

/// What the rows of the table of descriptors depend on, beside the atoms.
struct DescriptorFacts {
  const StructureSettings& settings;
  std::vector<int> species;  ///< of the sample, ascending atomic number
  bool hardCores = true;     ///< there is a radius for every species
  double bondCutoff_A = 0;   ///< bonds of tetrahedral order; 0 where there is none
};

/// The value of an atom of a piece (or of the sample), as long as what it was made of lives.
using AtomValue = std::function<double(std::size_t)>;

/// A number of every atom that its cell, its neighbours and theirs decide. In the text stand the
/// definition, the convention and the paper: it goes into every file.
struct LocalDescriptor {
  std::string name, unit, text;
  std::function<AtomValue(const Neighbourhood&)> of;
  bool atSurfaces = false;  ///< defined at surface atoms, too; else NaN there
};

/// A number of every atom that is known only when all atoms are. `needs` names the columns of
/// LocalDescriptors whose values it takes (WholeSample::column).
struct SampleDescriptor {
  std::string name, unit, text;
  std::vector<std::string> needs;
  std::function<AtomValue(const WholeSample&)> of;
};

}  // namespace glasscope::voronoi
