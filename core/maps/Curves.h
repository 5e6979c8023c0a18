#pragma once

#include <string>
#include <vector>

namespace glasscope {

/// Curves over one axis that say what they are: V(k), g(r), an azimuthal mean. Whoever has them can
/// write or draw them without knowing where they come from.
struct Curves {
  struct Curve {
    std::string name;           ///< in the legend
    std::vector<double> y;      ///< as long as `x`; NaN where there is no value
    std::vector<double> error;  ///< one standard error, as long as `x`, or empty
  };

  std::string name;           ///< snake_case, unique within a file
  std::string title;          ///< a heading for people
  std::string description;    ///< sentences for people: what is shown, and what the errors are
  std::string xLabel, xUnit;  ///< "k", "1/angstrom"; the unit is "" or "1" for plain numbers
  std::string yLabel, yUnit;  ///< the same of the values
  bool logarithmic = false;   ///< drawn with a logarithmic axis of values
  std::vector<double> x;
  std::vector<Curve> curves;
};

}  // namespace glasscope
