#pragma once

#include <string>

#include "multislice/convergence/ConvergenceKnob.h"
#include "multislice/scan/Calibration.h"

namespace glasscope::multislice {

/// To five digits, downwards: a little less than a grid or window gives that grid or window,
/// because points are rounded up.
double floorTo5(double x);
/// To five digits, upwards, for what is divided.
double ceilTo5(double x);

/// What would set a knob to a value: "microscope.max_angle_mrad=131.5".
std::string settingOf(const ConvergenceKnob& knob, double value);
std::string oversamplingSetting(int oversampling);

/// One core of a reference machine (AVX-512, about 3 GHz; bench/multislice): what costs are
/// compared by that nobody measures.
Calibration referenceCalibration();

}  // namespace glasscope::multislice
