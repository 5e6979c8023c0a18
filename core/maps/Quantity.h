#pragma once

#include <limits>
#include <string>

namespace glasscope {

/// A number that says what it is: "shear modulus", 23.1 +- 0.4 GPa.
struct Quantity {
  std::string name;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known
  double error = std::numeric_limits<double>::quiet_NaN();  ///< one standard error, same unit
  std::string unit;                                         ///< "" or "1" for plain numbers
  std::string note;  ///< where it comes from or how to read it
};

}  // namespace glasscope
