#pragma once

namespace glasscope {

/// While it lives, this rank works as if it were the only one (rank 0 of 1, for Mpi and for the
/// libraries that Mpi hands its communicator to): for work whose bits depend on the number of
/// ranks, done by one rank while the others wait. They must not wait for it in anything but MPI.
class LoneRank {
 public:
  LoneRank();
  ~LoneRank();
  LoneRank(const LoneRank&) = delete;
  LoneRank& operator=(const LoneRank&) = delete;

  static bool active();
};

}  // namespace glasscope
