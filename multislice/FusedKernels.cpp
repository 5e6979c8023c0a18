#include "multislice/FusedKernels.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "core/Error.h"

// Scalable vectors (SVE, RISC-V) cannot be members of a class; the baseline of those processors
// serves them. Of the AVX-512 sets one is enough.
#define HWY_DISABLED_TARGETS \
  (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_AVX3_DL | HWY_SSSE3)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "multislice/FusedKernels.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "multislice/LaneTranspose-inl.h"
#include "multislice/LinePasses-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glasscope::multislice::HWY_NAMESPACE {

int lanes() {
  return kLanes;
}

void forwardPasses(const LinePlan& plan, std::size_t first, float* scratch) {
  for (std::size_t p = first; p < plan.passes().size(); ++p) {
    withRadix(plan.passes()[p].radix,
              [&](auto radix) HWY_ATTR { forwardPass<radix>(plan.passes()[p], scratch); });
  }
}

void inversePasses(const LinePlan& plan, std::size_t first, float* scratch) {
  for (std::size_t p = plan.passes().size(); p > first; --p) {
    withRadix(plan.passes()[p - 1].radix,
              [&](auto radix) HWY_ATTR { inversePass<radix>(plan.passes()[p - 1], scratch); });
  }
}

/// `count` values of the slice from `at`, zeros in the other lanes: at the end of a row nothing
/// beyond it may be touched.
HWY_INLINE Vector loadSome(const float* at, int count) {
  HWY_ALIGN float values[kLanes] = {};
  std::copy_n(at, count, values);
  return hn::Load(Floats(), values);
}

/// Planes are given exchanged (Complex exchanged()), so that forward is inverse, and the factor is
/// conjugated.
template <int R>
void transmitTurn(const LinePlan& plan, const SliceView& slice, int column, int count,
                  float* scratch) {
  const int* rows = plan.frequencies().data();
  const SliceView here = slice.from(0, column);
  if (count < kLanes) {
    turningPass<R>(plan, scratch, [&](Complex x, int position) HWY_ATTR {
      const std::ptrdiff_t row = rows[position] * here.stride;
      return productWithConjugate(x, loadSome(here.re + row, count),
                                  loadSome(here.im + row, count));
    });
    return;
  }
  turningPass<R>(
      plan, scratch, [&](Complex x, int position) HWY_ATTR __attribute__((always_inline)) {
        const std::ptrdiff_t row = rows[position] * here.stride;
        // The next block reads the neighbouring cache line of the same rows.
        hwy::Prefetch(here.re + row + kLanes);
        hwy::Prefetch(here.im + row + kLanes);
        return productWithConjugate(x, hn::LoadU(Floats(), here.re + row),
                                    hn::LoadU(Floats(), here.im + row));
      });
}

void transmit(const FusedLayout& layout, const SliceView& slice, const FusedWave& wave) {
  const LinePlan& plan = layout.alongX;
  const LinePlan::Pass& outer = plan.passes().front();
  for (int column = 0; column < layout.ny; column += kLanes) {
    float *re = wave.re + column, *im = wave.im + column;
    withRadix(outer.radix, [&](auto radix) HWY_ATTR {
      gatherPass<radix>(outer, layout.readFrom.data(), im, re, wave.scratch);
    });
    forwardPasses(plan, 1, wave.scratch);
    withRadix(plan.lastRadix(), [&](auto radix) HWY_ATTR {
      transmitTurn<radix>(plan, slice, column, std::min(kLanes, layout.ny - column), wave.scratch);
    });
    inversePasses(plan, 1, wave.scratch);
    withRadix(outer.radix, [&](auto radix) HWY_ATTR {
      scatterPass<radix>(outer, layout.writeTo.data(), wave.scratch, im, re);
    });
  }
}

