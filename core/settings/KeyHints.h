#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/settings/Range.h"

namespace glasscope {

/// Keys that somebody may have meant by a word of the field or of another program ("dose",
/// "convergence_angle", "HT"): those whose name, without table and unit, is the word or one of its
/// synonyms. In the order of `known`; several, where several tables have such a key.
std::vector<std::string> keysMeantBy(std::string_view path, const std::vector<std::string>& known);

/// The same quantity in the unit of the key, where a number that is outside of a range would lie in
/// it if it had been given in another unit in use: 200000 (V) for a key in kV is 200. Nothing where
/// the number or the unit gives no reason to think so, or zero would be meant.
std::optional<double> inUnitOfKey(double value, std::string_view key, const Range& range);

}  // namespace glasscope
