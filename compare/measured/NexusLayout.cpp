#include <algorithm>

#include "compare/measured/Hdf5Layouts.h"
#include "core/system/Error.h"

namespace glasscope::compare::hdf5_layouts {

namespace {

std::vector<std::string> axesOf(const Hdf5& file, const std::string& group) {
  if (!file.hasAttribute("axes", group)) return {};
  try {
    return file.stringsAttribute("axes", group);
  } catch (const Error&) {
    return {};
  }
}

std::vector<std::string> dataGroups(const Hdf5& file) {
  std::vector<std::string> groups;
  for (const std::string& dataset : file.datasets()) {
    const std::string group = dataset.substr(0, dataset.rfind('/'));
    if (group.empty() || std::ranges::find(groups, group) != groups.end()) continue;
    if (textOf(file, "NX_class", group) == "NXdata") groups.push_back(group);
  }
  return groups;
}

std::vector<MeasuredArray> arrays(const Hdf5& file) {
  std::vector<MeasuredArray> found;
  for (const std::string& group : dataGroups(file)) {
    const std::string signal = textOf(file, "signal", group);
    const std::string dataset = group + "/" + signal;
    if (signal.empty() || !isNumeric(file, dataset)) continue;
    MeasuredArray array{dataset, textOf(file, "units", dataset), {}, {}};
    const Hdf5::Shape shape = file.shape(dataset);
    const std::vector<std::string> names = axesOf(file, group);
    for (std::size_t d = 0; d < shape.size(); ++d) {
      const bool named = d < names.size() && names[d] != ".";  // "." stands for no axis
      array.axes.push_back(named ? axisOfValues(file, group + "/" + names[d], shape[d])
                                 : MeasuredAxis{"", "", shape[d]});
    }
    found.push_back(std::move(array));
  }
  return found;
}

bool is(const Hdf5& file) {
  return !arrays(file).empty();
}

}  // namespace

Layout nexus() {
  return {"NeXus", is, arrays};
}

}  // namespace glasscope::compare::hdf5_layouts
