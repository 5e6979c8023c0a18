#include "tests/Paths.h"

namespace glasscope {

std::string sourceFolder() {
  return GLASSCOPE_SOURCE_DIR;
}

std::string programPath() {
  return GLASSCOPE_PROGRAM;
}

}  // namespace glasscope
