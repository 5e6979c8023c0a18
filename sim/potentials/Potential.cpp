#include "sim/potentials/Potential.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Error.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/Text.h"
#include "sim/potentials/EamFile.h"
#include "sim/potentials/Kim.h"
#include "sim/potentials/KnownPotentials.h"
#include "sim/potentials/LennardJones.h"

namespace glasscope::sim {
namespace {

constexpr const char* kKimPrefix = "kim:";

std::string symbols(const std::vector<int>& elements, const char* separator) {
  std::string text;
  for (const int z : elements) {
    if (!text.empty()) text += separator;
    text += elementSymbol(z);
  }
  return text;
}

std::vector<int> canonical(std::vector<int> elements) {
  if (elements.empty()) {
    throw Error(ErrorKind::usage, "no elements for the potential", "the list is empty",
                "name the elements of the sample");
  }
  std::sort(elements.begin(), elements.end());
  elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
  return elements;
}

void requireElements(const std::string& name, const std::vector<int>& wanted,
                     const std::vector<int>& known) {
  std::vector<int> missing;
  for (const int z : wanted) {
    if (std::find(known.begin(), known.end(), z) == known.end()) missing.push_back(z);
  }
  if (missing.empty()) return;
  throw Error(
      ErrorKind::usage, "the potential " + name + " does not know " + symbols(missing, ", "),
      known.empty() ? "none of the sample's elements is in it" : "it knows " + symbols(known, ", "),
      "choose a potential for " + symbols(wanted, "-") + ", or other elements");
}

// The folders where LAMMPS itself looks, then Debian's.
std::filesystem::path debianTable(const std::string& file) {
  if (file.empty()) return {};
  std::vector<std::filesystem::path> folders{"/usr/share/lammps/potentials"};
  if (const char* variable = std::getenv("LAMMPS_POTENTIALS")) {
    folders.insert(folders.begin(), variable);
  }
  for (const auto& folder : folders) {
    if (std::filesystem::is_regular_file(folder / file)) return folder / file;
  }
  return {};
}

std::string installText(bool table) {
  return std::string("install the package openkim-models") +
         (table ? " (KIM) or lammps-data (tables)" : "") + ", or give kim:<id> or eam/fs:<path>";
}

}  // namespace

std::vector<std::string> Potential::names() {
  std::vector<std::string> list;
  for (const KnownPotential& known : knownPotentials()) list.push_back(known.name);
  for (const std::string& mixture : lennardJonesNames()) list.push_back(mixture);
  list.insert(list.end(), {"kim:<OpenKIM id>", "eam/fs:<path>", "eam/alloy:<path>"});
  return list;
}

bool Potential::tryKim(const std::string& id) {
  const auto model = Kim::find(id, elements_);
  if (!model) return false;
  requireElements(identity_.name, elements_, model->elements);
  identity_.style = PotentialStyle::kim;
  identity_.kimId = id;
  identity_.file = model->library.filename().string();
  identity_.fileHash = hashFile(model->library);
  cutoff_A_ = model->influence_A;
  return true;
}

void Potential::useTable(const std::filesystem::path& path, PotentialStyle style) {
  const EamHeader header = checkEamFile(path, style == PotentialStyle::eamFinnisSinclair);
  requireElements(identity_.name, elements_, header.elements);
  identity_.style = style;
  identity_.file = path.filename().string();
  identity_.fileHash = hashFile(path);
  cutoff_A_ = header.cutoff_A;
  path_ = std::filesystem::absolute(path);
}

void Potential::useMixture(const LennardJonesMixture& mixture) {
  identity_.name = mixture.name;
  identity_.citation = mixture.citation;
  requireElements(identity_.name, elements_, mixture.elements);
  identity_.style = PotentialStyle::lennardJones;
  identity_.fileHash = hashBytes(fmt::format("{}", fmt::join(mixture.commands(elements_), "|")));
  for (const auto& pair : mixture.pairs) cutoff_A_ = std::max(cutoff_A_, pair.cutoff_A);
  mixture_ = &mixture;
}

Potential Potential::find(const std::string& name, const std::vector<int>& atomicNumbers) {
  if (const KnownPotential* known = knownPotential(name)) return find(*known, atomicNumbers);
  Potential potential;
  potential.elements_ = canonical(atomicNumbers);
  potential.identity_.name = name;
  if (const LennardJonesMixture* mixture = lennardJonesMixture(name)) {
    potential.useMixture(*mixture);
    return potential;
  }
  if (name.rfind(kKimPrefix, 0) == 0) {
    potential.identity_.citation = "OpenKIM " + name.substr(4) + ", https://openkim.org";
    if (!potential.tryKim(name.substr(4))) {
      throw Error(
          ErrorKind::environment, "the KIM model " + name.substr(4) + " is not installed",
          "the KIM API finds no portable model of that name in metal units",
          "install openkim-models, or list what is there with kim-api-collections-management");
    }
  } else if (name.rfind("eam/fs:", 0) == 0) {
    potential.useTable(name.substr(7), PotentialStyle::eamFinnisSinclair);
  } else if (name.rfind("eam/alloy:", 0) == 0) {
    potential.useTable(name.substr(10), PotentialStyle::eamAlloy);
  } else {
    const std::string nearest = nearestName(name, names());
    throw Error(
        ErrorKind::usage, "there is no potential called '" + name + "'",
        nearest.empty() ? "the name is not in the list" : "the nearest name is " + nearest,
        "use one of: " + [] {
          std::string list;
          for (const auto& each : names()) list += (list.empty() ? "" : ", ") + each;
          return list;
        }());
  }
  return potential;
}

Potential Potential::find(const KnownPotential& known, const std::vector<int>& atomicNumbers) {
  Potential potential;
  potential.elements_ = canonical(atomicNumbers);
  potential.identity_.name = known.name;
  potential.identity_.citation = known.citation;
  if (const auto table = debianTable(known.debianFile); !table.empty()) {
    potential.useTable(table, PotentialStyle::eamFinnisSinclair);
    return potential;
  }
  if (potential.tryKim(known.kimId)) return potential;
  return substituteFor(known, potential.elements_);
}

Potential Potential::substituteFor(const KnownPotential& known, const std::vector<int>& elements) {
  const std::string problem = "the potential " + known.name + " is not installed";
  const std::string why = "the KIM model " + known.kimId + " was not found";
  if (known.substitute.empty()) {
    throw Error(ErrorKind::environment, problem, why, installText(!known.debianFile.empty()));
  }
  Potential other;
  try {
    other = find(known.substitute, elements);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::environment) throw;
    throw Error(ErrorKind::environment, problem,
                why + ", nor was the substitute " + known.substitute, installText(true));
  }
  other.identity_.fallback = true;
  logWarning(problem + " (" + why + "): using " + known.substitute +
             " instead, another and older potential that was not made for quantitative work; "
             "install openkim-models for the right one");
  return other;
}

