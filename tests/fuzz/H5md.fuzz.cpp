#include "core/formats/H5md.h"

#include "tests/fuzz/FuzzFile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return glasscope::fuzzFile("", bytes, size, [](const std::filesystem::path& path) {
    const std::vector<int> elements{29, 40};
    if (glasscope::isH5md(path)) glasscope::readH5md(path, elements);
  });
}
