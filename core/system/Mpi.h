#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace glasscope {

/// The MPI door: the only place that knows MPI. Built without MPI it is one rank and every call is
/// the identity, so that callers have one code path.
class Mpi {
 public:
  /// Starts MPI where a launcher started this process as one of its ranks; to be called first in
  /// main. A program that was started by hand stays without MPI until a library needs it: starting
  /// MPI takes longer than many a command, and programs that start at the same time can stumble
  /// over each other's files in the session folder that they share.
  static void startUnderLauncher(int* argc, char*** argv);
  /// Starts MPI (idempotent), for libraries that cannot do without it. Also registers the shutdown
  /// at exit.
  static void start(int* argc, char*** argv);
  /// Whether the environment holds what mpirun, mpiexec, srun and their kind tell their ranks.
  /// GLASSCOPE_START_MPI=1 or 0 decides for launchers that are not known here.
  static bool underLauncher();
  static void finish();
  static bool compiledIn();

  static int rank();
  static int size();
  static bool isRoot() { return rank() == 0; }
  /// Ranks that share this machine's memory, this one included.
  static int ranksHere();
  static void barrier();

  /// Element-wise sum over ranks in rank order (bit-reproducible for a given number of ranks).
  static void sum(std::span<double> values);
  static void sum(std::span<float> values);
  static std::int64_t sum(std::int64_t value);
  static std::int64_t maximum(std::int64_t value);
  static double maximum(double value);

  static void broadcast(std::span<double> values, int root = 0);
  static void broadcast(std::span<float> values, int root = 0);
  static std::string broadcast(const std::string& text, int root = 0);
  static std::int64_t broadcast(std::int64_t value, int root = 0);
  /// A decision of one rank for all. Of a bool alone: a pointer would turn into one unseen.
  static bool broadcast(std::same_as<bool> auto decision, int root = 0) {
    return broadcast(static_cast<std::int64_t>(decision), root) != 0;
  }

  /// Blocking point-to-point messages of raw floats (any length; both sides know it).
  static void send(std::span<const float> values, int destination, int tag);
  static void receive(std::span<float> values, int source, int tag);

  /// Ends all ranks when one has failed for good.
  [[noreturn]] static void abort(int exitStatus);

  /// The Fortran handle of the world communicator, for libraries that take one; -1 without MPI.
  static int fortranWorld();

  static std::string libraryVersion();  ///< "none" without MPI
};

}  // namespace glasscope