Potential Potential::withTables(const std::filesystem::path& table) const {
  Potential other = *this;
  const double reach_A = checkEamFile(table, true).cutoff_A;
  other.identity_.style = PotentialStyle::eamFinnisSinclair;
  other.cutoff_A_ = reach_A;
  other.path_ = std::filesystem::absolute(table);
  return other;
}

std::optional<EamData> Potential::eamData() const {
  if (identity_.style == PotentialStyle::lennardJones) return std::nullopt;
  if (identity_.style != PotentialStyle::kim)
    return readEamFile(path_, identity_.style == PotentialStyle::eamFinnisSinclair);
  const auto model = Kim::find(identity_.kimId, elements_);
  auto tables = model ? Kim::eamTables(*model) : std::nullopt;
  if (!tables) return std::nullopt;
  EamData data{tables->elements,
               tables->cutoff_A,
               tables->deltaRho,
               tables->deltaR_A,
               tables->embedding_eV,
               tables->density,
               {}};
  // KIM lists pairs row by row: (0,0), (0,1), ..., (1,1), ...
  const std::size_t n = data.elements.size();
  data.rPhi_eV_A.resize(n * n);
  for (std::size_t one = 0, next = 0; one < n; ++one) {
    for (std::size_t other = one; other < n; ++other, ++next) {
      data.rPhi_eV_A[one * n + other] = data.rPhi_eV_A[other * n + one] = tables->rPhi_eV_A[next];
    }
  }
  return data;
}

std::vector<std::string> Potential::unitCommands() const {
  if (identity_.style == PotentialStyle::kim) return {"kim init " + identity_.kimId + " metal"};
  return {"units metal"};
}

std::vector<std::string> Potential::pairCommands() const {
  const std::string types = symbols(elements_, " ");
  if (identity_.style == PotentialStyle::kim) return {"kim interactions " + types};
  if (mixture_ != nullptr) return mixture_->commands(elements_);
  return {fmt::format("pair_style {}/opt", textOf(identity_.style)),
          "pair_coeff * * \"" + path_.string() + "\" " + types};
}

}  // namespace glasscope::sim
