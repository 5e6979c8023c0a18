#pragma once

#include <complex>
#include <string>
#include <vector>

#include "multislice/FusedLayout.h"
#include "multislice/SliceView.h"

namespace glasscope::multislice {

/// A wave in a FusedLayout.
struct FusedWave {
  float* strips;   ///< layout.waveValues() floats, zero when the wave is made
  float* scratch;  ///< layout.scratchValues() floats
};

/// The passes of the fused step, compiled for several instruction sets; the best that this
/// processor has is taken when the program runs. All pointers are 64-byte aligned but for slices.
namespace fused {

/// Lines that are transformed side by side here: the floats of a vector register, 16 at most.
int lanes();
/// Instruction sets that were compiled and that this processor runs, the best first.
std::vector<std::string> instructionSets();
/// Takes one of them instead of the best, for tests and measurements, before a layout is made and
/// while no other thread steps. Throws Error(usage) for any other name.
void useInstructionSet(const std::string& name);

/// From a wave in reciprocal space, [kx, ky], to the layout.
void enter(const FusedLayout& layout, const std::complex<float>* wave, const FusedWave& to);
/// Along x: to real space, times the transmission function, back.
void transmit(const FusedLayout& layout, const SliceView& slice, const FusedWave& wave);
/// Along y: to reciprocal space, times the propagator, back.
void propagate(const FusedLayout& layout, const FusedWave& wave);
/// Along y: to reciprocal space, times the propagator, and out of the layout.
void leave(const FusedLayout& layout, const FusedWave& from, std::complex<float>* wave);

}  // namespace fused

}  // namespace glasscope::multislice
