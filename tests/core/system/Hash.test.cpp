#include "core/system/Hash.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope {
namespace {

// The hash of no bytes is published with XXH3 (seed 0, 128 bits).
TEST(Hash, emptyInputHasItsPublishedValue) {
  EXPECT_EQ(hashBytes(""), "99aa06d3014798d86001c324468d497f");
}

TEST(Hash, aFileHashesAsItsBytes) {
  const auto path =
      std::filesystem::temp_directory_path() / ("glasscope_hash_" + std::to_string(getpid()));
  const std::string content(200000, 'q');  // several read blocks
  writeFileAtomically(path, content);
  EXPECT_EQ(hashFile(path), hashBytes(content));
  std::filesystem::remove(path);
  EXPECT_THROW(hashFile(path), Error);
}

TEST(Hash, oneChangedByteChangesTheHash) {
  EXPECT_NE(hashBytes("abc"), hashBytes("abd"));
}

}  // namespace
}  // namespace glasscope
