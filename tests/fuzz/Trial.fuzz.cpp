// A reader of HDF5 opens a file of others on trial in a copy of the process, which takes a
// hundred times as long as reading it. While it is fuzzed it goes without; what crashes then is
// tried once more with the trial (GLASSCOPE_FUZZ_TRIAL), and is a finding when it still does.
#define faultOfTrial faultOfForkedTrial
#include "core/system/Trial.cpp"  // NOLINT(bugprone-suspicious-include)
#undef faultOfTrial

#include <cstdlib>

namespace glasscope {

std::string faultOfTrial(const std::function<void()>& work, double limit_s) {
  static const bool forks = std::getenv("GLASSCOPE_FUZZ_TRIAL") != nullptr;
  return forks ? faultOfForkedTrial(work, limit_s) : std::string();
}

}  // namespace glasscope
