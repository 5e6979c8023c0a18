#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/math/Vec.h"

namespace glasscope::sim {

/// LAMMPS' own description of its (restricted triclinic) cell.
struct LammpsBox {
  Vec3 low = Vec3::Zero(), high = Vec3::Ones();
  double xy = 0, xz = 0, yz = 0;
};

/// The LAMMPS door: the only place that includes LAMMPS. One instance of the simulator as a
/// library, on all ranks when the program was built with MPI, on this process alone otherwise.
///
/// Nothing is written to the terminal; LAMMPS' log goes to a file. Debian's liblammps is compiled
/// without exceptions: a command that LAMMPS refuses ends the process. What a user can get wrong is
/// therefore checked by the callers before LAMMPS sees it (elements, tables, boxes, temperatures,
/// settings, folders); what remains (atoms lost in an exploding simulation, a full disk while
/// LAMMPS writes) ends the program with status 4 and a message that carries LAMMPS' own words and
/// the name of the log. A liblammps with exceptions gives an Error(environment) instead.
class Lammps {
 public:
  /// `log` is appended to; empty for none. Throws Error(environment) when its folder is not
  /// writable.
  explicit Lammps(const std::filesystem::path& log = {});
  ~Lammps();
  Lammps(const Lammps&) = delete;
  Lammps& operator=(const Lammps&) = delete;

  void command(const std::string& text);
  void commands(const std::vector<std::string>& texts);

  /// A value of the last thermodynamic output: "temp", "pe", "press", "vol", ...
  double thermo(const std::string& keyword) const;
  std::int64_t step() const;
  std::int64_t atomCount() const;
  LammpsBox box() const;
  bool isTriclinic() const;  ///< the cell can lean, whether or not it does

  /// Adds atoms with ids 1, 2, ...; types count from 1; velocities (angstrom/ps) may be empty.
  /// Every rank passes all atoms. Throws Error(input) when LAMMPS did not take every atom.
  void createAtoms(const std::vector<int>& types, const std::vector<Vec3>& positions,
                   const std::vector<Vec3>& velocities);

  // Per-atom data on every rank, ordered by id.
  std::vector<Vec3> positions() const { return gatherVectors("x"); }  ///< wrapped into the box
  std::vector<Vec3> velocities() const { return gatherVectors("v"); }
  std::vector<Vec3> forces() const { return gatherVectors("f"); }
  std::vector<std::array<int, 3>> images() const;  ///< cells by which each atom was wrapped
  std::vector<int> types() const;
  void setPositions(const std::vector<Vec3>& positions);
  /// With positions that are wrapped: cells by which each atom was wrapped.
  void setImages(const std::vector<std::array<int, 3>>& images);
  void setVelocities(const std::vector<Vec3>& velocities);
  /// Per-atom scalar compute `id`; it must have been evaluated on the present step.
  std::vector<double> atomCompute(const std::string& id) const;

  static std::string version();  ///< "29 Sep 2021"
  static bool hasPackage(const std::string& name);
  static bool throwsErrors();  ///< whether this liblammps was built with exceptions

 private:
  std::vector<Vec3> gatherVectors(const char* name) const;
  void failOnError(const std::string& what) const;

  void* handle_ = nullptr;
  std::filesystem::path log_;
};

}  // namespace glasscope::sim
