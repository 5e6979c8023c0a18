#include "multislice/plane_wave/ExitWave.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "multislice/potentials/SlicedPotential.h"
#include "multislice/potentials/Slicing.h"
#include "multislice/potentials/Transmission.h"

namespace glasscope::multislice {

ExitWave::ExitWave(const MicroscopeSettings& microscope, const Grid& grid, const Foil& like)
    : microscope_(microscope),
      beam_(microscope.voltage_kV),
      limit_(grid),
      extent_A_(like.extent_A()),
      slices_(sliceCount(microscope, like)),
      propagator_(grid, beam_, limit_, like.thickness_A() / slices_, microscope.tiltInFoil_mrad()),
      stepper_(makeWaveStepper(propagator_)) {}

Wave ExitWave::of(const Foil& foil) {
  Wave wave(grid().pixels());
  wave[0] = 1;
  carry(foil, wave);
  return wave;
}

void ExitWave::carry(const Foil& foil, Wave& wave) {
  if ((foil.extent_A() - extent_A_).norm() > 1e-6 * extent_A_.norm()) {
    throw Error(ErrorKind::usage, "the snapshots differ in size",
                fmt::format("one is {:.6g} x {:.6g} x {:.6g} angstrom", foil.extent_A().x(),
                            foil.extent_A().y(), foil.extent_A().z()),
                "take thermal snapshots at constant volume");
  }
  const int finer = microscope_.potentialOversampling;
  const SlicedPotential potential(foil, grid().refined(finer), microscope_);
  // A fixed number: splitting a run of slices elsewhere may round elsewhere.
  constexpr int block = 16;
  for (int first = 0; first < slices_; first += block) {
    throwIfInterrupted();
    const int count = std::min(block, slices_ - first);
    const Transmission transmission(
        grid(), beam_, limit_, count, [&](int s) { return potential.slice(first + s); }, finer);
    stepper_->advance(wave, transmission.views());
  }
}

}  // namespace glasscope::multislice
