#include "sim/readers/ReadFrames.h"

#include <array>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Error.h"
#include "sim/readers/ConfigurationFormat.h"

namespace glasscope::sim {
namespace {

namespace fs = std::filesystem;

// Of a text that is none: an encoding that LAMMPS, OVITO and ASE do not write either.
const char* faultOfText(const fs::path& path) {
  std::array<char, 4096> block{};
  std::ifstream in(path, std::ios::binary);
  in.read(block.data(), block.size());
  const std::string_view text(block.data(), static_cast<std::size_t>(in.gcount()));
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return "its text is encoded in UTF-16: save it as UTF-8";
  if (text.find('\r') != std::string_view::npos && text.find('\n') == std::string_view::npos)
    return "its lines end with carriage returns alone: save it with line feeds";
  return "its content is none of the formats that are known";
}

[[noreturn]] void refuse(const fs::path& path) {
  const FileHead head = FileHead::of(path);
  std::vector<std::string_view> names;
  for (const ConfigurationFormat& format : configurationFormats()) names.push_back(format.name);
  const char* why = head.isHdf5          ? "it is an HDF5 file without /h5md and /particles"
                    : head.lines.empty() ? "the file is empty"
                                         : faultOfText(path);
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
