#include "core/scattering/ScatteringWeights.h"

#include <cmath>

#include <fmt/format.h>

#include "core/atoms/Elements.h"
#include "core/math/Constants.h"
#include "core/system/Error.h"

namespace glasscope {

namespace {

constexpr int kLast = 98;

const tables::XrayRow& rowOf(int atomicNumber) {
  if (atomicNumber >= 1 && atomicNumber <= kLast) return tables::kXray[atomicNumber - 1];
  throw Error(ErrorKind::input, fmt::format("no scattering factor for Z = {}", atomicNumber),
              fmt::format("the tables hold Z = 1 to {}", kLast),
              "set voronoi.structure_factor to false");
}

double xray(const tables::XrayRow& row, double s2) {
  double f = row.c;
  for (int i = 0; i < 5; ++i) f += row.a[i] * std::exp(-row.b[i] * s2);
  return f;
}

/// f_e = (2 / a0) (Z - f_x) / q^2 with q = 4 pi s. The number of electrons of the fit stands for Z,
/// so that the small error of the fit does not diverge at small angles.
double electron(const tables::XrayRow& row, double s2) {
  double numerator = 0;
  for (int i = 0; i < 5; ++i)
    numerator += s2 > 0 ? -row.a[i] * std::expm1(-row.b[i] * s2) / s2 : row.a[i] * row.b[i];
  const double fourPi = 4 * constants::kPi;
  return 2 / constants::kBohrRadius_A * numerator / (fourPi * fourPi);
}

double neutron(int atomicNumber) {
  rowOf(atomicNumber);
  const double b = tables::kNeutron_fm[atomicNumber - 1];
  if (b != 0) return b;
  throw Error(
      ErrorKind::input,
      fmt::format("no coherent neutron scattering length for {}", elementSymbol(atomicNumber)),
      "the table has none for the natural element", "leave out the neutron weights");
}

}  // namespace

double scatteringWeight(Radiation radiation, int atomicNumber, double k_invA) {
  const double s2 = 0.25 * k_invA * k_invA;
  switch (radiation) {
    case Radiation::neutron:
      return neutron(atomicNumber);
    case Radiation::xray:
      return xray(rowOf(atomicNumber), s2);
    case Radiation::electron:
      return electron(rowOf(atomicNumber), s2);
  }
  return 0;
}

}  // namespace glasscope
