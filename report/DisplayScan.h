#pragma once

#include <cstddef>

#include "core/maps/Datacube.h"
#include "report/ReportData.h"

namespace glasscope::report {

struct DisplayScanOptions {
  double voltage_kV = 0;                 ///< for axes in mrad; 0 leaves them out
  double semiangle_mrad = 0;             ///< bright disc; 0 leaves it out
  double maximum_invA = 0;               ///< crop beyond this spatial frequency; 0 keeps all
  double decades = 6;                    ///< dynamic range kept below the brightest pixel
  std::size_t budget_bytes = 6'000'000;  ///< of the quantised patterns
  std::string source;                    ///< file that holds the full data
};

/// Prepares a 4-D scan for the page, reading it pattern by pattern: crops, bins diffraction pixels
/// (sums, so fractions of the beam stay fractions), leaves out scan positions as a last resort, and
/// quantises the logarithm to 8 bits. `virtualImages` is left for the caller; one image, the sum of
/// the dark field beyond 1.5 semiangles (or of all intensity when unknown), is added.
ReportScan displayScan(const Datacube& cube, const DisplayScanOptions& options);

}  // namespace glasscope::report
