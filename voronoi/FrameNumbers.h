#pragma once

#include <string>
#include <vector>

#include "core/Atoms.h"
#include "voronoi/StructureReport.h"

namespace glasscope::voronoi {

/// A number that describes a whole frame.
struct FrameNumber {
  std::string name, unit;
  double value = 0;
};

/// Fractions, means and order of one frame, always the same names in the same order for one
/// reference: species and motifs are the reference's. NaN for a species that the frame lacks.
std::vector<FrameNumber> frameNumbers(const Atoms& atoms, const StructureReport& reference);

}  // namespace glasscope::voronoi
