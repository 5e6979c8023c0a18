#include "sim/readers/ReadFrames.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Error.h"
#include "sim/readers/ConfigurationFormat.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path) {
  const FileHead head = FileHead::of(path);
  std::vector<std::string_view> names;
  for (const ConfigurationFormat& format : configurationFormats()) names.push_back(format.name);
  const char* why = head.isHdf5          ? "it is an HDF5 file without /h5md and /particles"
                    : head.lines.empty() ? "the file is empty"
                                         : "its content is none of the formats that are known";
  throw Error(ErrorKind::input,
              fmt::format("Cannot read '{}' as a configuration of atoms", path.string()), why,
              fmt::format("give one of these: {}", fmt::join(names, ", ")));
}

}  // namespace

std::vector<Atoms> readFrames(const fs::path& path, const ReadOptions& options) {
  const ConfigurationFormat* format = formatOf(path);
  if (format == nullptr) refuse(path);
  return readSelected(options, path.string(), [&] { return format->open(path, options); });
}

void requireFormat(const fs::path& path) {
  if (formatOf(path) == nullptr) refuse(path);
}

std::string describeFormat(const fs::path& path) {
  const ConfigurationFormat* format = formatOf(path);
  return format == nullptr ? std::string() : std::string(format->name);
}

}  // namespace glasscope::sim
