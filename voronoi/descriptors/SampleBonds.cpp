#include "voronoi/descriptors/SampleBonds.h"

namespace glasscope::voronoi {

namespace {

SampleBonds::Degree degreeOf(const CellSet& set, int degree) {
  SampleBonds::Degree out;
  out.plain = bondHarmonics(set.cells, degree, BondWeighting::plain, set.surface);
  out.area = bondHarmonics(set.cells, degree, BondWeighting::area, set.surface);
  out.ofPlain = invariants(out.plain);
  out.ofArea = invariants(out.area);
  return out;
}

}  // namespace

SampleBonds sampleBonds(const CellSet& set) {
  return {degreeOf(set, 4), degreeOf(set, 6)};
}

}  // namespace glasscope::voronoi
