#pragma once

#include <cstdint>
#include <string>

namespace glasscope::report {

/// 4000 -> "4,000"; as people write counts.
std::string groupedCount(std::int64_t count);

/// 1e14 -> "10¹⁴", 8.1e-9 -> "8.1×10⁻⁹" (UTF-8); numbers between 0.01 and 10,000 stay plain.
std::string scientificText(double value);

/// Names of maps in a sentence: "five_fold_symmetry" -> "five fold symmetry", "haadf" -> "HAADF".
/// Units at the end of a name and the grid behind an "@" are left out: "cell_volume_A3@haadf" ->
/// "cell volume".
std::string readableName(const std::string& name);

}  // namespace glasscope::report
