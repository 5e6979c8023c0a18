#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "multislice/specimen/EinsteinSettings.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// The foil with every atom moved by three normal deviates, each of the root mean square
/// displacement of its species: the Einstein model of frozen phonons (Loane, Xu & Silcox, Acta
/// Cryst. A47, 267 (1991)). The Debye-Waller factor of what is averaged is exp(-2 pi^2 u^2 k^2), B
/// = 8 pi^2 u^2. Displacements depend on the seed, the configuration's number and the atom's index
/// in the foil alone. Throws Error(usage) when the numbers do not fit the elements of the foil
/// (amorphous layers included), or are no thermal displacements.
Foil einsteinMotion(const Foil& foil, const EinsteinSettings& settings,
                    std::uint64_t configuration);

/// `settings.configurations` of every foil, foil by foil; each draw (a tilt of a series) has
/// displacements of its own. The foils themselves where no motion is asked for.
std::vector<Foil> einsteinMotions(std::span<const Foil> foils, const EinsteinSettings& settings,
                                  std::uint64_t draw);

}  // namespace glasscope::multislice
