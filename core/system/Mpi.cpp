#include "core/system/Mpi.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

#ifdef GLASSCOPE_HAVE_MPI
#include <mpi.h>
#endif

#include "core/system/Error.h"
#include "core/system/LoneRank.h"

namespace glasscope {

namespace {

/// The session folder of a process that no launcher started: Open MPI's default is one folder a
/// user, which programs that start and end at the same time make and remove under each other's
/// feet.
std::filesystem::path& ownSessionFolder() {
  static std::filesystem::path folder;
  return folder;
}

void makeOwnSessionFolder() {
  std::error_code failed;
  const std::filesystem::path temporary = std::filesystem::temp_directory_path(failed);
  if (failed) return;
  std::string name = (temporary / "glasscope-mpi-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) return;  // the shared folder remains
  ownSessionFolder() = name;
  ::setenv("OMPI_MCA_orte_tmpdir_base", name.c_str(), 0);
  ::setenv("PRTE_MCA_prte_tmpdir_base", name.c_str(), 0);
}

void removeOwnSessionFolder() {
  std::error_code ignored;
  if (!ownSessionFolder().empty()) std::filesystem::remove_all(ownSessionFolder(), ignored);
  ownSessionFolder().clear();
}

}  // namespace

bool Mpi::underLauncher() {
  if (const char* decided = std::getenv("GLASSCOPE_START_MPI")) {
    return std::string_view(decided) != "0";
  }
  // Open MPI; PMIx (also of srun); PMI of MPICH, Intel and srun; Hydra; Cray's aprun and PALS.
  for (const char* variable : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "MPI_LOCALNRANKS",
                               "ALPS_APP_PE", "PALS_RANKID"}) {
    if (std::getenv(variable) != nullptr) return true;
  }
  return false;
}

void Mpi::startUnderLauncher(int* argc, char*** argv) {
  if (underLauncher()) start(argc, argv);
}

#ifdef GLASSCOPE_HAVE_MPI

namespace {

int sharing = 1;  // ranks on this machine, counted once: counting takes every rank

void countSharing() {
  MPI_Comm here = MPI_COMM_NULL;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
  MPI_Comm_size(here, &sharing);
  MPI_Comm_free(&here);
}

bool running() {
  int started = 0, ended = 0;
  MPI_Initialized(&started);
  MPI_Finalized(&ended);
  return started != 0 && ended == 0;
}

MPI_Comm communicator() {
  return LoneRank::active() ? MPI_COMM_SELF : MPI_COMM_WORLD;
}

int length(std::size_t size) {
  GLASSCOPE_ENSURE(size < (std::size_t{1} << 31), "an MPI message holds less than 2^31 elements");
  return static_cast<int>(size);
}

// MPI_Reduce may add in any order; gathering and adding by rank makes the bits a function of the
// number of ranks alone.
template <class T>
void sumInRankOrder(std::span<T> values, MPI_Datatype type) {
  if (Mpi::size() == 1) return;
  const int n = length(values.size());
  std::vector<T> other(values.size());
  if (Mpi::isRoot()) {
    for (int source = 1; source < Mpi::size(); ++source) {
      MPI_Recv(other.data(), n, type, source, 7001, communicator(), MPI_STATUS_IGNORE);
      for (std::size_t i = 0; i < values.size(); ++i) values[i] += other[i];
    }
  } else {
    MPI_Send(values.data(), n, type, 0, 7001, communicator());
  }
  MPI_Bcast(values.data(), n, type, 0, communicator());
}

}  // namespace

bool Mpi::compiledIn() {
  return true;
}

void Mpi::start(int* argc, char*** argv) {
  int started = 0;
  MPI_Initialized(&started);
  if (started) return;
  // Open MPI, not started by mpirun, would start a daemon that waits to spawn further ranks, which
  // takes longer than many a run. Others do not know this setting, and mpirun's ranks do not heed
  // it.
  ::setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
  if (!underLauncher()) makeOwnSessionFolder();
  int provided = 0;
  MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &provided);
  countSharing();
  std::atexit([] { Mpi::finish(); });
}

void Mpi::finish() {
  if (running()) MPI_Finalize();
  removeOwnSessionFolder();
}

int Mpi::rank() {
  int value = 0;
  if (running()) MPI_Comm_rank(communicator(), &value);
  return value;
}

int Mpi::size() {
  int value = 1;
  if (running()) MPI_Comm_size(communicator(), &value);
  return value;
}

int Mpi::ranksHere() {
  return sharing;
}

