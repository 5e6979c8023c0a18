#include "core/system/Compress.h"

#include <gtest/gtest.h>

#include "core/math/Random.h"
#include "core/system/Error.h"

namespace glasscope {
namespace {

TEST(Compress, comesBackAsItWent) {
  Random random(3, "bytes");
  std::string bytes;
  for (int i = 0; i < 300000; ++i) bytes += static_cast<char>(256 * random.uniform());
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(1 << 20, 'x'), bytes})
    EXPECT_EQ(gunzip(gzip(text)), text) << text.size();
}

TEST(Compress, makesRepetitionSmall) {
  EXPECT_LT(gzip(std::string(1 << 20, 'x')).size(), 2000u);
}

// RFC 1952: magic 1f 8b, method 8, no flags, time 0: nothing that changes from call to call.
TEST(Compress, writesNoTime) {
  EXPECT_EQ(gzip("glass").substr(0, 8), std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
}

TEST(Compress, refusesWhatIsDamagedOrCutOff) {
  const std::string whole = gzip(std::string(5000, 'x') + "end");
  EXPECT_THROW(gunzip("plain text"), Error);
  EXPECT_THROW(gunzip(""), Error);
  for (std::size_t length = 1; length < whole.size(); ++length)
    EXPECT_THROW(gunzip(whole.substr(0, length)), Error) << length;
  std::string damaged = whole;
  damaged[damaged.size() - 6] ^= 1;  // in the checksum
  EXPECT_THROW(gunzip(damaged), Error);
}

}  // namespace
}  // namespace glasscope
