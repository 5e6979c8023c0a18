#pragma once

#include <string>

#include "multislice/plane_wave/HrtemResult.h"
#include "multislice/specimen/Foil.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// Tables of text: S(k) and what belongs to it; G(r) and g(r).
std::string pairsByKText(const compare::PairDistribution& pairs);
std::string pairsByRText(const compare::PairDistribution& pairs);

/// Throws Error(usage) for a foil with vacuum beside it, whose outline scatters too.
void requirePairDistribution(const ImageCase& image, const multislice::Foil& foil);

/// Reduces the rings of a plane wave's diffraction; composition and density are those of the foil.
compare::PairDistribution pairDistributionOf(const Case& c, const ImageCase& image,
                                             const multislice::HrtemResult& result,
                                             const multislice::Foil& foil);

}  // namespace glasscope::pipeline
