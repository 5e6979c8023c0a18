#include "multislice/detectors/makeDetector.h"

#include "multislice/detectors/AnnularDetector.h"
#include "multislice/detectors/CentreOfMassMask.h"
#include "multislice/detectors/SegmentedMask.h"

namespace glasscope::multislice {

std::unique_ptr<Detector> makeDetector(const DetectorSettings& settings, const Grid& grid,
                                       const ElectronBeam& beam) {
  switch (settings.kind) {
    case DetectorKind::segmented:
      return std::make_unique<SegmentedMask>(settings, grid, beam);
    case DetectorKind::centreOfMass:
      return std::make_unique<CentreOfMassMask>(settings, grid, beam);
    case DetectorKind::annular:
      break;
  }
  const AnnularDetector annulus{settings.name, settings.inner_mrad, settings.outer_mrad};
  return std::make_unique<AnnularMask>(annulus, grid, beam);
}

}  // namespace glasscope::multislice
