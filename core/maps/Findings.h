#pragma once

#include <string>
#include <vector>

#include "core/maps/Curves.h"
#include "core/maps/Quantity.h"

namespace glasscope {

/// What one scan shows beyond its maps. Files keep all of it and the report draws all of it, so
/// that whoever finds something new need not tell them.
struct Findings {
  std::string scan;  ///< "haadf", "nanodiffraction"
  std::vector<Curves> curves;
  std::vector<Quantity> numbers;
};

}  // namespace glasscope
