#pragma once

#include <string>

#include "compare/diffraction/PairDistribution.h"
#include "core/settings/Fields.h"
#include "multislice/detectors/PixelatedDetector.h"
#include "multislice/optics/HrtemSettings.h"
#include "pipeline/case/SeriesCase.h"

namespace glasscope::pipeline {

/// A plane wave, an element of the list [[image]]: images through the objective lens, and the
/// diffraction pattern.
struct ImageCase {
  std::string name;  ///< of its folder
  bool enabled = true;
  multislice::HrtemSettings imaging;
  multislice::PixelatedDetector pattern;
  SeriesCase series;  ///< beside the image at its own settings
  int snapshots = 4;  ///< thermal snapshots averaged over; 0: all
  bool pairDistribution = false;
  compare::PairDistributionSettings pairs;  ///< composition and density come from the foil
};

void eachField(MaybeConst<ImageCase> auto& i, auto&& visit) {
  visit(Field{"enabled", "Record plane-wave images and the diffraction pattern"}, i.enabled);
  eachField(i.imaging, visit);
  visit(Field{"series",
              "The image at several values of one number of the lens (defocus_A), of the foil "
              "(foil.thickness_A), of the microscope or of the record, beside that at its own: one "
              "stack with the setting as its first axis"},
        i.series);
  eachField(i.pattern, visit);
  visit(Field{"snapshots", "Thermal snapshots averaged over; 0 takes all", {0, 100000}},
        i.snapshots);
  visit(Field{"pair_distribution",
              "Reduce the rings to S(k), G(r) and g(r), in signals/pair_distribution_*.csv; for an "
              "amorphous foil without vacuum beside it"},
        i.pairDistribution);
  eachField(i.pairs, prefixed("pair_", visit));
}

/// The image that an [[image]] of this name begins with, before its own keys.
ImageCase usualImage(const std::string& name);

}  // namespace glasscope::pipeline
