#pragma once

#include <filesystem>
#include <memory>

#include "compare/measured/MeasuredFile.h"

namespace glasscope::compare {

/// Formats that RosettaSciIO (hyperspy.org/rosettasciio) reads and no reader here: Digital
/// Micrograph (DM3, DM4), Merlin (.mib), EMPAD (.xml), blockfiles, TIA (.ser, .emi), TVIPS and
/// more, known by the ending of the name.
bool isForeign(const std::filesystem::path& path);

/// Runs RosettaSciIO in a process of its own, by the Python that GLASSCOPE_PYTHON names or python3:
/// it writes what it reads as .npy beside a description into a temporary folder (TMPDIR), which is
/// removed with the object. Throws Error(environment), which says how to get it, where it is
/// absent, and Error(input) with its own words where it cannot read the file.
std::unique_ptr<MeasuredFile> openForeign(const std::filesystem::path& path);

}  // namespace glasscope::compare
