#include "sim/columns/TypeElements.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/atoms/Elements.h"
#include "core/atoms/SpeciesNumbers.h"

namespace glasscope::sim {

int elementOfMassOrNone(double mass) {
  return isUnitMass(mass) ? 0 : elementOfMass(mass);
}

int elementOfNameOrNone(std::string_view name) {
  for (int z = 1; z <= kMaxAtomicNumber; ++z)
    if (elementSymbol(z) == name) return z;
  return 0;
}

int TypeElements::ofType(std::int64_t type, const LineReader& at) const {
  if (type < 1) at.fail(fmt::format("the atom type is {}, but types count from 1", type));
  if (static_cast<std::uint64_t>(type) > elements_.size())
    throw Error(
        ErrorKind::usage, fmt::format("The element of atom type {} is not known", type),
        fmt::format("{} element{} given, but {} has type {}", elements_.size(),
                    elements_.size() == 1 ? " was" : "s were", at.place(), type),
        fmt::format("name one element for each type, {} or more: --elements Cu,Zr,...", type));
  return elements_[static_cast<std::size_t>(type - 1)];
}

int TypeElements::among(int z, std::string_view word, const LineReader& at) const {
  if (!given() || std::find(elements_.begin(), elements_.end(), z) != elements_.end()) return z;
  throw Error(ErrorKind::usage, "The elements given are not those of the file",
              fmt::format("{} has '{}', which is not among them", at.place(), word),
              "leave --elements out, for the file names its elements, or correct the list");
}

int TypeElements::ofAtomicNumber(std::string_view word, const LineReader& at) const {
  const std::int64_t number = at.integer(word, "the atomic number");
  if (number < 1 || number > kMaxAtomicNumber)
    at.fail(fmt::format("{} is no atomic number", number), "give the elements with --elements");
  return among(static_cast<int>(number), word, at);
}

int TypeElements::ofSymbol(std::string_view symbol, const LineReader& at) const {
  if (const auto found = symbols_.find(symbol); found != symbols_.end()) return found->second;
  int z = 0;
  if (!symbol.empty() && (std::isdigit(static_cast<unsigned char>(symbol.front())) != 0 ||
                          symbol.front() == '-' || symbol.front() == '+')) {
    z = given() ? ofType(at.integer(symbol, "the type"), at) : ofAtomicNumber(symbol, at);
    if (!given()) numbers_.insert(z);
  } else {
    try {
      z = atomicNumber(symbol);
    } catch (const Error& error) {
      at.fail(fmt::format("'{}' is no chemical element ({})", symbol, error.remedy()),
              "correct the symbol in the file");
    }
    z = among(z, symbol, at);
  }
  symbols_.emplace(symbol, z);
  return z;
}

int TypeElements::ofMass(double mass, const LineReader& at) const {
  const int z = elementOfMassOrNone(mass);
  if (z == 0)
    at.fail(isUnitMass(mass) ? "the mass is 1, which programs write where masses do not matter"
                             : fmt::format("no element has the mass {} g/mol", mass),
            "name the elements of the types: --elements Cu,Zr");
  return z;
}

void TypeElements::requireAtomicNumbers(const std::string& file) const {
  const std::vector<int> numbers(numbers_.begin(), numbers_.end());
  if (!mayBeTypes(numbers)) return;
  contradiction(fmt::format("its species are the numbers {}: types, or the elements {}?",
                            fmt::join(numbers, ", "), symbolsOf(numbers)),
                file, numbers.back());
}

namespace {

std::string example(std::int64_t types) {
  std::string text = "Cu";
  constexpr const char* kOthers[] = {",Zr", ",Al", ",Ag", ",Ni"};
  constexpr std::int64_t kMost = 5;
  for (std::int64_t i = 1; i < std::min(types, kMost); ++i) text += kOthers[(i - 1) % 4];
  return types > kMost ? text + ",..." : text;
}

}  // namespace

void TypeElements::missing(std::int64_t types, const std::string& file) {
  throw Error(ErrorKind::usage, fmt::format("The elements of '{}' are not known", file),
              fmt::format("it has {} atom type{} and says neither symbols nor masses", types,
                          types == 1 ? "" : "s"),
              fmt::format("name them in the order of the types, for example --elements {}",
                          example(types)));
}

void TypeElements::contradiction(const std::string& why, const std::string& file,
                                 std::int64_t types) {
  throw Error(ErrorKind::usage, fmt::format("The elements of '{}' are not certain", file), why,
              fmt::format("name them in the order of the types, for example --elements {}",
                          example(types)));
}

}  // namespace glasscope::sim
