#include "sim/columns/TypeFacts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/system/Log.h"
#include "sim/columns/TypeElements.h"

namespace glasscope::sim {
namespace {

constexpr int kCarbon = 6;

// LAMMPS calls every type "C" until it is told otherwise (dump_modify element). A mass that is that
// of carbon bears the name out, here and in the check for contradictions.
bool areAllCarbonByDefault(const std::map<std::int64_t, TypeFacts>& facts) {
  return std::all_of(facts.begin(), facts.end(), [](const auto& type) {
    const TypeFacts& fact = type.second;
    return fact.named == kCarbon && (fact.mass == 0 || isUnitMass(fact.mass));
  });
}

}  // namespace

bool TypeFacts::contradicts(int z) const {
  return mass > 0 && !isUnitMass(mass) && z > 0 &&
         std::abs(elementMass(z) - mass) > kSameElement_g_per_mol;
}

std::map<std::int64_t, int> elementsOf(const std::map<std::int64_t, TypeFacts>& facts,
                                       const std::string& file) {
  const auto types = static_cast<std::int64_t>(facts.size());
  if (types > 1 && areAllCarbonByDefault(facts))
    TypeElements::contradiction(
        fmt::format("its {} types are all called C, as LAMMPS does where nobody named them", types),
        file, types);
  std::map<std::int64_t, int> elements;
  for (const auto& [type, fact] : facts) {
    if (fact.contradicts(fact.named))
      TypeElements::contradiction(fmt::format("type {} is called {} and has the mass {} g/mol",
                                              type, elementSymbol(fact.named), fact.mass),
                                  file, types);
    const int z = fact.named > 0 ? fact.named : elementOfMassOrNone(fact.mass);
    if (z > 0) elements[type] = z;
  }
  if (types == 1 && areAllCarbonByDefault(facts))
    logWarning(
        fmt::format("the atoms of '{}' are called C, as LAMMPS does where nobody named them: "
                    "if they are no carbon, give --elements",
                    file));
  return elements;
}

void warnOfOtherElements(const std::map<std::int64_t, TypeFacts>& facts,
                         const std::map<std::int64_t, int>& given, const std::string& file) {
  // A and B are labels, though B is boron: names are elements when all of them are.
  const bool namesNothing = areAllCarbonByDefault(facts) ||
                            std::any_of(facts.begin(), facts.end(),
                                        [](const auto& type) { return type.second.named == 0; });
  for (const auto& [type, fact] : facts) {
    const auto found = given.find(type);
    if (found == given.end()) continue;
    const bool otherName = !namesNothing && fact.named > 0 && fact.named != found->second;
    if (!otherName && !fact.contradicts(found->second)) continue;
    logWarning(fmt::format(
        "type {} of '{}' {} and is {} by --elements: are the elements in the order of the types?",
        type, file,
        otherName ? fmt::format("is called {}", elementSymbol(fact.named))
                  : fmt::format("has the mass {} g/mol", fact.mass),
        elementSymbol(found->second)));
  }
}

void requireMassOf(int z, double mass, const LineReader& at) {
  // Isotopes and counters have masses that are no element's.
  const int other = elementOfMassOrNone(mass);
  if (other == 0 || !TypeFacts{z, mass}.contradicts(z)) return;
  throw Error(ErrorKind::usage, fmt::format("The elements of '{}' are not certain", at.file()),
              fmt::format("{} has an atom called {} with the mass {} g/mol, that of {}", at.place(),
                          elementSymbol(z), mass, elementSymbol(other)),
              "correct the names or the masses, or take the column of masses out");
}

}  // namespace glasscope::sim
