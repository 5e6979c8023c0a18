#include "compare/measured/Hdf5Layouts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::compare::hdf5_layouts {

std::span<const Layout> all() {
  static const std::array layouts{hyperSpy(), velox(), emd(), nexus(), plain()};
  return layouts;
}

std::string plainUnit(std::string unit) {
  std::erase_if(unit, [](char c) { return c == '[' || c == ']' || c == '_'; });
  return unit;
}

std::string textOf(const Hdf5& file, const std::string& attribute, const std::string& object) {
  if (!file.has(object) || !file.hasAttribute(attribute, object)) return {};
  try {
    return file.stringAttribute(attribute, object);
  } catch (const Error&) {
    return {};  // a number
  }
}

double numberOf(const Hdf5& file, const std::string& attribute, const std::string& object) {
  if (!file.has(object) || !file.hasAttribute(attribute, object)) return kNotTold;
  try {
    const std::vector<double> values = file.numbersAttribute(attribute, object);
    return values.size() == 1 ? values.front() : kNotTold;
  } catch (const Error&) {
  }
  const std::string text = textOf(file, attribute, object);
  try {
    return parseNumber(trim(text), attribute);
  } catch (const Error&) {
    return kNotTold;
  }
}

MeasuredAxis axisOfValues(const Hdf5& file, const std::string& values, std::uint64_t size) {
  MeasuredAxis axis{values.substr(values.rfind('/') + 1), "", size};
  if (!file.isDataset(values) || !isNumeric(file, values)) return axis;
  if (const std::string name = textOf(file, "name", values); !name.empty()) axis.name = name;
  axis.unit = plainUnit(textOf(file, "units", values));
  const std::vector<double> at = file.readDoubles(values);
  if (at.size() < 2) return axis;
  const double step = (at.back() - at.front()) / static_cast<double>(at.size() - 1);
  // Single precision gives seven digits; what is further off is no even spacing.
  for (std::size_t i = 0; i < at.size(); ++i)
    if (!(std::abs(at[i] - at.front() - static_cast<double>(i) * step) <= 1e-3 * std::abs(step)))
      return axis;
  axis.origin = at.front();
  axis.step = step;
  return axis;
}

bool isNumeric(const Hdf5& file, const std::string& dataset) {
  return file.isDataset(dataset) && !file.isString(dataset);
}

}  // namespace glasscope::compare::hdf5_layouts
