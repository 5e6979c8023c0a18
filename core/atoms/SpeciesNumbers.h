#pragma once

#include <span>
#include <string>

namespace glasscope {

/// Whether the species numbers of a file, ascending and each once, may be atom types, which count
/// from 1, and not atomic numbers: types leave few gaps, so the largest is at most twice as many as
/// there are. 1, 2 (Cu-Zr, or H and He) may be; 29, 40 and 1, 8 may not.
bool mayBeTypes(std::span<const int> numbers);

/// "H, He": the symbols of atomic numbers.
std::string symbolsOf(std::span<const int> numbers);

}  // namespace glasscope
