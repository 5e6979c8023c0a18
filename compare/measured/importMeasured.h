#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compare/measured/ImportPlan.h"

namespace glasscope::compare {

/// What was done to a measured file.
struct Imported {
  std::string format, dataset, axes;  ///< "HyperSpy", "/Experiments/a/data", "512 y, 512 x"
  std::string result;                 ///< "a 4-D scan of 4 x 4 positions, patterns of 192 x 192"
  std::vector<ImportFact> facts;
  std::vector<std::string> findings;  ///< sentences about suspicious numbers
  std::filesystem::path written;
};

/// Writes an array of a measured file in the calibrated form of every other signal: maps and series
/// (core/formats/MapSeries.h), 4-D scans (core/formats/Emd.h; row by row, so that memory does not
/// grow with the scan, and resumed after an interrupt), or rings as a table of text. Numbers stay
/// as they are but for what the settings ask; patterns are cut so that their zero frequency lies at
/// (nx/2, ny/2), to half a pixel. `output` "": beside the input. Throws Error(usage, input,
/// environment).
Imported importMeasured(const std::filesystem::path& input, const ImportSettings& settings,
                        const std::filesystem::path& output);

}  // namespace glasscope::compare
