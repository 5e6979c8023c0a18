#include "core/formats/EmdLayout.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Error.h"
#include "core/system/Provenance.h"

namespace glasscope::emd {
namespace {

constexpr const char* kMetadataName = "glasscope";
constexpr std::string_view kThickness = "thickness_A";
constexpr std::array<std::string_view, 5> kInstrumentFacts{
    "voltage_kV", "convergence_semiangle_mrad", "convergence_semiangle_invA", "dose_e_per_A2",
    kThickness};

}  // namespace

Axis lengthAxis(const std::string& name, int size, double origin_A, double step_A) {
  if (!std::isfinite(step_A)) return {name, "pixels", size, 0, 1};
  return {name, "A", size, origin_A, step_A};
}

Hdf5 createRoot(Hdf5& file, const std::string& name) {
  file.setAttribute("emd_group_type", "file");
  file.setAttribute("version_major", 1);
  file.setAttribute("version_minor", 0);
  file.setAttribute("version_release", 0);
  file.setAttribute("authoring_program", "glasscope " + versionText());
  file.setAttribute("authoring_user", "");
  Hdf5 root = file.createGroup(name);
  root.setAttribute("emd_group_type", "root");
  root.setAttribute("python_class", "Root");
  root.createGroup("metadatabundle").setAttribute("emd_group_type", "metadatabundle");
  return root;
}

Hdf5 createArray(Hdf5& root, const std::string& name, const std::string& pythonClass,
                 const std::vector<Axis>& axes) {
  Hdf5 array = root.createGroup(name);
  array.setAttribute("emd_group_type", "array");
  array.setAttribute("python_class", pythonClass);
  for (std::size_t d = 0; d < axes.size(); ++d) {
    // The whole vector, because emdfile extends a shorter one by np.arange, which can give an entry
    // too many. A single pixel gets two entries: readers take the step from their difference. The
    // attributes keep origin and step exactly, because a difference of two numbers does not.
    const Axis& axis = axes[d];
    const std::string dim = "dim" + std::to_string(d);
    std::vector<double> positions = axis.values;
    for (int i = static_cast<int>(positions.size()); i < std::max(axis.size, 2); ++i)
      positions.push_back(axis.origin + i * axis.step);
    array.write(dim, positions, {positions.size()});
    array.setAttribute("name", axis.name, dim);
    array.setAttribute("units", axis.units, dim);
    array.setAttribute("origin", axis.origin, dim);
    array.setAttribute("step", axis.step, dim);
  }
  return array;
}

void writeEntry(Hdf5& group, const std::string& name, double value) {
  group.writeScalar(name, value);
  group.setAttribute("type", "number", name);
}

void writeEntry(Hdf5& group, const std::string& name, const std::string& value) {
  group.write(name, value);
  group.setAttribute("type", "string", name);
}

double numberOf(const EmdMetadata& metadata, std::string_view name) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const auto found = metadata.find(std::string(name));
  if (found == metadata.end()) return kUnknown;
  const std::string& text = found->second;
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size() ? value : kUnknown;
}

namespace {

// RosettaSciIO reads the groups that the first EMD files had at their root.
void writeInstrument(Hdf5& root, const EmdMetadata& metadata) {
  for (const std::string_view fact : emdInstrumentFacts()) {
    const double value = numberOf(metadata, fact);
    if (!std::isfinite(value)) continue;
    const std::string name(fact);
    const std::string about = fact == kThickness ? "/sample" : "/microscope";
    if (!root.has(about)) root.createGroup(about);
    root.setAttribute(name, value, about);
    const std::string bundle = "metadatabundle/microscope";
    if (!root.has(bundle)) {
      Hdf5 group = root.createGroup(bundle);
      group.setAttribute("emd_group_type", "metadata");
      group.setAttribute("python_class", "Metadata");
    }
    Hdf5 group = root.group(bundle);
    writeEntry(group, name, value);
  }
}

}  // namespace

void writeMetadata(Hdf5& root, const EmdMetadata& metadata) {
  writeInstrument(root, metadata);
  Hdf5 group = root.createGroup(std::string("metadatabundle/") + kMetadataName);
  group.setAttribute("emd_group_type", "metadata");
  group.setAttribute("python_class", "Metadata");
  for (const auto& [key, text] : metadata) writeEntry(group, key, text);
}

Axis readAxis(const Hdf5& array, int dimension) {
  const std::string dim = "dim" + std::to_string(dimension);
  Axis axis;
  if (!array.isDataset(dim) || array.isString(dim)) return axis;
  axis.name = textOr(array, "name", "", dim);
  axis.units = textOr(array, "units", "", dim);
  const auto values = array.readDoubles(dim);
  if (values.size() > 1) {
    axis.origin = values.front();
    axis.step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
    constexpr double kRounding = 1e-2;  // of a step: programs write few digits
    for (std::size_t i = 0; i < values.size(); ++i)
      axis.even =
          axis.even && std::abs(values[i] - axis.origin - axis.step * static_cast<double>(i)) <=
                           kRounding * std::abs(axis.step);
  }
  if (array.hasAttribute("origin", dim)) axis.origin = array.numberAttribute("origin", dim);
  if (array.hasAttribute("step", dim)) axis.step = array.numberAttribute("step", dim);
  return axis;
}

PhysicalAxis physical(const Axis& axis, Dimension dimension) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const auto factor = unitFactor(axis.units, dimension);
  // Points that are not evenly spaced have no step that could be told.
  if (!factor || !std::isfinite(axis.step) || axis.step == 0 || !axis.even)
    return {kUnknown, kUnknown};
  return {*factor * axis.origin, *factor * std::abs(axis.step)};
}

int pixelsOf(const Hdf5& array, const std::string& dataset, std::size_t dimension) {
  const auto shape = array.shape(dataset);
  constexpr std::uint64_t kMost = 1 << 24;
  const std::uint64_t extent = dimension < shape.size() ? shape[dimension] : 0;
  if (extent < 1 || extent > kMost)
    throw Error(ErrorKind::input, fmt::format("Cannot read {}/{}", array.path(), dataset),
                fmt::format("its shape is [{}], which is no image", fmt::join(shape, ", ")),
                "check which program wrote the file");
  return static_cast<int>(extent);
}

std::vector<std::string> arraysOfRank(const Hdf5& group, std::size_t rank) {
  constexpr std::string_view kData = "/data";
  std::vector<std::string> found;
  for (const auto& path : group.datasets()) {
    if (!path.ends_with(kData) || group.shape(path).size() != rank) continue;
    const std::string owner = path.substr(0, path.size() - kData.size());
    found.push_back(owner.empty() ? "/" : owner);
  }
  return found;
}

std::string rootName(const Hdf5& file) {
  for (const auto& name : file.names())
    if (!file.isDataset(name) && textOr(file, "emd_group_type", "", name) == "root") return name;
  return "";
}

std::string textOr(const Hdf5& group, const std::string& attribute, const std::string& otherwise,
                   const std::string& object) {
  if (!group.has(object) || !group.hasAttribute(attribute, object)) return otherwise;
  try {
    return group.stringAttribute(attribute, object);
  } catch (const Error&) {
    return otherwise;  // a number: the EMD files of other programs have such
  }
}

}  // namespace glasscope::emd

namespace glasscope {

std::span<const std::string_view> emdInstrumentFacts() {
  return emd::kInstrumentFacts;
}

}  // namespace glasscope
