#pragma once

#include <string>
#include <string_view>

namespace glasscope {

/// The unit that a name ends in, as people write it: "angstrom" of thickness_A, "K/s" of
/// cooling_rate_K_per_s, "1/angstrom^3" of density_per_A3; "" of a name without one.
std::string unitOfName(std::string_view name);

/// The name without its unit: "thickness", "cooling_rate", "density".
std::string_view nameWithoutUnit(std::string_view name);

}  // namespace glasscope
