#include "core/settings/Words.h"

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope {

void refuseWord(std::string_view what, std::string_view given,
                const std::vector<std::string>& known) {
  const std::string nearest = nearestName(given, known);
  throw Error(
      ErrorKind::usage, fmt::format("{} = \"{}\" is not possible", what, given),
      fmt::format("it must be one of {}", fmt::join(known, ", ")),
      nearest.empty() ? "write one of these" : fmt::format("did you mean \"{}\"?", nearest));
}

}  // namespace glasscope
