#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/potentials/EamFile.h"
#include "sim/potentials/PotentialStyle.h"

namespace glasscope::sim {

struct KnownPotential;
struct LennardJonesMixture;

/// Which interatomic potential a result was made with: goes into every provenance record.
struct PotentialIdentity {
  std::string name;  ///< "mendelev-2009", "kim:<id>" or "eam/fs:<path>"
  PotentialStyle style = PotentialStyle::kim;
  std::string kimId;  ///< OpenKIM identifier, empty for a file
  std::string file;   ///< file name (without folder) of the tables or of the KIM library
  std::string
      fileHash;  ///< hash of that file's bytes, or of a mixture's numbers (core/system/Hash.h)
  std::string citation;
  bool fallback = false;  ///< another potential than the one asked for: a warning was given
};

/// A named interatomic potential: where it comes from, which elements it knows, how far it reaches
/// and which LAMMPS commands set it up.
///
/// Names: those of the table of named potentials ("mendelev-2009" is the default; Cu-Zr), mixtures
/// of Lennard-Jones spheres ("kob-andersen"), "kim:<OpenKIM id>", "eam/fs:<path>" and
/// "eam/alloy:<path>" (the file's own header names the elements). "mendelev-2009" falls back to the
/// 2007 tables of Debian's lammps-data, with a warning and `identity().fallback`, when its KIM
/// model is not installed.
class Potential {
 public:
  /// Finds the potential and proves that it knows every element of `atomicNumbers`.
  /// Throws Error(usage) on an unknown name or element, Error(environment) naming the package to
  /// install when neither the KIM model nor a table is there, Error(input) on a damaged table.
  static Potential find(const std::string& name, const std::vector<int>& atomicNumbers);
  /// The same for an entry of the table of named potentials (sim/potentials/KnownPotentials.h).
  static Potential find(const KnownPotential& known, const std::vector<int>& atomicNumbers);
  /// The names that `find` knows, for help texts.
  static std::vector<std::string> names();

  const PotentialIdentity& identity() const { return identity_; }
  /// The elements asked for; atom type i + 1 is element i. Ascending atomic number, each once.
  const std::vector<int>& elements() const { return elements_; }
  double cutoff_A() const { return cutoff_A_; }  ///< reach of the forces, angstrom

  /// The tables of an EAM model (of a table, or of a KIM model that exposes them), nothing for any
  /// other potential.
  std::optional<EamData> eamData() const;

  /// The same potential read from a LAMMPS table (eam/fs) instead of through KIM; for fastestForm.
  Potential withTables(const std::filesystem::path& table) const;

  /// LAMMPS commands that must come before the box ("kim init ..." or "units metal").
  std::vector<std::string> unitCommands() const;
  /// LAMMPS commands that define the interactions, after the box and the masses.
  std::vector<std::string> pairCommands() const;

 private:
  Potential() = default;
  static Potential substituteFor(const KnownPotential& known, const std::vector<int>& elements);
  bool tryKim(const std::string& id);  ///< false when the model is not installed
  void useTable(const std::filesystem::path& path, PotentialStyle style);
  void useMixture(const LennardJonesMixture& mixture);

  PotentialIdentity identity_;
  std::vector<int> elements_;
  double cutoff_A_ = 0;
  std::filesystem::path path_;  ///< of the table, empty for KIM
  const LennardJonesMixture* mixture_ = nullptr;
};

}  // namespace glasscope::sim
