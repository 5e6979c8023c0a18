#pragma once

#include <span>
#include <vector>

#include "core/atoms/Atoms.h"
#include "multislice/specimen/Foil.h"
#include "multislice/specimen/FoilSettings.h"

namespace glasscope::multislice {

/// The foils of `count` configurations (0, or more than there are: all), evenly chosen from the
/// series, so that they are as independent as it allows.
std::vector<Foil> foilsOf(std::span<const Atoms> configurations, const FoilSettings& settings,
                          int count);

/// `count` of these foils, evenly chosen.
std::vector<Foil> evenly(std::span<const Foil> foils, std::size_t count);

/// The whole series again and again, `times` in all (0: once), so that slices that begin at as many
/// heights are spread evenly over each configuration, too.
std::vector<Foil> repeated(std::vector<Foil> foils, int times);

/// The depths inside a foil at which a probe that passes through all of it has passed through
/// thinner foils of these thicknesses, which begin at the same face: ascending, each once, without
/// that of the whole. Empty where the foil is not simply cut (layers, a wedge, a bend, a turn or
/// vacuum are not thinner with it), or where one is thicker than it: each is a foil of its own
/// then.
std::vector<double> depthsOf(std::span<const double> thicknesses_A, const Foil& foil,
                             const FoilSettings& settings);

}  // namespace glasscope::multislice
