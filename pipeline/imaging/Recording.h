#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/maps/Datacube.h"
#include "core/maps/DatacubeStorage.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// How the patterns of a clean or recorded scan lie on disk. A recorded scan of counts stores whole
/// counts in uint16.
DatacubeStorage storageOf(const Case& c, const ScanCase& scan, const DatacubeShape& shape,
                          bool recorded);

/// Writes the recorded form of the clean maps of a scan's detectors (standard errors do not go
/// through a detector; centres of mass and differential phase contrast are derived from what was
/// recorded), of the images of a plane wave on a camera, of a series of maps, or of a clean 4-D
/// scan into a file beside it. The metadata entry "recording" lists the steps that were done, in
/// their order; each does those that mean something for it (RecordSettings::ofDetectors, ofCamera).
/// Lengths that are given are taken in place of those of the clean file: a run's own files tell
/// theirs. `name` is that of the scan or image: each has random numbers of its own, which the maps
/// of one scan share where they belong together (jitter). "" is a file that stands alone. `scan`
/// says how patterns lie on disk.
void recordMaps(const Case& c, const std::string& name, const std::filesystem::path& clean,
                const std::filesystem::path& recorded, const Calibration& calibration = {});
void recordImages(const Case& c, const std::string& name, const std::filesystem::path& clean,
                  const std::filesystem::path& recorded, const Calibration& calibration = {});
void recordSeries(const Case& c, const std::string& name, const std::filesystem::path& clean,
                  const std::filesystem::path& recorded, const Calibration& calibration = {});
void recordImageSeries(const Case& c, const std::string& name, const std::filesystem::path& clean,
                       const std::filesystem::path& recorded);
void recordScan(const Case& c, const ScanCase& scan, const std::string& name,
                const std::filesystem::path& clean, const std::filesystem::path& recorded,
                const std::string& identity, const Calibration& calibration = {});

/// The series of recorded forms of one clean signal that a series over a key of the record is: each
/// of its members, the cases, has random numbers of its own.
void recordMapsAt(const std::vector<Case>& members, const std::string& name,
                  const SeriesCase& series, const std::filesystem::path& clean,
                  const std::filesystem::path& recorded);
void recordImagesAt(const std::vector<Case>& members, const std::string& name,
                    const SeriesCase& series, const std::filesystem::path& clean,
                    const std::filesystem::path& recorded);

/// The same of a 4-D scan for a member of a series, which has random numbers of its own.
void recordMember(const Case& c, const ScanCase& scan, const std::string& axis, std::size_t member,
                  const std::filesystem::path& clean, const std::filesystem::path& recorded,
                  const std::string& identity);

/// True where a case has a step for a camera under a plane wave.
bool recordsImages(const Case& c);

/// True for a file of images of a plane wave.
bool isPlaneWaveImage(const std::filesystem::path& file);

/// The steps in their order with their parameters, as JSON; "[]" when nothing is recorded.
std::string recordingText(const Case& c);
std::string recordingText(const multislice::RecordSettings& settings);

}  // namespace glasscope::pipeline