void Mpi::barrier() {
  if (size() > 1) MPI_Barrier(communicator());
}

void Mpi::sum(std::span<double> values) {
  sumInRankOrder(values, MPI_DOUBLE);
}
void Mpi::sum(std::span<float> values) {
  sumInRankOrder(values, MPI_FLOAT);
}

std::int64_t Mpi::sum(std::int64_t value) {
  if (size() > 1) MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_INT64_T, MPI_SUM, communicator());
  return value;
}

std::int64_t Mpi::maximum(std::int64_t value) {
  if (size() > 1) MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_INT64_T, MPI_MAX, communicator());
  return value;
}

double Mpi::maximum(double value) {
  if (size() > 1) MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_DOUBLE, MPI_MAX, communicator());
  return value;
}

void Mpi::broadcast(std::span<double> values, int root) {
  if (size() > 1) MPI_Bcast(values.data(), length(values.size()), MPI_DOUBLE, root, communicator());
}

void Mpi::broadcast(std::span<float> values, int root) {
  if (size() > 1) MPI_Bcast(values.data(), length(values.size()), MPI_FLOAT, root, communicator());
}

std::int64_t Mpi::broadcast(std::int64_t value, int root) {
  if (size() > 1) MPI_Bcast(&value, 1, MPI_INT64_T, root, communicator());
  return value;
}

std::string Mpi::broadcast(const std::string& text, int root) {
  if (size() == 1) return text;
  const std::int64_t n = broadcast(static_cast<std::int64_t>(text.size()), root);
  std::string received = text;
  received.resize(static_cast<std::size_t>(n));
  MPI_Bcast(received.data(), length(received.size()), MPI_CHAR, root, communicator());
  return received;
}

void Mpi::send(std::span<const float> values, int destination, int tag) {
  MPI_Send(values.data(), length(values.size()), MPI_FLOAT, destination, tag, communicator());
}

void Mpi::receive(std::span<float> values, int source, int tag) {
  MPI_Recv(values.data(), length(values.size()), MPI_FLOAT, source, tag, communicator(),
           MPI_STATUS_IGNORE);
}

void Mpi::abort(int exitStatus) {
  int all = 1;
  if (running()) MPI_Comm_size(MPI_COMM_WORLD, &all);
  if (all > 1) MPI_Abort(MPI_COMM_WORLD, exitStatus);
  std::exit(exitStatus);
}

int Mpi::fortranWorld() {
  return static_cast<int>(MPI_Comm_c2f(communicator()));
}

std::string Mpi::libraryVersion() {
  char text[MPI_MAX_LIBRARY_VERSION_STRING] = {};
  int n = 0;
  MPI_Get_library_version(text, &n);
  const std::string whole(text, static_cast<std::size_t>(n));
  return whole.substr(0, whole.find(','));
}

#else

bool Mpi::compiledIn() {
  return false;
}
// LAMMPS may start MPI by itself.
void Mpi::start(int*, char***) {
  if (underLauncher() || !ownSessionFolder().empty()) return;
  makeOwnSessionFolder();
  std::atexit([] { Mpi::finish(); });
}
void Mpi::finish() {
  removeOwnSessionFolder();
}
int Mpi::rank() {
  return 0;
}
int Mpi::size() {
  return 1;
}
int Mpi::ranksHere() {
  return 1;
}
void Mpi::barrier() {}
void Mpi::sum(std::span<double>) {}
void Mpi::sum(std::span<float>) {}
std::int64_t Mpi::sum(std::int64_t value) {
  return value;
}
std::int64_t Mpi::maximum(std::int64_t value) {
  return value;
}
double Mpi::maximum(double value) {
  return value;
}
void Mpi::broadcast(std::span<double>, int) {}
void Mpi::broadcast(std::span<float>, int) {}
std::int64_t Mpi::broadcast(std::int64_t value, int) {
  return value;
}
std::string Mpi::broadcast(const std::string& text, int) {
  return text;
}
void Mpi::send(std::span<const float>, int, int) {
  GLASSCOPE_ENSURE(false, "a program of one rank has nobody to send to");
}
void Mpi::receive(std::span<float>, int, int) {
  GLASSCOPE_ENSURE(false, "a program of one rank has nobody to receive from");
}
void Mpi::abort(int exitStatus) {
  std::exit(exitStatus);
}
int Mpi::fortranWorld() {
  return -1;
}
std::string Mpi::libraryVersion() {
  return "none";
}

#endif

}  // namespace glasscope
