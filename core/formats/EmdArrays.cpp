#include "core/formats/EmdArrays.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/formats/EmdLayout.h"
#include "core/system/Error.h"

namespace glasscope {
namespace {

constexpr const char* kOrder = "array_order";

emd::Axis layoutOf(const EmdAxis& axis) {
  emd::Axis out{axis.name, axis.unit, static_cast<int>(axis.values.size()), axis.values.front(), 1};
  // For readers that know no other axes.
  if (axis.values.size() > 1) {
    out.step =
        (axis.values.back() - axis.values.front()) / static_cast<double>(axis.values.size() - 1);
  }
  out.values = axis.values;
  return out;
}

void write(Hdf5& root, const EmdArray& array) {
  Hdf5::Shape shape;
  std::vector<emd::Axis> axes;
  std::size_t size = 1;
  for (const EmdAxis& axis : array.axes) {
    GLASSCOPE_ENSURE(!axis.values.empty(), "an axis has no values: " + array.name);
    shape.push_back(axis.values.size());
    size *= axis.values.size();
    axes.push_back(layoutOf(axis));
  }
  GLASSCOPE_ENSURE(!axes.empty() && size == array.values.size(),
                   "values and axes disagree: " + array.name);
  Hdf5 group = emd::createArray(root, array.name, "Array", axes);
  group.setAttribute("description", array.description);
  group.setAttribute("unit", array.unit);
  group.write("data", array.values, shape, true);
  group.setAttribute("units", array.unit, "data");
}

EmdArray read(const Hdf5& group) {
  EmdArray array;
  array.name = group.path().substr(group.path().rfind('/') + 1);
  array.unit = emd::textOr(group, "unit", "1");
  array.description = emd::textOr(group, "description", "");
  const Hdf5::Shape shape = group.shape("data");
  for (std::size_t d = 0; d < shape.size(); ++d) {
    const std::string name = fmt::format("dim{}", d);
    const emd::Axis axis = emd::readAxis(group, static_cast<int>(d));
    array.axes.push_back({axis.name, axis.units, group.readDoubles(name)});
    array.axes.back().values.resize(shape[d]);  // an axis of one value is written as two
  }
  array.values = group.readDoubles("data");
  return array;
}

}  // namespace

void writeEmdArrays(const std::filesystem::path& path, const std::vector<EmdArray>& arrays,
                    const EmdMetadata& metadata) {
  std::vector<std::string> order;
  for (const EmdArray& array : arrays) order.push_back(array.name);
  GLASSCOPE_ENSURE(std::set(order.begin(), order.end()).size() == order.size(),
                   "two arrays have one name");
  Hdf5 file = Hdf5::create(path);
  Hdf5 root = emd::createRoot(file, "arrays_root");
  emd::writeMetadata(root, metadata);
  for (const EmdArray& array : arrays) write(root, array);
  root.setAttribute(kOrder, order);
  file.commit();
}

std::vector<EmdArray> readEmdArrays(const std::filesystem::path& path) {
  const Hdf5 file = Hdf5::open(path);
  const std::string root = emd::rootName(file);
  if (root.empty() || !file.group(root).hasAttribute(kOrder)) {
    throw Error(ErrorKind::input, fmt::format("{} holds no arrays of ours", path.string()),
                "it is HDF5, but glasscope wrote no curves and images into it",
                "give a file that `glasscope compare` wrote");
  }
  std::vector<EmdArray> arrays;
  for (const std::string& name : file.group(root).stringsAttribute(kOrder))
    arrays.push_back(read(file.group(root).group(name)));
  return arrays;
}

const EmdArray& arrayNamed(const std::vector<EmdArray>& arrays, const std::string& name) {
  const auto found =
      std::find_if(arrays.begin(), arrays.end(), [&](const auto& one) { return one.name == name; });
  if (found != arrays.end()) return *found;
  std::vector<std::string> known;
  for (const EmdArray& array : arrays) known.push_back(array.name);
  throw Error(ErrorKind::input, fmt::format("There is no array '{}'", name),
              fmt::format("the file holds {}", fmt::join(known, ", ")),
              "it was written by another version: make it again");
}

}  // namespace glasscope
