#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compare/files/AssociationFiles.h"
#include "compare/files/Comparison.h"
#include "compare/files/FilmFiles.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

// Where the results of the room compare lie in the folder of a run.

/// Whether the configuration that a case names is a measured film with the atoms of a model.
bool isMeasuredFilm(const Case& c);
compare::FilmFiles filmFiles(const std::filesystem::path& run);
compare::AssociationFiles associationFiles(const std::filesystem::path& run);
compare::ScanPaths comparedScan(const std::filesystem::path& run, const std::string& scan);

/// Whether a scan is compared with the truth: enabled, on a raster along the axes of the foil,
/// because truth maps lie on such, and of the foil as it lies.
bool isComparable(const ScanCase& scan);
/// The scans of a case that are.
std::vector<std::string> comparableScans(const Case& c);

/// All that was found in a run. Throws Error(input) where a file is gone or damaged.
compare::Comparison readComparison(const Case& c, const std::filesystem::path& run);

}  // namespace glasscope::pipeline
