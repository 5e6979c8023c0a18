#pragma once

#include <span>
#include <string>

#include "core/atoms/Atoms.h"
#include "core/hdf5/Hdf5.h"

// For core/formats/H5md.cpp only.
namespace glasscope {

/// Gives the data sets of the H5MD group `group` second names at the root of the file, by which it
/// is a trajectory of AMBER's convention in netCDF-4 (which is HDF5) as well: OVITO opens those and
/// no H5MD. Nothing is stored twice but the boxes, as lengths and angles; an edge that does not
/// repeat has the length zero, which is how the convention says so. Per-atom columns keep their
/// names. (ambermd.org/netcdf/nctraj.xhtml; netCDF-4 names its axes by HDF5's dimension scales.)
void nameAsAmber(Hdf5& file, const std::string& group, std::span<const Atoms> frames);

}  // namespace glasscope
