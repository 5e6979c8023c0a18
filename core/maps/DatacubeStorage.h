#pragma once

#include <array>

#include "core/math/NumberType.h"
#include "core/settings/Words.h"

namespace glasscope {

constexpr auto wordsOf(NumberType) {
  return std::array{Word{NumberType::float32, "float32"}, Word{NumberType::float16, "float16"},
                    Word{NumberType::uint16, "uint16"}};
}

/// How the patterns of a datacube lie on disk: what is read back is scale * stored.
struct DatacubeStorage {
  NumberType type = NumberType::float32;
  double scale = 1;     ///< value of one count (uint16) or of a stored 1 (float16); > 0
  int compression = 1;  ///< of deflate after a byte shuffle: 0 (none) to 9
};

}  // namespace glasscope
