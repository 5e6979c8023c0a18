#include "core/system/Hash.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "tests/TemporaryFolder.h"

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

TEST(Hash, isOfRegularFilesAlone) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  for (const std::filesystem::path& path : {folder / "pipe", folder.path(), folder / "absent"})
    EXPECT_THROW(hashFile(path), Error) << path;
}

}  // namespace
}  // namespace glasscope