/// A block of rows from the planes to the scratch, lanes across rows.
void gatherRows(const FusedLayout& layout, const FusedWave& wave, int block) {
  const std::ptrdiff_t from = std::ptrdiff_t{block} * kLanes * layout.stride;
  for (int y = 0; y < layout.ny; y += kLanes) {
    const int count = std::min(kLanes, layout.ny - y);
    for (int part = 0; part < 2; ++part) {
      const float* plane = (part == 0 ? wave.re : wave.im) + from + y;
      Vector v[kLanes];
      repeat<kLanes>([&](auto r) HWY_ATTR __attribute__((always_inline)) {
        v[r] = hn::Load(Floats(), plane + r * layout.stride);
      });
      transpose(v);
      float* to = wave.scratch + part * kLanes;
      if (count == kLanes) {
        repeat<kLanes>([&](auto r) HWY_ATTR __attribute__((always_inline)) {
          hn::Store(v[r], Floats(), to + layout.alongY.slotOf(y + r) * kSlot);
        });
      } else {
        for (int r = 0; r < count; ++r) {
          hn::Store(v[r], Floats(), to + layout.alongY.slotOf(y + r) * kSlot);
        }
      }
    }
  }
}

/// And back; columns beyond the last stay what they are.
void scatterRows(const FusedLayout& layout, const FusedWave& wave, int block) {
  const std::ptrdiff_t to = std::ptrdiff_t{block} * kLanes * layout.stride;
  for (int y = 0; y < layout.ny; y += kLanes) {
    const int last = layout.ny - 1;
    for (int part = 0; part < 2; ++part) {
      const float* from = wave.scratch + part * kLanes;
      Vector v[kLanes];
      repeat<kLanes>([&](auto r) HWY_ATTR __attribute__((always_inline)) {
        v[r] = hn::Load(Floats(), from + layout.alongY.slotOf(std::min(y + r, last)) * kSlot);
      });
      transpose(v);
      float* plane = (part == 0 ? wave.re : wave.im) + to + y;
      repeat<kLanes>([&](auto r) HWY_ATTR __attribute__((always_inline)) {
        hn::Store(v[r], Floats(), plane + r * layout.stride);
      });
    }
  }
}

const float* propagatorOf(const FusedLayout& layout, int block) {
  return layout.propagator.data() + std::ptrdiff_t{block} * layout.ny * kSlot;
}

template <int R>
void propagateTurn(const LinePlan& plan, const float* factors, float* scratch) {
  turningPass<R>(
      plan, scratch, [&](Complex x, int position) HWY_ATTR __attribute__((always_inline)) {
        const Complex factor = loadSlot(factors + position * kSlot);
        return product(x, factor.re, factor.im);
      });
}

void propagate(const FusedLayout& layout, const FusedWave& wave) {
  const LinePlan& plan = layout.alongY;
  for (int block = 0; block < layout.rowBlocks; ++block) {
    gatherRows(layout, wave, block);
    forwardPasses(plan, 0, wave.scratch);
    withRadix(plan.lastRadix(), [&](auto radix) HWY_ATTR {
      propagateTurn<radix>(plan, propagatorOf(layout, block), wave.scratch);
    });
    inversePasses(plan, 0, wave.scratch);
    scatterRows(layout, wave, block);
  }
}

/// The kept rows of one block that exist.
int rowsIn(const FusedLayout& layout, int block) {
  return std::min(kLanes, static_cast<int>(layout.keptRows.size()) - block * kLanes);
}

void enter(const FusedLayout& layout, const std::complex<float>* wave, const FusedWave& to) {
  const LinePlan& plan = layout.alongY;
  const int radix = plan.lastRadix();
  for (int block = 0; block < layout.rowBlocks; ++block) {
    std::fill_n(to.scratch, plan.slots() * kSlot, 0.0f);
    for (int lane = 0; lane < rowsIn(layout, block); ++lane) {
      const std::complex<float>* row =
          wave + std::ptrdiff_t{layout.keptRows[block * kLanes + lane]} * layout.ny;
      for (int p = 0; p < layout.ny; ++p) {
        float* slot = to.scratch + (plan.lastStarts()[p / radix] + p % radix) * kSlot + lane;
        slot[0] = row[plan.frequencies()[p]].real();
        slot[kLanes] = row[plan.frequencies()[p]].imag();
      }
    }
    withRadix(radix, [&](auto r) HWY_ATTR { beginningPass<r>(plan, to.scratch); });
    inversePasses(plan, 0, to.scratch);
    scatterRows(layout, to, block);
  }
}

