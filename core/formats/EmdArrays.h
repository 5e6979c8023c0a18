#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/formats/Emd.h"

namespace glasscope {

/// Values along one axis of an array, in a unit.
struct EmdAxis {
  std::string name, unit;
  std::vector<double> values;
};

/// Numbers over one axis or more, row-major: a curve, an image, a stack. The first axis is slowest.
struct EmdArray {
  std::string name, unit, description;
  std::vector<EmdAxis> axes;
  std::vector<double> values;
};

/// Writes arrays of any rank below one EMD root, in the order given; all of them or none (written
/// aside, renamed). Names are unique, and as many values as the axes ask for: else an internal
/// Error. Throws Error(environment) when the folder cannot take it.
void writeEmdArrays(const std::filesystem::path& path, const std::vector<EmdArray>& arrays,
                    const EmdMetadata& metadata);

/// Reads every array that writeEmdArrays wrote. Throws Error(input).
std::vector<EmdArray> readEmdArrays(const std::filesystem::path& path);

/// The one of this name. Throws Error(input) when there is none.
const EmdArray& arrayNamed(const std::vector<EmdArray>& arrays, const std::string& name);

}  // namespace glasscope
