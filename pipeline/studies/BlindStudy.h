#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/maps/Map2.h"
#include "pipeline/case/Case.h"

namespace glasscope::pipeline {

/// The files of one scan of a blind data set.
struct BlindScan {
  std::filesystem::path given;  ///< the data: nothing in it but signals, lengths, beam and dose
  std::filesystem::path truth;  ///< what is true of them, sealed with the hash of the data
};

/// Runs a case below folder/run and makes a blind data set of its scans: folder/given/<scan>.h5,
/// which holds no descriptor, hash, title, name of a file or position in the sample, and
/// folder/truth/<scan>.h5 with the maps of every descriptor. The signals are those that the table
/// [record] makes, their lengths as wrong as [blind] says. Series and plane-wave images stay out.
/// Collective; the files are written, and come back, on rank 0 alone.
std::vector<BlindScan> runBlindStudy(const Case& c, const std::filesystem::path& folder);

/// The sealed truth of a scan.
struct BlindTruth {
  std::vector<Map2> maps;  ///< "voronoi_volume_A3", ...
  /// What a single number can be asked for: "pixel_A", "diffraction_pixel_invA", and so on.
  std::vector<std::pair<std::string, double>> numbers;
  Vec2 givenPixel_A{1, 1};  ///< the step that the data tell
  std::string givenHash;    ///< hashFile() of the data
};

/// Throws Error(input) for a file that is no sealed truth.
BlindTruth readBlindTruth(const std::filesystem::path& path);

}  // namespace glasscope::pipeline
