#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/Emd.h"
#include "core/hdf5/Hdf5.h"
#include "core/math/Units.h"

// What the map and the datacube files share of the EMD 1.0 layout; for core/formats/Emd*.cpp only.
namespace glasscope::emd {

/// One axis of an EMD array, in physical units: uniform, unless `values` says otherwise.
struct Axis {
  std::string name;
  std::string units;  ///< "A" and "A^-1" are what py4DSTEM and RosettaSciIO know
  int size = 0;
  double origin = 0, step = 1;
  std::vector<double> values{};  ///< of every point, where they are not evenly spaced
  bool even = true;              ///< false of an axis that was read and whose points are not so
};

/// An axis of positions in angstrom; in pixels when the step is not known (NaN).
Axis lengthAxis(const std::string& name, int size, double origin_A, double step_A);

/// Attributes that make a file an EMD 1.0 file with one root; returns the root group.
Hdf5 createRoot(Hdf5& file, const std::string& name);
/// The group of an array node ("Array", "DataCube") with its dim vectors; `data` is the caller's.
Hdf5 createArray(Hdf5& root, const std::string& name, const std::string& pythonClass,
                 const std::vector<Axis>& axes);
/// The array node of a datacube, with a data set of chunks of whole patterns to be written.
Hdf5 createDatacube(Hdf5& root, const std::string& name, const DatacubeShape& shape,
                    const DatacubeStorage& storage);
/// The calibration of the datacube of this name, which py4DSTEM takes its axes from; one a root.
void writeCalibration(Hdf5& root, const std::string& datacube, const DatacubeShape& shape,
                      const EmdMetadata& metadata);
/// The array node of a map, with its data.
void writeMap(Hdf5& root, const Map2& map);
/// An entry of a metadata bundle as py4DSTEM reads it.
void writeEntry(Hdf5& group, const std::string& name, double value);
void writeEntry(Hdf5& group, const std::string& name, const std::string& value);
/// The number of an entry of the metadata; NaN where it is absent or more than a number.
double numberOf(const EmdMetadata& metadata, std::string_view name);
/// An entry of the root's metadata bundle that py4DSTEM reads as a dictionary of strings, and what
/// is known of the instrument where the peers look for it.
void writeMetadata(Hdf5& root, const EmdMetadata& metadata);

/// The axis as written; the step is exact for our own files and a difference for others.
Axis readAxis(const Hdf5& array, int dimension);
/// Step and origin of the axis in angstrom, or in 1/angstrom; NaN when it is in pixels or in no
/// unit that is known.
struct PhysicalAxis {
  double origin, step;
};
PhysicalAxis physical(const Axis& axis, Dimension dimension);
/// An extent of a data set as a number of pixels. Throws Error(input) for one that no image has.
int pixelsOf(const Hdf5& array, const std::string& dataset, std::size_t dimension);

/// Paths of the groups that hold a data set "data" of the given rank, in name order.
std::vector<std::string> arraysOfRank(const Hdf5& group, std::size_t rank);
/// Name of the first group that is an EMD root, or "" when the file has none.
std::string rootName(const Hdf5& file);
/// Text attribute, or `otherwise` where it is absent or not text.
std::string textOr(const Hdf5& group, const std::string& attribute, const std::string& otherwise,
                   const std::string& object = ".");

}  // namespace glasscope::emd
