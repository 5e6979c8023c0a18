#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "multislice/convergence/ConvergenceKnob.h"
#include "multislice/optics/MicroscopeSettings.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// Makes a level: its value, how many times finer than now it is, what sets it (nothing for the
/// level of now), and what it changes in the settings of now.
using LevelMaker =
    std::function<ConvergenceLevel(double value, double refinement, std::vector<std::string> set,
                                   const std::function<void(MicroscopeSettings&)>& change)>;

/// The sampling of now, which carries `carried_mrad`, and `factors` times as many points on the
/// same extent.
ConvergenceKnob samplingKnob(const MicroscopeSettings& now, double carried_mrad,
                             std::span<const double> factors, const LevelMaker& level);

/// The slices of now, then twice, four and eight times as many.
ConvergenceKnob sliceKnob(const MicroscopeSettings& now, const Foil& foil, const LevelMaker& level);

/// The oversampling of potentials of now (settled, not automatic), then twice and four times that,
/// as far as a case can ask for it; nothing where it is as fine as that already.
std::optional<ConvergenceKnob> oversamplingKnob(const MicroscopeSettings& now,
                                                const LevelMaker& level);

/// Notes what potentials of a level would be oversampled by of itself, and where that is not what
/// it was made with, says so in what is to be set.
void sayOversampling(ConvergenceLevel& level, int automatic);

}  // namespace glasscope::multislice
