#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/settings/Fields.h"
#include "core/settings/Words.h"

namespace glasscope::multislice {

/// What a detector sums up.
enum class DetectorKind {
  annular,       ///< everything in [inner, outer); inner 0: a disc
  segmented,     ///< rings of equal width, each cut into equal sectors
  centreOfMass,  ///< first moment of the intensity in [inner, outer)
};

constexpr auto wordsOf(DetectorKind) {
  return std::array{Word{DetectorKind::annular, "annulus"}, Word{DetectorKind::annular, "disc"},
                    Word{DetectorKind::segmented, "segmented"},
                    Word{DetectorKind::centreOfMass, "com"}};
}

/// A detector that gives one or more numbers of every probe.
struct DetectorSettings {
  std::string name;  ///< letters, digits and _
  DetectorKind kind = DetectorKind::annular;
  double inner_mrad = 0, outer_mrad = 0;
  int rings = 1, sectors = 4;  ///< of a segmented detector
  /// Where its first sector begins, from qx towards qy.
  double rotation_deg = 0;

  /// The names of its numbers, in the order of Detector::measure.
  std::vector<std::string> signals() const;
  /// One of them in words: "10 to 40 mrad, ring 0, sector 2 of 4".
  std::string describe(std::size_t signal) const;
  /// Unit of a number: "1", a fraction of the incident beam, "mrad" and "mrad^2", that times an
  /// angle or two.
  std::string unit(std::size_t signal) const;
};

void eachField(MaybeConst<DetectorSettings> auto& d, auto&& visit) {
  visit(Field{"name", "Its name in files: letters, digits and _"}, d.name);
  visit(Field{"kind", "What it sums up; com is the centre of mass"}, d.kind);
  visit(Field{"inner_mrad", "Inner angle", kNotNegative}, d.inner_mrad);
  visit(Field{"outer_mrad", "Outer angle", kNotNegative}, d.outer_mrad);
  visit(Field{"rings", "Rings of equal width of a segmented detector", {1, 4096}}, d.rings);
  visit(Field{"sectors", "Its sectors in each ring", {1, 4096}}, d.sectors);
  visit(Field{"rotation_deg", "Where its first sector begins, from qx towards qy"}, d.rotation_deg);
}

/// Throws Error(usage) for a name that is empty, not made of letters, digits and _ or given twice,
/// and for a range of angles without area.
void checkDetectors(const std::vector<DetectorSettings>& detectors);

}  // namespace glasscope::multislice
