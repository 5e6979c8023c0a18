#include "voronoi/cells/SampleFrame.h"

#include <algorithm>
#include <cmath>

#include "voronoi/cells/Occupancy.h"

namespace glasscope::voronoi {

SampleFrame sampleFrame(const Atoms& atoms, std::span<const double> radii_A) {
  Occupancy occupied(atoms.box);
  for (const auto& p : atoms.positions) occupied.add(wrappedFractional(atoms.box, p));
  SampleFrame frame;
  frame.spacing_A = occupied.spacing();
  frame.unit_A = std::exp2(std::round(std::log2(frame.spacing_A)));
  frame.wallLow = occupied.wallLow();
  frame.wallHigh = occupied.wallHigh();
  for (const double r : radii_A) frame.largestRadius_A = std::max(frame.largestRadius_A, r);
  return frame;
}

}  // namespace glasscope::voronoi
