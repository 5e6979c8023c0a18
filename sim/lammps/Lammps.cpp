#include "sim/lammps/Lammps.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>

#include <lammps/library.h>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Interrupt.h"
#include "core/system/InterruptHook.h"
#include "core/system/Mpi.h"
#include "sim/lammps/AsciiPath.h"
#include "sim/potentials/Kim.h"

namespace glasscope::sim {
namespace {

// What LAMMPS is doing at this moment, for the message of a process that LAMMPS ends.
std::string runningCommand;
std::string runningLog;

std::string lastErrorInLog(const std::string& path) {
  std::ifstream log(path);
  std::string line, found;
  while (std::getline(log, line)) {
    if (line.rfind("ERROR", 0) == 0) found = line;
  }
  return found.empty() ? "LAMMPS gave no reason" : found;
}

std::string remedyText(const std::string& log) {
  return log.empty() ? "check the potential, the configuration and the time step"
                     : "read the end of " + log + "; check the configuration and the time step";
}

// Runs at exit. A liblammps without exceptions calls exit() when it refuses a command; without this
// the program would end silently, with LAMMPS' status 1.
void reportWhenLammpsEndsTheProcess() {
  if (runningCommand.empty()) return;
  std::fprintf(stderr, "error: LAMMPS stopped at '%s': %s; %s\n", runningCommand.c_str(),
               lastErrorInLog(runningLog).c_str(), remedyText(runningLog).c_str());
  std::fflush(stderr);
  std::_Exit(static_cast<int>(ErrorKind::environment));
}

void finishMpiOfLammps() {
  lammps_mpi_finalize();
}

struct Running {
  Running(const std::string& command, const std::filesystem::path& log) {
    runningCommand = command;
    runningLog = log.string();
  }
  ~Running() { runningCommand.clear(); }
};

}  // namespace

// A fault that LAMMPS finds on one rank alone ("ERROR on proc 0", a missing file among them) ends
// the process by MPI_Abort, which runs nothing at exit. MPI lets a program stand before any of its
// functions (the profiling interface: MPI 4.0, Sec. 15.2); the handle is passed on untouched.
extern "C" {
int PMPI_Abort(void* communicator, int status) __attribute__((weak));
__attribute__((visibility("default"))) int MPI_Abort(void* communicator, int status) {
  reportWhenLammpsEndsTheProcess();
  if (PMPI_Abort != nullptr) return PMPI_Abort(communicator, status);
  std::_Exit(status);
}
}

namespace {

std::atomic<void*> minimising{nullptr};

/// While LAMMPS minimises, which may take minutes from one of our commands to the next, a signal
/// stops it at its next iteration. Ranks would stop at different ones: several of them wait for the
/// end of the portion.
class MinimiserWatch {
 public:
  explicit MinimiserWatch(void* handle) {
    if (handle == nullptr || Mpi::size() > 1) return;
    minimising = handle;
    hook_.emplace([] {
      if (void* lammps = minimising.load()) lammps_force_timeout(lammps);
    });
  }
  ~MinimiserWatch() { minimising = nullptr; }
  MinimiserWatch(const MinimiserWatch&) = delete;
  MinimiserWatch& operator=(const MinimiserWatch&) = delete;

 private:
  std::optional<InterruptHook> hook_;
};

// Debian's liblammps is linked with MPI and starts it when nobody else has, also in a build of ours
// without MPI: then somebody must end it.
void prepareProcess() {
  static const bool done = [] {
    // Ranks that outnumber the cores (a busy machine, a test) must not spin while they wait.
    setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0);
    Kim::silence();
    Mpi::start(nullptr, nullptr);
    if (Mpi::fortranWorld() < 0) std::atexit(finishMpiOfLammps);
    std::atexit(reportWhenLammpsEndsTheProcess);
    return true;
  }();
  (void)done;
}

}  // namespace

Lammps::Lammps(const std::filesystem::path& log) : log_(log) {
  prepareProcess();
  if (!log.empty() && log.has_parent_path() && Mpi::isRoot()) {
    ensureWritableFolder(log.parent_path());
  }
  std::vector<std::string> words{"lammps", "-screen", "none", "-log", "none", "-nocite"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  const Running running("lammps_open", log_);
  const int count = static_cast<int>(arguments.size());
  const int world = Mpi::fortranWorld();
  handle_ = world >= 0 ? lammps_open_fortran(count, arguments.data(), world)
                       : lammps_open_no_mpi(count, arguments.data(), nullptr);
  if (handle_ == nullptr) {
    throw Error(ErrorKind::environment, "LAMMPS did not start", "liblammps gave no instance",
                "check the installation of liblammps");
  }
  if (!log.empty()) command("log \"" + log.string() + "\" append");
}

Lammps::~Lammps() {
  if (handle_ != nullptr) lammps_close(handle_);
}

void Lammps::command(const std::string& text) {
  const Running running(text, log_);
  const bool minimises = text.starts_with("minimize");
  {
    const MinimiserWatch watch(minimises ? handle_ : nullptr);
    lammps_command(handle_, withAsciiPath(text).c_str());
  }
  failOnError("'" + text + "'");
  // What was stopped is no minimum, and must not pass for one.
  if (minimises && Mpi::size() == 1) throwIfInterrupted();
}

void Lammps::commands(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) command(text);
}

