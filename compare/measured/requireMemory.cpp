#include "compare/measured/requireMemory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Error.h"
#include "core/system/Machine.h"
#include "core/system/Text.h"

namespace glasscope::compare {

void requireMemory(const std::filesystem::path& file, const MeasuredFile::Shape& numbers) {
  double bytes = sizeof(double);
  for (const std::uint64_t extent : numbers) bytes *= static_cast<double>(extent);
  // Small reads are not worth the question.
  constexpr double kAlwaysThere_bytes = 1 << 26;
  if (bytes < kAlwaysThere_bytes) return;
  const double available = availableMemory_bytes();
  if (bytes < available) return;
  throw Error(ErrorKind::capacity, fmt::format("Cannot read {}", file.string()),
              fmt::format("[{}] numbers take {}, and {} is available", fmt::join(numbers, ", "),
                          formatBytes(bytes), formatBytes(available)),
              "check that it is the file you mean, or use a machine with more memory");
}

}  // namespace glasscope::compare
