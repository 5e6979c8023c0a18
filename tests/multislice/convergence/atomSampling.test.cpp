#include "multislice/convergence/atomSampling.h"

#include <cmath>

#include <gtest/gtest.h>

#include "multislice/instrument/ScanMethod.h"
#include "tests/multislice/SmallGlass.h"

namespace glasscope::multislice {
namespace {

double errorOf(const std::vector<AtomSampling>& errors, const std::string& signal) {
  for (const AtomSampling& e : errors) {
    if (e.signal == signal) return e.relative;
  }
  ADD_FAILURE() << signal << " is not among " << samplingText(errors);
  return 0;
}

ScanJob darkField(const Foil& foil) {
  ScanJob job;
  job.probe.semiangle_mrad = 25;
  job.annular = {{"haadf", 60, 100}};
  job.scan = ScanGrid::covering(foil, 3, 3);
  job.microscope.potentialOversampling = 0;
  return job;
}

TEST(AtomSampling, isSmallForTheAutomaticGridAndLargeForACoarseOne) {
  const Foil foil = smallGlass();
  ScanJob job = darkField(foil);
  EXPECT_LT(std::abs(errorOf(atomSampling(settled(job, foil, 1), foil), "haadf")), 0.02);
  job.microscope.max_angle_mrad = 101;
  EXPECT_LT(errorOf(atomSampling(settled(job, foil, 1), foil), "haadf"), -0.03);
}

TEST(AtomSampling, judgesRingsOfAPixelatedDetectorAndSegmentsTogether) {
  const Foil foil = smallGlass();
  ScanJob job = darkField(foil);
  job.annular.clear();
  job.pixelated = PixelatedDetector{60, 0};
  job.detectors = {{"seg", DetectorKind::segmented, 10, 40}};
  const auto errors = atomSampling(settled(job, foil, 1), foil);
  EXPECT_GE(errors.size(), 5u);
  errorOf(errors, "seg");
  EXPECT_NE(samplingText(errors).find(" %, "), std::string::npos);
}

}  // namespace
}  // namespace glasscope::multislice
