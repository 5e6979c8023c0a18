#pragma once

#include <utility>

#include <fmt/format.h>

#include "core/system/Mpi.h"

namespace glasscope::cli {

/// Prints on standard output, once whatever the number of ranks.
template <class... Values>
void say(fmt::format_string<Values...> text, Values&&... values) {
  if (Mpi::isRoot()) fmt::print(text, std::forward<Values>(values)...);
}

}  // namespace glasscope::cli
