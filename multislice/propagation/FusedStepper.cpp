#include "multislice/propagation/FusedStepper.h"

#include <algorithm>
#include <array>

#include "core/system/Error.h"

namespace glasscope::multislice {

bool FusedStepper::canStep(const Grid& grid) {
  return LinePlan::canPlan(grid.nx()) && LinePlan::canPlan(grid.ny());
}

FusedStepper::FusedStepper(const Propagator& propagator)
    : layout_(propagator, fused::lanes()), scratch_(layout_.scratchValues(), 0.0f) {}

void FusedStepper::advanceTogether(std::span<const TravellingWave> waves) {
  for (std::size_t first = 0; first < waves.size(); first += kTogether) {
    advanceGroup(waves.subspan(first, std::min<std::size_t>(kTogether, waves.size() - first)));
  }
}

void FusedStepper::advanceGroup(std::span<const TravellingWave> waves) {
  const std::size_t slices = waves.front().slices.size();
  std::array<SliceView, kTogether> met;
  strips_.resize(std::max(strips_.size(), waves.size() * layout_.waveValues()), 0.0f);
  std::array<FusedWave, kTogether> here;
  for (std::size_t w = 0; w < waves.size(); ++w) {
    GLASSCOPE_ENSURE(waves[w].wave.size() == static_cast<std::size_t>(layout_.nx) * layout_.ny,
                     "a wave on another grid");
    GLASSCOPE_ENSURE(waves[w].slices.size() == slices, "waves through different numbers of slices");
    here[w] = {strips_.data() + w * layout_.waveValues(), scratch_.data()};
  }
  if (slices == 0) return;
  const std::span<const FusedWave> all(here.data(), waves.size());
  for (std::size_t w = 0; w < waves.size(); ++w) {
    fused::enter(layout_, waves[w].wave.data(), here[w]);
  }
  for (std::size_t s = 0; s < slices; ++s) {
    for (std::size_t w = 0; w < waves.size(); ++w) met[w] = waves[w].slices[s];
    fused::transmit(layout_, {met.data(), waves.size()}, all);
    if (s + 1 < slices) fused::propagate(layout_, all);
  }
  for (std::size_t w = 0; w < waves.size(); ++w) {
    fused::leave(layout_, here[w], waves[w].wave.data());
  }
}

}  // namespace glasscope::multislice
