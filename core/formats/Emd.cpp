#include "core/formats/Emd.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "core/formats/EmdLayout.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope {
namespace {

constexpr const char* kMapsRoot = "maps_root";

Map2 readMap(const Hdf5& array) {
  const auto x = emd::physical(emd::readAxis(array, 0), Dimension::length);
  const auto y = emd::physical(emd::readAxis(array, 1), Dimension::length);
  Map2 map;
  map.name = array.path().substr(array.path().rfind('/') + 1);
  map.unit = emd::textOr(array, "unit", emd::textOr(array, "units", "1", "data"));
  map.description = emd::textOr(array, "description", "");
  map.pixel_A = {x.step, y.step};
  map.origin_A = {std::isfinite(x.step) ? x.origin : 0, std::isfinite(y.step) ? y.origin : 0};
  map.periodic = array.hasAttribute("periodic") && array.numberAttribute("periodic") != 0;
  if (array.shape("data").size() != 2)
    throw Error(ErrorKind::input, fmt::format("Cannot read {} as a map", array.path()),
                fmt::format("its data have {} dimensions and not 2", array.shape("data").size()),
                "check which program wrote the file");
  map.values = Array2<double>(emd::pixelsOf(array, "data", 0), emd::pixelsOf(array, "data", 1));
  const auto values = array.readDoubles("data");
  std::copy(values.begin(), values.end(), map.values.begin());
  return map;
}

}  // namespace

namespace emd {

void writeMap(Hdf5& root, const Map2& map) {
  const std::vector<Axis> axes{lengthAxis("x", map.nx(), map.origin_A.x(), map.pixel_A.x()),
                               lengthAxis("y", map.ny(), map.origin_A.y(), map.pixel_A.y())};
  Hdf5 array = createArray(root, map.name, "Array", axes);
  array.setAttribute("description", map.description);
  array.setAttribute("unit", map.unit);
  array.setAttribute("periodic", map.periodic);
  array.write("data", map.values.span(),
              {static_cast<std::uint64_t>(map.nx()), static_cast<std::uint64_t>(map.ny())}, true);
  array.setAttribute("units", map.unit, "data");
}

}  // namespace emd

void writeEmdMaps(const std::filesystem::path& path, const std::vector<Map2>& maps,
                  const EmdMetadata& metadata) {
  std::set<std::string> names;
  for (const auto& map : maps) {
    GLASSCOPE_ENSURE(!map.name.empty() && map.name.find('/') == std::string::npos,
                     "a map needs a name without '/': " + map.name);
    GLASSCOPE_ENSURE(names.insert(map.name).second, "two maps are called " + map.name);
    GLASSCOPE_ENSURE(!map.values.empty(), "the map is empty: " + map.name);
  }
  Hdf5 file = Hdf5::create(path);
  Hdf5 root = emd::createRoot(file, kMapsRoot);
  emd::writeMetadata(root, metadata);
  for (const auto& map : maps) emd::writeMap(root, map);
  // Names sort in the file; the order that the writer chose is kept here.
  std::vector<std::string> order;
  for (const auto& map : maps) order.push_back(map.name);
  root.setAttribute("map_order", order);
  file.commit();
}

std::vector<Map2> readEmdMaps(const std::filesystem::path& path, const Calibration& calibration) {
  const Hdf5 file = Hdf5::open(path);
  const std::string root = emd::rootName(file);
  if (root.empty())
    throw Error(ErrorKind::input, fmt::format("{} holds no maps", path.string()),
                "it is HDF5 but not EMD 1.0: no group is marked as an EMD root",
                "give a file that `glasscope multislice` or `glasscope voronoi` wrote");
  const Hdf5 group = file.group(root);
  std::vector<Map2> maps;
  if (group.hasAttribute("map_order")) {
    for (const auto& name : group.stringsAttribute("map_order"))
      maps.push_back(readMap(group.group(name)));
  } else {
    for (const auto& array : emd::arraysOfRank(group, 2))
      maps.push_back(readMap(file.group(array)));
  }
  std::optional<MutedLog> muted;
  for (Map2& map : maps) {
    calibration.apply(map, path.string());
    if (!muted) muted.emplace();  // the maps of a file lie on one grid: it is warned of once
  }
  return maps;
}

EmdMetadata readEmdMetadata(const std::filesystem::path& path) {
  const Hdf5 file = Hdf5::open(path);
  const std::string bundle = emd::rootName(file) + "/metadatabundle/glasscope";
  EmdMetadata metadata;
  if (!file.has(bundle)) return metadata;
  const Hdf5 group = file.group(bundle);
  for (const auto& name : group.names())
    if (group.isString(name)) metadata[name] = group.readText(name);
  return metadata;
}

}  // namespace glasscope
