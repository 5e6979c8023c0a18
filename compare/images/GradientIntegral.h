#pragma once

#include "core/maps/Map2.h"

namespace glasscope::compare {

/// The map whose gradient is closest to (x, y), with mean zero: integrated centre of mass (Lazic,
/// Bosch and Lazar, Ultramicroscopy 160, 265 (2016)) or DPC, the same for measured and simulated
/// maps. By Fourier transforms, phi(k) = (kx X + ky Y) / (2 pi i k^2); where the maps do not repeat
/// themselves they are continued by their mirror images, so that no seam arises. The unit is that
/// of the maps times angstrom. Throws Error(usage) for maps of different grids or with undefined
/// pixels.
Map2 integrateGradient(const Map2& x, const Map2& y);

}  // namespace glasscope::compare
