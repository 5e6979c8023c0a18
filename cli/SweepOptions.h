#pragma once

#include <string>

namespace glasscope::cli {

/// What the command line gives to `glasscope sweep`.
struct SweepOptions {
  bool plan = false;    ///< say what there is to do, and do nothing
  bool verify = false;  ///< look whether a finished set is what was written
  std::string part;     ///< "2/8"; empty: all
  std::string work;     ///< folder of the work; empty: beside the set
};

}  // namespace glasscope::cli
