#include "core/system/Hash.h"

#include <array>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <xxhash.h>

#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope {

namespace {

std::string hexadecimal(XXH128_hash_t hash) {
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace

std::string hashBytes(std::string_view bytes) {
  return hexadecimal(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string hashFile(const std::filesystem::path& path) {
  requireRegularFile(path);  // a pipe would be waited for
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ErrorKind::input, fmt::format("Cannot read '{}'", path.string()),
                "it does not exist or may not be read", "check the path");
  }
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              XXH3_freeState);
  XXH3_128bits_reset(state.get());
  std::array<char, 1 << 16> block{};
  while (file.read(block.data(), block.size()) || file.gcount() > 0) {
    XXH3_128bits_update(state.get(), block.data(), static_cast<std::size_t>(file.gcount()));
  }
  return hexadecimal(XXH3_128bits_digest(state.get()));
}

}  // namespace glasscope
