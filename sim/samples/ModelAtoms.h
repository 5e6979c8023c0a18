#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/atoms/Atoms.h"
#include "sim/samples/ShellPacking.h"

namespace glasscope::sim {

/// Packs spheres of these elements (their radii are filled in) and makes atoms of them, with the
/// columns `model_site` (`roles`) and `shells` (centres that an atom lies in the shell of).
Atoms modelAtoms(ShellPackingSettings packing, const std::vector<int>& elements,
                 std::vector<double> roles, const std::map<int, double>& radii_A,
                 const std::string& source);

/// "Cu64.3Zr35.7": atomic percent, by descending amount.
std::string compositionText(const Atoms& atoms);

}  // namespace glasscope::sim
