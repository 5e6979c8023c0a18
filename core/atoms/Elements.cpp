#include "core/atoms/Elements.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope {

namespace {

struct Element {
  std::string_view symbol;
  double mass;
};

// Abridged standard atomic weights, Prohaska et al., Pure Appl. Chem. 94, 573 (2022), table 2;
// elements without one carry the mass number of their longest-lived isotope.
constexpr std::array<Element, kMaxAtomicNumber> kElements = {{
    {"H", 1.0080},  {"He", 4.0026}, {"Li", 6.94},   {"Be", 9.0122}, {"B", 10.81},   {"C", 12.011},
    {"N", 14.007},  {"O", 15.999},  {"F", 18.998},  {"Ne", 20.180}, {"Na", 22.990}, {"Mg", 24.305},
    {"Al", 26.982}, {"Si", 28.085}, {"P", 30.974},  {"S", 32.06},   {"Cl", 35.45},  {"Ar", 39.95},
    {"K", 39.098},  {"Ca", 40.078}, {"Sc", 44.956}, {"Ti", 47.867}, {"V", 50.942},  {"Cr", 51.996},
    {"Mn", 54.938}, {"Fe", 55.845}, {"Co", 58.933}, {"Ni", 58.693}, {"Cu", 63.546}, {"Zn", 65.38},
    {"Ga", 69.723}, {"Ge", 72.630}, {"As", 74.922}, {"Se", 78.971}, {"Br", 79.904}, {"Kr", 83.798},
    {"Rb", 85.468}, {"Sr", 87.62},  {"Y", 88.906},  {"Zr", 91.224}, {"Nb", 92.906}, {"Mo", 95.95},
    {"Tc", 97},     {"Ru", 101.07}, {"Rh", 102.91}, {"Pd", 106.42}, {"Ag", 107.87}, {"Cd", 112.41},
    {"In", 114.82}, {"Sn", 118.71}, {"Sb", 121.76}, {"Te", 127.60}, {"I", 126.90},  {"Xe", 131.29},
    {"Cs", 132.91}, {"Ba", 137.33}, {"La", 138.91}, {"Ce", 140.12}, {"Pr", 140.91}, {"Nd", 144.24},
    {"Pm", 145},    {"Sm", 150.36}, {"Eu", 151.96}, {"Gd", 157.25}, {"Tb", 158.93}, {"Dy", 162.50},
    {"Ho", 164.93}, {"Er", 167.26}, {"Tm", 168.93}, {"Yb", 173.05}, {"Lu", 174.97}, {"Hf", 178.49},
    {"Ta", 180.95}, {"W", 183.84},  {"Re", 186.21}, {"Os", 190.23}, {"Ir", 192.22}, {"Pt", 195.08},
    {"Au", 196.97}, {"Hg", 200.59}, {"Tl", 204.38}, {"Pb", 207.2},  {"Bi", 208.98}, {"Po", 209},
    {"At", 210},    {"Rn", 222},    {"Fr", 223},    {"Ra", 226},    {"Ac", 227},    {"Th", 232.04},
    {"Pa", 231.04}, {"U", 238.03},  {"Np", 237},    {"Pu", 244},    {"Am", 243},    {"Cm", 247},
    {"Bk", 247},    {"Cf", 251},    {"Es", 252},    {"Fm", 257},    {"Md", 258},    {"No", 259},
    {"Lr", 262},
}};

const Element& element(int atomicNumber) {
  if (atomicNumber < 1 || atomicNumber > kMaxAtomicNumber) {
    throw Error(ErrorKind::input, fmt::format("There is no element {}", atomicNumber),
                fmt::format("atomic numbers run from 1 to {}", kMaxAtomicNumber),
                "check the elements of the configuration");
  }
  return kElements[static_cast<std::size_t>(atomicNumber - 1)];
}

}  // namespace

std::string_view elementSymbol(int atomicNumber) {
  return element(atomicNumber).symbol;
}

double elementMass(int atomicNumber) {
  return element(atomicNumber).mass;
}

int atomicNumber(std::string_view symbol) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < kElements.size(); ++i) {
    if (kElements[i].symbol == symbol) return static_cast<int>(i) + 1;
    known.emplace_back(kElements[i].symbol);
  }
  std::string nearest = nearestName(symbol, known);
  const auto sameLetter = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  for (const std::string& name : known)
    if (std::ranges::equal(name, symbol, sameLetter)) nearest = name;  // ZR is no mistyped Zn
  throw Error(ErrorKind::input, fmt::format("'{}' is no element", symbol),
              "symbols are written as in the periodic table, Cu or Zr",
              nearest.empty() ? "correct the symbol" : fmt::format("did you mean '{}'?", nearest));
}

std::vector<int> parseElements(std::string_view list) {
  std::vector<int> elements;
  if (!trim(list).empty()) {
    for (const std::string_view part : split(list, ',')) {
      const auto star = part.find('*');
      const int z = atomicNumber(trim(part.substr(0, star)));
      constexpr std::int64_t kMost = 100000000;
      const std::int64_t count =
          star == std::string_view::npos
              ? 1
              : parseInteger(trim(part.substr(star + 1)), "the number of atoms in the elements");
      if (count < 1 || count > kMost)
        throw Error(ErrorKind::usage, fmt::format("'{}' is no number of atoms", count),
                    "it stands behind an element", "write for example Cu*300,Zr*200");
      elements.insert(elements.end(), static_cast<std::size_t>(count), z);
    }
  }
  if (elements.empty()) {
    throw Error(ErrorKind::usage, "No elements were given", "the list is empty",
                "name the element of each atom type in order, for example --elements Cu,Zr");
  }
  return elements;
}

int elementOfMass(double mass) {
  int best = 0;
  double bestDistance = 0.3;
  for (int z = 1; z <= kMaxAtomicNumber; ++z) {
    const double distance = std::abs(elementMass(z) - mass);
    if (distance < bestDistance) {
      best = z;
      bestDistance = distance;
    }
  }
  return best;
}

}  // namespace glasscope
