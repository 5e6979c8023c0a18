#include <array>

#include "sim/readers/ConfigurationFormat.h"

namespace glasscope::sim {

// A data file comes last: its title is free text, which may look like anything.
std::span<const ConfigurationFormat> configurationFormats() {
  static const std::array<ConfigurationFormat, 10> formats{
      h5mdFormat(),     lammpsDumpFormat(), lammpsYamlFormat(), extendedXyzFormat(),
      plainXyzFormat(), cifFormat(),        prismaticFormat(),  muStemFormat(),
      poscarFormat(),   lammpsDataFormat()};
  return formats;
}

const ConfigurationFormat* formatOf(const std::filesystem::path& path) {
  const FileHead head = FileHead::of(path);
  for (const ConfigurationFormat& format : configurationFormats())
    if (format.detect(head)) return &format;
  return nullptr;
}

}  // namespace glasscope::sim
