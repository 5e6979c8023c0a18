#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace glasscope {

/// Highest atomic number with an entry in the tables (lawrencium).
inline constexpr int kMaxAtomicNumber = 103;

/// Symbol of an element ("Cu"). Throws Error(input) outside 1..103.
std::string_view elementSymbol(int atomicNumber);

/// Standard atomic mass, g/mol (IUPAC 2021 abridged; mass number of the longest-lived isotope where
/// there is no standard one).
double elementMass(int atomicNumber);

/// Atomic number of a symbol, exact case. Throws Error(input) that names the nearest symbol.
int atomicNumber(std::string_view symbol);

/// "Cu,Zr" -> {29, 40}: the elements of types 1, 2, ...; "Cu*2" -> {29, 29}. Error(usage) if empty.
std::vector<int> parseElements(std::string_view list);

/// The element whose mass is within 0.3 g/mol of `mass`, or 0 when there is none.
int elementOfMass(double mass);

}  // namespace glasscope