void Lammps::failOnError(const std::string& what) const {
  if (lammps_config_has_exceptions() == 0 || lammps_has_error(handle_) == 0) return;
  char message[512] = {0};
  lammps_get_last_error_message(handle_, message, sizeof message);
  throw Error(ErrorKind::environment, "LAMMPS stopped at " + what, message,
              remedyText(log_.string()));
}

double Lammps::thermo(const std::string& keyword) const {
  const Running running("thermo " + keyword, log_);
  const double value = lammps_get_thermo(handle_, keyword.c_str());
  failOnError("thermo " + keyword);
  return value;
}

std::int64_t Lammps::step() const {
  return *static_cast<const std::int64_t*>(lammps_extract_global(handle_, "ntimestep"));
}

std::int64_t Lammps::atomCount() const {
  return static_cast<std::int64_t>(lammps_get_natoms(handle_));
}

LammpsBox Lammps::box() const {
  LammpsBox box;
  int periodic[3], change;
  lammps_extract_box(handle_, box.low.data(), box.high.data(), &box.xy, &box.yz, &box.xz, periodic,
                     &change);
  return box;
}

bool Lammps::isTriclinic() const {
  return *static_cast<const int*>(lammps_extract_global(handle_, "triclinic")) != 0;
}

void Lammps::createAtoms(const std::vector<int>& types, const std::vector<Vec3>& positions,
                         const std::vector<Vec3>& velocities) {
  const std::size_t count = positions.size();
  std::vector<int> ids(count);
  for (std::size_t i = 0; i < count; ++i) ids[i] = static_cast<int>(i) + 1;
  static_assert(sizeof(Vec3) == 3 * sizeof(double));
  const double* v = velocities.empty() ? nullptr : velocities.front().data();
  const Running running("create_atoms", log_);
  lammps_create_atoms(handle_, static_cast<int>(count), ids.data(), types.data(),
                      positions.front().data(), v, nullptr, 0);
  failOnError("create_atoms");
  if (atomCount() != static_cast<std::int64_t>(count)) {
    throw Error(
        ErrorKind::input,
        "LAMMPS took " + std::to_string(atomCount()) + " of " + std::to_string(count) + " atoms",
        "the others lie outside the box along a direction that is not periodic",
        "give a box that holds all atoms, or make the direction periodic");
  }
}

std::vector<Vec3> Lammps::gatherVectors(const char* name) const {
  std::vector<Vec3> values(static_cast<std::size_t>(atomCount()));
  std::string copy = name;  // the C interface takes a mutable name
  const Running running("gather_atoms " + copy, log_);
  lammps_gather_atoms(handle_, copy.data(), 1, 3, values.data());
  failOnError("gather_atoms " + copy);
  return values;
}

std::vector<std::array<int, 3>> Lammps::images() const {
  std::vector<std::array<int, 3>> values(static_cast<std::size_t>(atomCount()));
  std::string name = "image";
  const Running running("gather_atoms image", log_);
  lammps_gather_atoms(handle_, name.data(), 0, 3, values.data());
  failOnError("gather_atoms image");
  return values;
}

std::vector<int> Lammps::types() const {
  std::vector<int> values(static_cast<std::size_t>(atomCount()));
  std::string name = "type";
  const Running running("gather_atoms type", log_);
  lammps_gather_atoms(handle_, name.data(), 0, 1, values.data());
  failOnError("gather_atoms type");
  return values;
}

void Lammps::setPositions(const std::vector<Vec3>& positions) {
  std::string name = "x";
  std::vector<Vec3> copy = positions;
  const Running running("scatter_atoms x", log_);
  lammps_scatter_atoms(handle_, name.data(), 1, 3, copy.data());
  failOnError("scatter_atoms x");
}

void Lammps::setImages(const std::vector<std::array<int, 3>>& images) {
  std::string name = "image";
  auto copy = images;
  const Running running("scatter_atoms image", log_);
  lammps_scatter_atoms(handle_, name.data(), 0, 3, copy.data());
  failOnError("scatter_atoms image");
}

void Lammps::setVelocities(const std::vector<Vec3>& velocities) {
  std::string name = "v";
  std::vector<Vec3> copy = velocities;
  const Running running("scatter_atoms v", log_);
  lammps_scatter_atoms(handle_, name.data(), 1, 3, copy.data());
  failOnError("scatter_atoms v");
}

std::vector<double> Lammps::atomCompute(const std::string& id) const {
  std::vector<double> values(static_cast<std::size_t>(atomCount()));
  std::string name = "c_" + id;
  const Running running("gather " + name, log_);
  lammps_gather(handle_, name.data(), 1, 1, values.data());
  failOnError("gather " + name);
  return values;
}

std::string Lammps::version() {
  static const std::string text = [] {
    const int number = [] {
      const Lammps lammps;
      return lammps_version(lammps.handle_);
    }();
    static const char* const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return std::to_string(number % 100) + " " + months[(number / 100 % 100 - 1) % 12] + " " +
           std::to_string(number / 10000);
  }();
  return text;
}

bool Lammps::hasPackage(const std::string& name) {
  return lammps_config_has_package(name.c_str()) != 0;
}

bool Lammps::throwsErrors() {
  return lammps_config_has_exceptions() != 0;
}

}  // namespace glasscope::sim
