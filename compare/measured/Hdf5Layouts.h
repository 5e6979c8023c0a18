#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "compare/measured/MeasuredArray.h"
#include "core/hdf5/Hdf5.h"

// How programs lay measured arrays out in HDF5 files; for compare/measured only.
namespace glasscope::compare::hdf5_layouts {

/// One way to lay arrays out. The path of an array is that of its data set.
struct Layout {
  std::string_view name;
  bool (*is)(const Hdf5& file);
  std::vector<MeasuredArray> (*arrays)(const Hdf5& file);
  std::string_view axisOrder = {};  ///< as of MeasuredFile
};

/// Signals of HyperSpy (.hspy): axes with scale, offset and units; voltage in kV, angle in mrad.
Layout hyperSpy();
/// Velox (EMD): images of a microscope as [y, x, frame], with their metadata as JSON.
Layout velox();
/// EMD of all ages: a data set beside the vectors dim0, dim1, ... (EMD 1.0, py4DSTEM from 0.14) or
/// dim1, dim2, ... (Berkeley's EMD 0.2, Prismatic, py4DSTEM up to 0.13).
Layout emd();
/// NeXus: groups of class NXdata that name their signal and its axes.
Layout nexus();
/// Any other HDF5 file: its data sets of one to five dimensions, and nothing about them but what
/// the scan control of Arina detectors writes under "STEM Metadata".
Layout plain();

/// All of them; the first that knows a file is right.
std::span<const Layout> all();

// What the layouts share.
/// "[n_m^-1]" -> "nm^-1": Berkeley's units have brackets and underscores.
std::string plainUnit(std::string unit);
/// Text attribute, "" where it is absent or a number.
std::string textOf(const Hdf5& file, const std::string& attribute, const std::string& object);
/// Numeric attribute (also of one entry, also text that is a number), NaN where it is absent.
double numberOf(const Hdf5& file, const std::string& attribute, const std::string& object);
/// The axis whose values are a data set; NaN as step where they are not evenly spaced.
MeasuredAxis axisOfValues(const Hdf5& file, const std::string& values, std::uint64_t size);
/// Whether a data set holds numbers that can be read.
bool isNumeric(const Hdf5& file, const std::string& dataset);

}  // namespace glasscope::compare::hdf5_layouts
