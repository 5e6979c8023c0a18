#include "core/system/Provenance.h"

#include <Eigen/Core>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "core/system/Mpi.h"
#include "core/system/Parallel.h"

namespace glasscope {

std::string versionText() {
  return GLASSCOPE_VERSION;
}

std::string buildProvenance() {
  nlohmann::ordered_json json;
  json["program"] = "glasscope";
  json["version"] = versionText();
  json["build_type"] = GLASSCOPE_BUILD_TYPE;
  json["compiler"] = GLASSCOPE_COMPILER;
  json["mpi"] = Mpi::libraryVersion();
  json["ranks"] = Mpi::size();
  json["threads_per_rank"] = threadCount();
  json["eigen"] = std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) +
                  "." + std::to_string(EIGEN_MINOR_VERSION);
  return json.dump();
}

const std::string& conventionsText() {
  static const std::string text =
      "Lengths in angstrom, energies in eV, times in ps; reciprocal lengths are 1/d in 1/angstrom "
      "(no 2 pi); scattering angles in mrad. The beam travels along +z and enters at the smallest "
      "z. "
      "Images are indexed [x, y], row-major with y fastest. Diffraction patterns have the zero "
      "frequency at index n/2. Every recorded intensity is a fraction of the incident beam; dose "
      "and "
      "detector are separate, recorded steps.";
  return text;
}

double peakMemoryBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return 1024.0 * static_cast<double>(usage.ru_maxrss);  // Linux counts in KiB
}

}  // namespace glasscope
