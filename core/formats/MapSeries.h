#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/formats/Emd.h"
#include "core/maps/Map2.h"

namespace glasscope {

/// Maps of one quantity along a third axis (tilt angle, defocus): all of one size and pixel.
struct MapSeries {
  std::string name, unit, description;
  std::string axisName;      ///< "tilt"
  std::string axisUnit;      ///< "deg", "A"
  std::vector<double> axis;  ///< one value a map
  std::vector<Map2> maps;    ///< their own names and descriptions are not kept
};

/// The members of a series, each a list of maps of the same names, as one series a map.
std::vector<MapSeries> seriesOf(const std::vector<std::vector<Map2>>& members,
                                const std::string& axisName, const std::string& axisUnit,
                                const std::vector<double>& axis);

/// Writes series as EMD arrays [axis, x, y] below one root, with physical axes; all of them or none
/// (written aside, renamed). Readers that know uniform axes alone take origin and step of the first
/// axis from its ends. Throws Error(environment) when the folder cannot take it.
void writeEmdSeries(const std::filesystem::path& path, const std::vector<MapSeries>& series,
                    const EmdMetadata& metadata);

/// Reads every series of a file that writeEmdSeries wrote, in its order, with the lengths that are
/// given in place of those of the file. Throws Error(input).
std::vector<MapSeries> readEmdSeries(const std::filesystem::path& path,
                                     const Calibration& calibration = {});

/// True when writeEmdSeries wrote the file.
bool isEmdSeries(const std::filesystem::path& path);

}  // namespace glasscope
