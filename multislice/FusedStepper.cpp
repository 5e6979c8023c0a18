#include "multislice/FusedStepper.h"

#include "core/Error.h"

namespace glasscope::multislice {

bool FusedStepper::canStep(const Grid& grid) {
  return LinePlan::canPlan(grid.nx()) && LinePlan::canPlan(grid.ny());
}

FusedStepper::FusedStepper(const Propagator& propagator)
    : layout_(propagator, fused::lanes()),
      strips_(layout_.waveValues(), 0.0f),
      scratch_(layout_.scratchValues(), 0.0f) {}

void FusedStepper::advance(std::span<std::complex<float>> wave, std::span<const SliceView> slices) {
  GLASSCOPE_ENSURE(wave.size() == static_cast<std::size_t>(layout_.nx) * layout_.ny,
                   "a wave on another grid");
  if (slices.empty()) return;
  const FusedWave here{strips_.data(), scratch_.data()};
  fused::enter(layout_, wave.data(), here);
  for (std::size_t s = 0; s < slices.size(); ++s) {
    fused::transmit(layout_, slices[s], here);
    if (s + 1 < slices.size()) fused::propagate(layout_, here);
  }
  fused::leave(layout_, here, wave.data());
}

}  // namespace glasscope::multislice
