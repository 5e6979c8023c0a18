#include "sim/readers/TypeElements.h"

#include <cctype>

#include <fmt/format.h>

#include "core/atoms/Elements.h"

namespace glasscope::sim {

int TypeElements::ofType(std::int64_t type, const LineReader& at) const {
  if (type < 1) at.fail(fmt::format("the atom type is {}, but types count from 1", type));
  if (static_cast<std::size_t>(type) > elements_.size())
    throw Error(
        ErrorKind::usage, fmt::format("The element of atom type {} is not known", type),
        fmt::format("{} element{} given, but {} has type {}", elements_.size(),
                    elements_.size() == 1 ? " was" : "s were", at.place(), type),
        fmt::format("name one element for each type, {} or more: --elements Cu,Zr,...", type));
  return elements_[static_cast<std::size_t>(type - 1)];
}

int TypeElements::ofSymbol(std::string_view symbol, const LineReader& at) const {
  if (const auto found = symbols_.find(symbol); found != symbols_.end()) return found->second;
  int z = 0;
  if (!symbol.empty() && std::isdigit(static_cast<unsigned char>(symbol.front())) != 0) {
    const std::int64_t number = at.integer(symbol, "the species");
    if (given())
      z = ofType(number, at);
    else if (number >= 1 && number <= kMaxAtomicNumber)
      z = static_cast<int>(number);
    else
      at.fail(fmt::format("{} is no atomic number", number), "give the elements with --elements");
  } else {
    try {
      z = atomicNumber(symbol);
    } catch (const Error& error) {
      at.fail(fmt::format("'{}' is no chemical element ({})", symbol, error.remedy()),
              "correct the symbol in the file");
    }
  }
  symbols_.emplace(symbol, z);
  return z;
}

int TypeElements::ofMass(double mass, const LineReader& at) const {
  const int z = elementOfMass(mass);
  if (z == 0)
    at.fail(fmt::format("no element has the mass {} g/mol", mass),
            "name the elements of the types: --elements Cu,Zr");
  return z;
}

void TypeElements::missing(std::size_t types, const std::string& file) {
  std::string example = "Cu";
  constexpr const char* kOthers[] = {",Zr", ",Al", ",Ag", ",Ni"};
  for (std::size_t i = 1; i < types; ++i) example += kOthers[(i - 1) % 4];
  throw Error(
      ErrorKind::usage, fmt::format("The elements of '{}' are not known", file),
      fmt::format("it has {} atom type{} and says neither symbols nor masses", types,
                  types == 1 ? "" : "s"),
      fmt::format("name them in the order of the types, for example --elements {}", example));
}

}  // namespace glasscope::sim
