#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "compare/diffraction/Reductions.h"
#include "compare/files/AssociationFiles.h"
#include "core/maps/Findings.h"
#include "core/maps/Map2.h"

namespace glasscope::compare {

/// All that was found by comparing the scans of a run with the truth.
struct Comparison {
  std::vector<Map2> truths;                ///< named "<descriptor>@<scan>"
  std::vector<Map2> signals;               ///< on the rasters of their scans
  std::vector<Findings> findings;          ///< of each scan
  std::vector<ScanReductions> reductions;  ///< of each 4-D scan: mean pattern and ranges
  AssociationTable table;                  ///< over all scans
};

/// Where what was compared with one scan lies, beside its signal.
struct ScanPaths {
  std::string scan;
  std::filesystem::path truth;       ///< EMD 1.0: descriptors projected onto its raster
  std::filesystem::path reductions;  ///< ReductionsFile
};

/// The name of a truth map beside one scan: each scan has its own raster and resolution.
std::string truthName(const std::string& descriptor, const std::string& scan);

/// Writes the truths of one scan, under the names of their descriptors.
void writeTruths(const ScanPaths& paths, const std::vector<Map2>& truths);

/// Reads all of it. Throws Error(input) on files that are damaged.
Comparison readComparison(const std::vector<ScanPaths>& scans, const AssociationFiles& table);

}  // namespace glasscope::compare
