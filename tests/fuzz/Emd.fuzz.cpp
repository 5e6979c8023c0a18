#include "core/formats/Emd.h"

#include "core/formats/MapSeries.h"
#include "tests/fuzz/FuzzFile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return glasscope::fuzzFile("", bytes, size, [](const std::filesystem::path& path) {
    using namespace glasscope;
    if (!Hdf5::isHdf5(path)) return;
    if (isEmdDatacube(path))
      EmdDatacube(path).pattern(0, 0);
    else if (isEmdSeries(path))
      readEmdSeries(path);
    else
      readEmdMaps(path);
    readEmdMetadata(path);
    Hdf5::open(path).damagedDatasets();
  });
}
