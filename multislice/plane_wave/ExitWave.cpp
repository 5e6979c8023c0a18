#include "multislice/plane_wave/ExitWave.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Interrupt.h"
#include "multislice/potentials/SlicedPotential.h"
#include "multislice/potentials/Transmission.h"
#include "multislice/waves/ComplexProduct.h"

namespace glasscope::multislice {

ExitWave::ExitWave(const MicroscopeSettings& microscope, const Grid& grid, const Foil& like,
                   int snapshots)
    : microscope_(microscope),
      beam_(microscope.voltage_kV),
      limit_(grid),
      extent_A_(like.extent_A()),
      snapshots_(snapshots),
      propagator_(grid, beam_, limit_, stackOf(0).step_A(), microscope.tiltInFoil_mrad()),
      stepper_(makeWaveStepper(propagator_)) {}

Wave ExitWave::of(const Foil& foil, int snapshot) {
  Wave wave(grid().pixels());
  wave[0] = 1;
  carry(foil, wave, snapshot);
  return wave;
}

void ExitWave::propagate(double distance_A, Wave& wave) const {
  const Propagator vacuum(grid(), beam_, limit_, distance_A, microscope_.tiltInFoil_mrad());
  multiply(wave.data(), vacuum.factors().data(), wave.size());
}

void ExitWave::carry(const Foil& foil, Wave& wave, int snapshot) {
  if ((foil.extent_A() - extent_A_).norm() > 1e-6 * extent_A_.norm()) {
    throw Error(ErrorKind::usage, "the snapshots differ in size",
                fmt::format("one is {:.6g} x {:.6g} x {:.6g} angstrom", foil.extent_A().x(),
                            foil.extent_A().y(), foil.extent_A().z()),
                "take thermal snapshots at constant volume");
  }
  const int finer = microscope_.potentialOversampling;
  const SliceStack stack = stackOf(snapshot);
  const Grid fine = grid().refined(finer);
  const SlicedPotential potential(foil, fine, microscope_, stack, fine.nx(), fine.ny());
  propagate(stack.entry_A(), wave);
  // A fixed number: splitting a run of slices elsewhere may round elsewhere.
  constexpr int block = 16;
  for (int first = 0; first < stack.count(); first += block) {
    throwIfInterrupted();
    const int count = std::min(block, stack.count() - first);
    const Transmission transmission(
        grid(), beam_, limit_, count, [&](int s) { return potential.slice(first + s); }, finer);
    stepper_->advance(wave, transmission.views());
  }
  propagate(stack.exit_A(), wave);
}

}  // namespace glasscope::multislice
