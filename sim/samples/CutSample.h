#pragma once

#include "core/atoms/Atoms.h"
#include "sim/samples/SampleSettings.h"

namespace glasscope::sim {

/// A film, wire, pillar, particle or notched piece of a configuration, about the middle of its box.
/// Directions with a free surface do not repeat any more, and their edge holds the piece and the
/// vacuum. Atoms keep ids, velocities and columns; nothing is relaxed. Throws Error(usage) where
/// the box is skewed, does not repeat in a direction that becomes open, or holds no such piece.
Atoms cutSample(const Atoms& bulk, const SampleSettings& settings);

/// The atoms for which `keeps` holds.
Atoms selected(const Atoms& atoms, const std::vector<bool>& keeps);

}  // namespace glasscope::sim
