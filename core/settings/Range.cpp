#include "core/settings/Range.h"

#include <cmath>

#include <fmt/format.h>

namespace glasscope {

std::string Range::text() const {
  std::string text;
  if (std::isfinite(low)) text = fmt::format("{} {}", exclusiveLow ? ">" : ">=", low);
  if (std::isfinite(high)) text += fmt::format("{}<= {}", text.empty() ? "" : " and ", high);
  return text;
}

}  // namespace glasscope
