#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compare/measured/ImportSettings.h"
#include "compare/measured/MeasuredFile.h"
#include "core/maps/Datacube.h"

namespace glasscope::compare {

/// What a measured array becomes.
enum class ImportKind {
  map,       ///< one image of the specimen
  series,    ///< several, one a frame
  patterns,  ///< diffraction patterns: one, a list or a 4-D scan
  profile    ///< intensity of rings over k
};

/// Something that is known of the signal, and from where.
struct ImportFact {
  std::string name;   ///< as EMD files of this program have it
  std::string value;  ///< "" where it is not known
  std::string source;
};

/// How an array of a measured file becomes a calibrated signal.
struct ImportPlan {
  ImportKind kind = ImportKind::map;
  std::size_t array = 0;
  /// Axes of the file in the order of the result: frame or scan axes, then those of an image.
  std::vector<std::size_t> order;
  /// Positions and patterns as they lie in the file, before they are cut about their centre. Of
  /// maps `qx` and `qy` are unused and `rx`, `ry` their pixels.
  DatacubeShape shape;
  std::uint64_t frames = 1;  ///< of a series
  PatternCentre centre = PatternCentre::told;
  Vec2 centre_px{0, 0};                     ///< unless it is to be found
  double kStep_invA = 0, kOrigin_invA = 0;  ///< of a profile
  std::vector<ImportFact> facts;
};

/// Decides what the array is and takes its scales from the file and from what is given. Throws
/// Error(usage) that names every option that is missing, and Error(input) for scales that cannot
/// be: nothing is guessed.
ImportPlan planImport(const MeasuredFile& file, const std::filesystem::path& path,
                      const ImportSettings& settings);

}  // namespace glasscope::compare
