#pragma once

#include <complex>
#include <span>
#include <string>
#include <vector>

#include "multislice/potentials/SliceView.h"
#include "multislice/propagation/FusedLayout.h"

namespace glasscope::multislice {

/// A wave in a FusedLayout.
struct FusedWave {
  float* strips = nullptr;   ///< layout.waveValues() floats, zero when the wave is made
  float* scratch = nullptr;  ///< layout.scratchValues() floats
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
/// Along x: to real space, times the transmission function, back. Strip after strip, each of all
/// waves in turn: slices[w] of wave w is the same slice, or a part of it nearby, and what was
/// fetched of it for one wave is still near for the next.
void transmit(const FusedLayout& layout, std::span<const SliceView> slices,
              std::span<const FusedWave> waves);
/// Along y: to reciprocal space, times the propagator, back; each block of rows of all waves.
void propagate(const FusedLayout& layout, std::span<const FusedWave> waves);
/// Along y: to reciprocal space, times the propagator, and out of the layout.
void leave(const FusedLayout& layout, const FusedWave& from, std::complex<float>* wave);

}  // namespace fused

}  // namespace glasscope::multislice
