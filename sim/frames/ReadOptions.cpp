#include "sim/frames/ReadOptions.h"

#include <string>

#include <fmt/format.h>

#include "core/system/Error.h"

namespace glasscope::sim {

std::optional<std::array<bool, 3>> boundaryOf(std::string_view text) {
  std::string letters;
  for (const char c : text)
    if (c != ' ') letters += c;
  if (letters.empty()) return std::nullopt;
  if (letters.size() != 3 || letters.find_first_not_of("pfsm") != std::string::npos)
    throw Error(ErrorKind::usage, fmt::format("'{}' is no boundary", text),
                "it says for each edge of the box whether it repeats: p, or f where it is open",
                "write three letters, like configuration.boundary=ppf for a film");
  return std::array<bool, 3>{letters[0] == 'p', letters[1] == 'p', letters[2] == 'p'};
}

}  // namespace glasscope::sim
