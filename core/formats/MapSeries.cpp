#include "core/formats/MapSeries.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "core/formats/EmdLayout.h"
#include "core/system/Error.h"
#include "core/system/Log.h"

namespace glasscope {
namespace {

constexpr const char* kOrder = "series_order";

void requireOneSize(const MapSeries& series) {
  GLASSCOPE_ENSURE(!series.maps.empty() && series.maps.size() == series.axis.size(),
                   "a series has one map for every value of its axis: " + series.name);
  const Map2& first = series.maps.front();
  for (const Map2& map : series.maps)
    GLASSCOPE_ENSURE(map.nx() == first.nx() && map.ny() == first.ny(),
                     "the maps of a series have one size: " + series.name);
}

/// Origin and step that come nearest for readers that know no other axes.
emd::Axis axisOf(const MapSeries& series) {
  const auto& values = series.axis;
  emd::Axis axis{series.axisName, series.axisUnit, static_cast<int>(values.size()), values.front(),
                 1};
  if (values.size() > 1)
    axis.step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
  return axis;
}

void write(Hdf5& root, const MapSeries& series) {
  requireOneSize(series);
  const Map2& first = series.maps.front();
  emd::Axis axis = axisOf(series);
  axis.values = series.axis;
  Hdf5 array = emd::createArray(
      root, series.name, "Array",
      {axis, emd::lengthAxis("x", first.nx(), first.origin_A.x(), first.pixel_A.x()),
       emd::lengthAxis("y", first.ny(), first.origin_A.y(), first.pixel_A.y())});
  array.setAttribute("description", series.description);
  array.setAttribute("unit", series.unit);
  std::vector<double> values;
  for (const Map2& map : series.maps)
    values.insert(values.end(), map.values.begin(), map.values.end());
  array.write("data", values,
              {series.maps.size(), static_cast<std::uint64_t>(first.nx()),
               static_cast<std::uint64_t>(first.ny())},
              true);
  array.setAttribute("units", series.unit, "data");
}

MapSeries read(const Hdf5& array) {
  const auto shape = array.shape("data");
  if (shape.size() != 3)
    throw Error(ErrorKind::input, fmt::format("Cannot read {} as a series of maps", array.path()),
                fmt::format("its data have {} dimensions and not 3", shape.size()),
                "check which program wrote the file");
  const auto along = emd::readAxis(array, 0);
  const auto x = emd::physical(emd::readAxis(array, 1), Dimension::length);
  const auto y = emd::physical(emd::readAxis(array, 2), Dimension::length);
  MapSeries series;
  series.name = array.path().substr(array.path().rfind('/') + 1);
  series.unit = emd::textOr(array, "unit", "1");
  series.description = emd::textOr(array, "description", "");
  series.axisName = along.name;
  series.axisUnit = along.units;
  series.axis = array.readDoubles("dim0");
  const auto count = static_cast<std::size_t>(emd::pixelsOf(array, "data", 0));
  if (series.axis.size() < count)
    throw Error(ErrorKind::input, fmt::format("Cannot read {} as a series of maps", array.path()),
                fmt::format("its first axis has {} values for {} maps", series.axis.size(), count),
                "check which program wrote the file");
  series.axis.resize(count);  // an axis of one value is written as two
  const int nx = emd::pixelsOf(array, "data", 1), ny = emd::pixelsOf(array, "data", 2);
  const auto values = array.readDoubles("data");
  const std::size_t pixels = static_cast<std::size_t>(nx) * static_cast<std::size_t>(ny);
  for (std::size_t i = 0; i < count; ++i) {
    Map2 map;
    map.name = series.name;
    map.unit = series.unit;
    map.pixel_A = {x.step, y.step};
    map.origin_A = {x.origin, y.origin};
    map.values = Array2<double>(nx, ny);
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(i * pixels);
    std::copy_n(from, pixels, map.values.begin());
    series.maps.push_back(std::move(map));
  }
  return series;
}

}  // namespace

std::vector<MapSeries> seriesOf(const std::vector<std::vector<Map2>>& members,
                                const std::string& axisName, const std::string& axisUnit,
                                const std::vector<double>& axis) {
  std::vector<MapSeries> all;
  for (std::size_t m = 0; m < members.front().size(); ++m) {
    const Map2& first = members.front()[m];
    MapSeries series{first.name, first.unit, first.description, axisName, axisUnit, axis, {}};
    for (const auto& member : members) {
      GLASSCOPE_ENSURE(member.size() == members.front().size() && member[m].name == first.name,
                       "the members of a series have the same maps");
      series.maps.push_back(member[m]);
    }
    all.push_back(std::move(series));
  }
  return all;
}

void writeEmdSeries(const std::filesystem::path& path, const std::vector<MapSeries>& series,
                    const EmdMetadata& metadata) {
  std::vector<std::string> order;
  for (const MapSeries& one : series) order.push_back(one.name);
  GLASSCOPE_ENSURE(std::set(order.begin(), order.end()).size() == order.size(),
                   "two series have one name");
  Hdf5 file = Hdf5::create(path);
  Hdf5 root = emd::createRoot(file, "series_root");
  emd::writeMetadata(root, metadata);
  for (const MapSeries& one : series) write(root, one);
  root.setAttribute(kOrder, order);
  file.commit();
}

std::vector<MapSeries> readEmdSeries(const std::filesystem::path& path,
                                     const Calibration& calibration) {
  const Hdf5 file = Hdf5::open(path);
  const std::string root = emd::rootName(file);
  if (root.empty() || !file.group(root).hasAttribute(kOrder)) {
    throw Error(ErrorKind::input, fmt::format("{} holds no series of maps", path.string()),
                "it is HDF5 but no tilt or focal series of ours",
                "give a file that `glasscope multislice` wrote");
  }
  std::vector<MapSeries> all;
  for (const std::string& name : file.group(root).stringsAttribute(kOrder))
    all.push_back(read(file.group(root).group(name)));
  std::optional<MutedLog> muted;
  for (MapSeries& series : all) {
    for (Map2& map : series.maps) {
      calibration.apply(map, path.string());
      if (!muted) muted.emplace();  // the maps of a file lie on one grid: it is warned of once
    }
  }
  return all;
}

bool isEmdSeries(const std::filesystem::path& path) {
  if (!Hdf5::isHdf5(path)) return false;
  const Hdf5 file = Hdf5::open(path);
  const std::string root = emd::rootName(file);
  return !root.empty() && file.group(root).hasAttribute(kOrder);
}

}  // namespace glasscope
