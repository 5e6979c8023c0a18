#pragma once

#include <string>
#include <vector>

namespace glasscope {

/// The numbers of "first:last:step", from the first to the last, both included where the step leads
/// there: "-60:60:5" are 25 of them. `name` (a key) goes into messages. Throws Error(usage) for
/// what is no range, a step that leads away, or more than 10,000 numbers.
std::vector<double> numbersOfRange(const std::string& text, const std::string& name);

}  // namespace glasscope
