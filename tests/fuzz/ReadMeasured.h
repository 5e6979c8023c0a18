#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "compare/measured/ImportPlan.h"
#include "compare/measured/MeasuredFile.h"
#include "compare/measured/importMeasured.h"
#include "tests/fuzz/FuzzFile.h"

namespace glasscope {

/// What a user gives who knows everything about a file of so many axes.
inline compare::ImportSettings knownOf(std::size_t rank, std::size_t array) {
  using enum compare::AxisRole;
  const std::vector<std::vector<compare::AxisRole>> roles{
      {}, {k}, {x, y}, {frame, x, y}, {x, y, qx, qy}};
  compare::ImportSettings settings;
  settings.dataset = std::to_string(array);
  if (rank < roles.size()) settings.axes = roles[rank];
  settings.calibration.pixel_A = 1;
  settings.calibration.diffractionPixel_invA = 0.02;
  settings.centre = compare::PatternCentre::middle;
  return settings;
}

/// Reads the arrays of a measured file as an import does: by what the file says, and with all of it
/// given; and its numbers as far as they are few.
inline void readMeasured(const std::filesystem::path& path, const compare::MeasuredFile& file) {
  constexpr std::size_t kArrays = 4;
  for (std::size_t i = 0; i < std::min(kArrays, file.arrays().size()); ++i) {
    compare::MeasuredFile::Shape sizes, zeros;
    for (const compare::MeasuredAxis& axis : file.arrays()[i].axes) sizes.push_back(axis.size);
    zeros.resize(sizes.size(), 0);
    const compare::ImportSettings known = knownOf(sizes.size(), i);
    compare::ImportSettings told;
    told.dataset = known.dataset;
    for (const compare::ImportSettings& settings : {told, known})
      allowRefusal([&] { compare::planImport(file, path, settings); });
    constexpr std::uint64_t kFew = 1 << 16;
    if (compare::entriesOf(sizes) > kFew) sizes.assign(sizes.size(), 1);
    if (compare::entriesOf(sizes) > 0) allowRefusal([&] { file.read(i, zeros, sizes); });
  }
}

/// The whole way of a file of any format into one of ours.
inline void importWhole(const std::filesystem::path& path) {
  const auto file = compare::openMeasured(path);
  const std::filesystem::path out = path.string() + ".imported";
  for (std::size_t rank = 0; rank < 5; ++rank)
    allowRefusal([&] { compare::importMeasured(path, knownOf(rank, 0), out); });
  std::filesystem::remove(out);
}

}  // namespace glasscope
