#include "pipeline/run/independentFiles.h"

#include <map>

#include <fmt/format.h>

#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"

namespace glasscope::pipeline {

void requireContent(const std::filesystem::path& file) {
  if (!Hdf5::isHdf5(file)) requireNoHole(file);
}

void requireDifferent(const std::vector<std::string>& files, const std::string& key) {
  std::map<std::string, std::string> seen;
  for (const std::string& file : files) {
    requireContent(file);
    const auto [other, isNew] = seen.emplace(hashFile(file), file);
    if (isNew) continue;
    throw Error(ErrorKind::usage, fmt::format("{}: a sample is there twice", key),
                fmt::format("'{}' and '{}' hold the same bytes, and copies are not independent",
                            other->second, file),
                "name other samples of the same material");
  }
}

}  // namespace glasscope::pipeline
