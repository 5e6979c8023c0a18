#pragma once

namespace glasscope {

/// How the numbers of a large data set lie in its file.
enum class NumberType {
  float32,
  float16,  ///< IEEE 754 binary16, as numpy's float16
  uint16
};

}  // namespace glasscope
