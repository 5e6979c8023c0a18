#pragma once

#include <string>

namespace glasscope::hdf5 {

/// Why a file could not be opened or made, and what to do about it.
struct OpenFailure {
  std::string why, remedy;
};

/// From the descriptions of the entries of HDF5's error stack, one after the other in `stack`
/// (there "errno = N" is the number of the system's error): locks of other programs, file systems
/// without locks or without writing, too many open files. `reason` is the innermost entry in
/// words, `remedy` the answer to all else.
OpenFailure explainOpenFailure(const std::string& stack, const std::string& reason,
                               const std::string& remedy);

}  // namespace glasscope::hdf5
