#include "sim/statics/NativeTables.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Random.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"
#include "sim/potentials/Kim.h"
#include "sim/statics/Statics.h"

namespace glasscope::sim {
namespace {

constexpr double kAgreement = 1e-10;

void appendNumbers(std::string& text, const std::vector<double>& values) {
  for (const double value : values) fmt::format_to(std::back_inserter(text), "{:.17g}\n", value);
}

// LAMMPS' format for Finnis-Sinclair tables: documentation of pair_style eam/fs.
std::string setfl(const Kim::EamTables& tables, const PotentialIdentity& identity) {
  const std::size_t n = tables.elements.size();
  std::string text = "Tables of the KIM model " + identity.kimId + "\n" + identity.citation +
                     "\nWritten for one run through the KIM API; do not redistribute\n";
  text += std::to_string(n);
  for (const int z : tables.elements) text += fmt::format(" {}", elementSymbol(z));
  text += fmt::format("\n{} {:.17g} {} {:.17g} {:.17g}\n", tables.embedding_eV[0].size(),
                      tables.deltaRho, tables.density[0].size(), tables.deltaR_A, tables.cutoff_A);
  for (std::size_t i = 0; i < n; ++i) {
    const int z = tables.elements[i];
    text += fmt::format("{} {:.17g} 0 none\n", z, elementMass(z));
    appendNumbers(text, tables.embedding_eV[i]);
    for (std::size_t j = 0; j < n; ++j) appendNumbers(text, tables.density[i * n + j]);
  }
  // KIM lists pairs row by row (0,0), (0,1), ..., (1,1), ...; LAMMPS the lower triangle.
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      appendNumbers(text, tables.rPhi_eV_A[j * n - j * (j + 1) / 2 + i]);
    }
  }
  return text;
}

// The largest disagreement, relative to the energy and to the largest force.
double disagreement(const StaticState& one, const StaticState& other) {
  double largest = 0, difference = 0;
  for (std::size_t i = 0; i < one.force_eV_per_A.size(); ++i) {
    largest = std::max(largest, one.force_eV_per_A[i].norm());
    difference = std::max(difference, (one.force_eV_per_A[i] - other.force_eV_per_A[i]).norm());
  }
  const double energy = std::abs((one.energy_eV - other.energy_eV) / one.energy_eV);
  return std::max(energy, largest > 0 ? difference / largest : 0.0);
}

// Moves every atom a little: on the sites of a perfect crystal all forces vanish and compare
// nothing.
Atoms rattled(const Atoms& atoms) {
  constexpr double kWidth_A = 0.05;
  Atoms moved = atoms;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    Random random(0, "probe_of_tables", 0, i);
    for (int axis = 0; axis < 3; ++axis) moved.positions[i][axis] += kWidth_A * random.normal();
  }
  return moved;
}

}  // namespace

Potential fastestForm(const Potential& potential, const Atoms& probe,
                      const std::filesystem::path& workFolder) {
  if (potential.identity().style != PotentialStyle::kim) return potential;
  const auto model = Kim::find(potential.identity().kimId, potential.elements());
  const auto tables = model ? Kim::eamTables(*model) : std::nullopt;
  if (!tables) return potential;
  const auto slower = [&](const std::string& why) {
    logWarning("the tables of " + potential.identity().kimId + " " + why +
               ": using the slower KIM interface");
    return potential;
  };
  const auto file = workFolder / "potential.eam.fs";
  if (Mpi::isRoot()) writeFileAtomically(file, setfl(*tables, potential.identity()));
  Mpi::barrier();
  try {
    Potential native = potential.withTables(file);
    const Atoms moved = rattled(probe);
    const double apart = disagreement(staticState(potential, moved), staticState(native, moved));
    if (apart <= kAgreement) return native;
    return slower(fmt::format("do not reproduce the model (they differ by {:.2g})", apart));
  } catch (const Error& error) {
    // A table that LAMMPS cannot take says nothing about the sample or the model.
    if (error.kind() != ErrorKind::input) throw;
    return slower("make no table for LAMMPS (" + error.why() + ")");
  }
}

}  // namespace glasscope::sim
