#pragma once

#include <string>
#include <string_view>

namespace glasscope {

/// The text as a terminal may show it: control characters, which files and names of other people
/// may hold and which move the cursor or cut a message short, become \x1b and the like. Line feeds
/// and tabs stay.
std::string printable(std::string_view text);

}  // namespace glasscope
