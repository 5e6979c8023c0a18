#pragma once

#include <cstdint>

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

}  // namespace glasscope::multislice
