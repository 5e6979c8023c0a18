#pragma once

#include "core/maps/Datacube.h"
#include "core/maps/DatacubeStorage.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {

/// The largest fraction of the beam that a pixel of a pattern is expected to hold: twice the
/// brightest pixel of the probe's disc in vacuum, at most 1. `shape.qStep_invA` is the pixel.
double usualFullScale(const ElectronBeam& beam, double semiangle_mrad, const DatacubeShape& shape);

/// How patterns whose values reach `fullScale` (fractions of the beam) are stored as numbers of a
/// type. float32: as they are. float16: scaled by a power of two, which rounds nothing. uint16: in
/// units of `count` where that is known (a detector's counts are whole), else of the 65,535th part
/// of the full scale.
DatacubeStorage patternStorage(NumberType type, double fullScale, double count, int compression);

}  // namespace glasscope::multislice
