#include "compare/measured/MeasuredFile.h"

#include <array>
#include <fstream>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "compare/measured/ArinaFile.h"
#include "compare/measured/ForeignFile.h"
#include "compare/measured/Hdf5Measured.h"
#include "compare/measured/MatlabFile.h"
#include "compare/measured/MrcFile.h"
#include "compare/measured/NpyFile.h"
#include "compare/measured/TiffFile.h"
#include "core/hdf5/Hdf5.h"
#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope::compare {

namespace {

struct Reader {
  bool (*is)(const std::filesystem::path&);
  std::unique_ptr<MeasuredFile> (*open)(const std::filesystem::path&);
};

// The first that knows a file reads it.
constexpr std::array kReaders{Reader{isArina, openArina},   Reader{Hdf5::isHdf5, openHdf5Measured},
                              Reader{isNpy, openNpy},       Reader{isTiff, openTiff},
                              Reader{isMatlab, openMatlab}, Reader{isForeign, openForeign},
                              Reader{isMrc, openMrc}};

bool isZip(const std::filesystem::path& path) {
  std::array<char, 4> mark{};
  std::ifstream in(path, std::ios::binary);
  in.read(mark.data(), mark.size());
  return in && std::string_view(mark.data(), mark.size()) == "PK\x03\x04";
}

}  // namespace

std::unique_ptr<MeasuredFile> openMeasured(const std::filesystem::path& path) {
  requireRegularFile(path);
  for (const Reader& reader : kReaders)
    if (reader.is(path)) return reader.open(path);
  if (isZip(path))
    throw Error(ErrorKind::input, fmt::format("Cannot import {}", path.string()),
                "it is a zip archive, and the measured file lies inside",
                "unpack it, and import the .mib, .xml or other file that is in it");
  throw Error(
      ErrorKind::input, fmt::format("Cannot import {}", path.string()),
      "it is no HDF5, TIFF, MRC, MATLAB 5 or .npy file by its content (or is cut short in its "
      "head), and its name has no ending that RosettaSciIO reads",
      "check that it is the file you mean, or convert it to one of these");
}

std::uint64_t entriesOf(const MeasuredFile::Shape& shape) {
  std::uint64_t product = 1;
  for (const std::uint64_t extent : shape) {
    if (extent != 0 && product > std::numeric_limits<std::uint64_t>::max() / extent)
      return std::numeric_limits<std::uint64_t>::max();
    product *= extent;
  }
  return product;
}

}  // namespace glasscope::compare
