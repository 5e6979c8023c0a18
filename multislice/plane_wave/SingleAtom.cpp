#include "multislice/plane_wave/SingleAtom.h"

#include <cmath>
#include <complex>

#include <fmt/format.h>

#include "core/math/Constants.h"
#include "core/system/Error.h"
#include "multislice/plane_wave/runPlaneWave.h"
#include "multislice/waves/ElectronBeam.h"

namespace glasscope::multislice {

namespace {

constexpr int kPoints = 512, kOneDegree = 8, kLargest_deg = 10;

double sideFor(double wavelength_A) {
  return kOneDegree * wavelength_A / (constants::kPi / 180);
}

PlaneWaveResult waveBehind(int atomicNumber, double voltage_kV, double side_A,
                           Parametrisation parametrisation) {
  Atoms atom;
  atom.box = Box::orthogonal({side_A, side_A, 1});
  atom.add(atomicNumber, {side_A / 2, side_A / 2, 0.5});
  MicroscopeSettings microscope;
  microscope.voltage_kV = voltage_kV;
  microscope.parametrisation = parametrisation;
  microscope.grid_points = kPoints;
  microscope.slices = 1;
  const Foil foil = Foil::cut(atom, {});
  return runPlaneWave(microscope, {&foil, 1});
}

}  // namespace

SingleAtom::SingleAtom(int atomicNumber, double voltage_kV, Parametrisation parametrisation)
    : wavelength_A_(ElectronBeam(voltage_kV).wavelength_A()),
      side_A_(sideFor(wavelength_A_)),
      wave_(waveBehind(atomicNumber, voltage_kV, side_A_, parametrisation)) {}

double SingleAtom::total_A2() const {
  double forward = 0;
  for (const auto& w : wave_.exitWave) forward += static_cast<double>(w.real());
  return 2 * side_A_ * side_A_ * (1 - forward / static_cast<double>(wave_.exitWave.size()));
}

double SingleAtom::differential_A2_per_sr(int degrees) const {
  if (degrees < 1 || degrees > kLargest_deg) {
    throw Error(ErrorKind::usage, fmt::format("no cross section at {} degrees", degrees),
                fmt::format("the wave holds 1 to {} degrees", kLargest_deg),
                "ask for an angle between them");
  }
  const int middle = kPoints / 2;
  const double intensity = wave_.diffraction(middle + degrees * kOneDegree, middle);
  return intensity * std::pow(side_A_ * side_A_ / wavelength_A_, 2);
}

}  // namespace glasscope::multislice
