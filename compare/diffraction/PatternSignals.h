#pragma once

#include "compare/diffraction/PatternSignal.h"

namespace glasscope::compare {

/// All signals that are reduced from patterns, in the order of their maps.
const std::vector<PatternSignalRow>& patternSignals();

// One source file each.
std::unique_ptr<PatternSignal> makeVirtualDetectors(const PatternContext& context);
std::unique_ptr<PatternSignal> makeCentreOfMass(const PatternContext& context);
std::unique_ptr<PatternSignal> makeAzimuthalMean(const PatternContext& context);
std::unique_ptr<PatternSignal> makeFluctuations(const PatternContext& context);
std::unique_ptr<PatternSignal> makeAngularSymmetry(const PatternContext& context);
std::unique_ptr<PatternSignal> makeRingShape(const PatternContext& context);
std::unique_ptr<PatternSignal> makeSpeckleSize(const PatternContext& context);

}  // namespace glasscope::compare
