#include "sim/readers/ReadFrames.h"
#include "tests/fuzz/FuzzFile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return glasscope::fuzzFile("", bytes, size, [](const std::filesystem::path& path) {
    for (const std::vector<int>& elements : {std::vector<int>{}, std::vector<int>{29, 40}}) {
      glasscope::sim::ReadOptions options;
      options.elements = elements;
      try {
        glasscope::sim::readFrames(path, options);
      } catch (const glasscope::Error& error) {
        if (error.kind() == glasscope::ErrorKind::internal) throw;
      }
    }
  });
}
