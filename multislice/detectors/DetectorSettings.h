#pragma once

#include <string>
#include <vector>

namespace glasscope::multislice {

/// What a detector sums up.
enum class DetectorKind {
  annular,       ///< everything in [inner, outer); inner 0: a disc
  segmented,     ///< rings of equal width, each cut into equal sectors
  centreOfMass,  ///< first moment of the intensity in [inner, outer)
};

/// A detector that gives one or more numbers of every probe.
struct DetectorSettings {
  std::string name = "detector";
  DetectorKind kind = DetectorKind::annular;
  double inner_mrad = 0, outer_mrad = 0;
  int rings = 1, sectors = 4;  ///< of a segmented detector
  /// Where its first sector begins, from qx towards qy.
  double rotation_deg = 0;

  /// The names of its numbers, in the order of Detector::measure.
  std::vector<std::string> signals() const;
  /// One of them in words: "10 to 40 mrad, ring 0, sector 2 of 4".
  std::string describe(std::size_t signal) const;
  /// Unit of a number: "1", a fraction of the incident beam, or "mrad", that times an angle.
  std::string unit(std::size_t signal) const;
};

}  // namespace glasscope::multislice
