#pragma once

#include <string>
#include <vector>

namespace glasscope {

/// A line of CSV (RFC 4180) with its end: fields that hold a comma, a quotation mark or a line feed
/// stand in quotation marks.
std::string csvLine(const std::vector<std::string>& fields);

}  // namespace glasscope
