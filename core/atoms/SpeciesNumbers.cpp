#include "core/atoms/SpeciesNumbers.h"

#include <cstddef>

#include "core/atoms/Elements.h"

namespace glasscope {

bool mayBeTypes(std::span<const int> numbers) {
  return !numbers.empty() && static_cast<std::size_t>(numbers.back()) <= 2 * numbers.size();
}

std::string symbolsOf(std::span<const int> numbers) {
  std::string text;
  for (const int z : numbers) text += (text.empty() ? "" : ", ") + std::string(elementSymbol(z));
  return text;
}

}  // namespace glasscope
