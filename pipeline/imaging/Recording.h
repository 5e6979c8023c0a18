#pragma once

#include <filesystem>
#include <string>

#include "core/maps/Datacube.h"
#include "core/maps/DatacubeStorage.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// How the patterns of a clean or recorded scan lie on disk. A recorded scan of counts stores whole
/// counts in uint16.
DatacubeStorage storageOf(const Case& c, const DatacubeShape& shape, bool recorded);

/// Writes the recorded form of clean annular maps (those that are fractions of the beam; standard
/// errors do not go through a detector), of a series of them or of a clean 4-D scan into a file
/// beside it. The metadata entry "recording" lists the steps in their order.
void recordMaps(const Case& c, const std::filesystem::path& clean,
                const std::filesystem::path& recorded);
void recordSeries(const Case& c, const std::filesystem::path& clean,
                  const std::filesystem::path& recorded);
void recordScan(const Case& c, const std::filesystem::path& clean,
                const std::filesystem::path& recorded, const std::string& identity);

/// The same for a member of a focal series, which has random numbers of its own.
void recordMember(Case c, std::size_t member, const std::filesystem::path& clean,
                  const std::filesystem::path& recorded, const std::string& identity);

/// The steps in their order with their parameters, as JSON; "[]" when nothing is recorded.
std::string recordingText(const Case& c);

}  // namespace glasscope::pipeline