template <int R>
void leaveTurn(const FusedLayout& layout, int block, float* scratch, std::complex<float>* wave) {
  const LinePlan& plan = layout.alongY;
  const float* factors = propagatorOf(layout, block);
  const int rows = rowsIn(layout, block);
  endingPass<R>(plan, scratch, [&](Complex x, int position) HWY_ATTR {
    const Complex factor = loadSlot(factors + position * kSlot);
    HWY_ALIGN float values[kSlot];
    storeSlot(product(x, factor.re, factor.im), values);
    for (int lane = 0; lane < rows; ++lane) {
      const std::ptrdiff_t row = layout.keptRows[block * kLanes + lane];
      wave[row * layout.ny + plan.frequencies()[position]] = {values[lane], values[kLanes + lane]};
    }
  });
}

void leave(const FusedLayout& layout, const FusedWave& from, std::complex<float>* wave) {
  const LinePlan& plan = layout.alongY;
  std::fill_n(wave, static_cast<std::ptrdiff_t>(layout.nx) * layout.ny, 0.0f);
  for (int block = 0; block < layout.rowBlocks; ++block) {
    gatherRows(layout, from, block);
    forwardPasses(plan, 0, from.scratch);
    withRadix(plan.lastRadix(),
              [&](auto radix) HWY_ATTR { leaveTurn<radix>(layout, block, from.scratch, wave); });
  }
}

}  // namespace glasscope::multislice::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace glasscope::multislice {

HWY_EXPORT(lanes);
HWY_EXPORT(enter);
HWY_EXPORT(transmit);
HWY_EXPORT(propagate);
HWY_EXPORT(leave);

namespace {

/// What was compiled and runs here, the best first (Highway counts the best target the lowest bit).
std::vector<std::int64_t> compiledHere() {
  std::vector<std::int64_t> targets;
  for (std::int64_t mask = HWY_TARGETS & hwy::SupportedTargets(); mask != 0; mask &= mask - 1) {
    targets.push_back(mask & -mask);
  }
  return targets;
}

}  // namespace

namespace fused {

int lanes() {
  return HWY_DYNAMIC_DISPATCH(lanes)();
}

std::vector<std::string> instructionSets() {
  std::vector<std::string> names;
  for (const std::int64_t target : compiledHere()) names.emplace_back(hwy::TargetName(target));
  return names;
}

void useInstructionSet(const std::string& name) {
  for (const std::int64_t target : compiledHere()) {
    if (name == hwy::TargetName(target)) return hwy::GetChosenTarget().Update(target);
  }
  throw Error(ErrorKind::usage, fmt::format("this processor does not run {} code", name),
              fmt::format("it runs {}", fmt::join(instructionSets(), ", ")), "name one of those");
}

void enter(const FusedLayout& layout, const std::complex<float>* wave, const FusedWave& to) {
  HWY_DYNAMIC_DISPATCH(enter)(layout, wave, to);
}

void transmit(const FusedLayout& layout, const SliceView& slice, const FusedWave& wave) {
  HWY_DYNAMIC_DISPATCH(transmit)(layout, slice, wave);
}

void propagate(const FusedLayout& layout, const FusedWave& wave) {
  HWY_DYNAMIC_DISPATCH(propagate)(layout, wave);
}

void leave(const FusedLayout& layout, const FusedWave& from, std::complex<float>* wave) {
  HWY_DYNAMIC_DISPATCH(leave)(layout, from, wave);
}

}  // namespace fused

}  // namespace glasscope::multislice
#endif
