#pragma once

#include <string>
#include <string_view>

#include "core/atoms/Columns.h"

namespace glasscope::sim {

/// A name for a column of a file that can be stored, and that `columns` does not have yet: '/' and
/// control characters become '_', and a name that is empty or taken is lengthened.
std::string freeColumnName(std::string_view name, const Columns& columns);

}  // namespace glasscope::sim
