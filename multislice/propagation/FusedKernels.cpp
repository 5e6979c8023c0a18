#include "multislice/propagation/FusedKernels.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "core/system/Error.h"

// Scalable vectors (SVE, RISC-V) cannot be members of a class; the baseline of those processors
// serves them. Of the AVX-512 sets one is enough.
#define HWY_DISABLED_TARGETS \
  (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_AVX3_DL | HWY_SSSE3)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "multislice/propagation/FusedKernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "multislice/propagation/LaneTranspose-inl.h"
#include "multislice/propagation/LinePasses-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glasscope::multislice::HWY_NAMESPACE {

int lanes() {
  return kLanes;
}

void forwardPass(const LinePlan& plan, std::size_t p, std::span<const int> starts, float* scratch) {
  withRadix(plan.passes()[p].radix,
            [&](auto radix) HWY_ATTR { forwardPass<radix>(plan.passes()[p], starts, scratch); });
}

void inversePass(const LinePlan& plan, std::size_t p, std::span<const int> starts, float* scratch) {
  withRadix(plan.passes()[p].radix,
            [&](auto radix) HWY_ATTR { inversePass<radix>(plan.passes()[p], starts, scratch); });
}

/// Everything between the first pass and its way back, block by block: `turn(block)` does the last
/// pass of a block.
template <class Turn>
HWY_INLINE void eachBlock(const LinePlan& plan, float* scratch, const Turn& turn) {
  const std::size_t passes = plan.passes().size();
  const int blocks = plan.blocks();
  for (int block = 0; block < blocks; ++block) {
    for (std::size_t p = 1; p < passes; ++p) {
      forwardPass(plan, p, partOf(plan.passes()[p].starts, block, blocks), scratch);
    }
    turn(block);
    for (std::size_t p = passes; p-- > 1;) {
      inversePass(plan, p, partOf(plan.passes()[p].starts, block, blocks), scratch);
    }
  }
}

/// `count` values of the slice from `at`, zeros in the other lanes: at the end of a row nothing
/// beyond it may be touched.
HWY_INLINE Vector loadSome(const float* at, int count) {
  HWY_ALIGN float values[kLanes] = {};
  std::copy_n(at, count, values);
  return hn::Load(Floats(), values);
}

/// The next strip reads the neighbouring cache line of the same rows of the slice: into the
/// second-level cache with it. (In the first level it would push out the lines at work.)
HWY_INLINE void prefetchNextStrip(const float* at) {
  __builtin_prefetch(at + kLanes, 0, 2);
}

/// Real and imaginary parts are exchanged here (gatherPass), hence the conjugate.
template <int R>
void transmitTurn(const LinePlan& plan, int block, const SliceView& slice, int column, int count,
                  float* scratch) {
  const int* rows = plan.frequencies().data();
  const SliceView here = slice.from(0, column);
  if (count < kLanes) {
    turningPass<R, false>(plan, block, scratch, [&](Complex x, int position) HWY_ATTR {
      const std::ptrdiff_t row = rows[position] * here.stride;
      return productWithConjugate(x, loadSome(here.re + row, count),
                                  loadSome(here.im + row, count));
    });
    return;
  }
  turningPass<R, false>(
      plan, block, scratch, [&](Complex x, int position) HWY_ATTR __attribute__((always_inline)) {
        const std::ptrdiff_t row = rows[position] * here.stride;
        prefetchNextStrip(here.re + row);
        prefetchNextStrip(here.im + row);
        return productWithConjugate(x, hn::LoadU(Floats(), here.re + row),
                                    hn::LoadU(Floats(), here.im + row));
      });
}

void transmitStrip(const FusedLayout& layout, int s, const SliceView& slice,
                   const FusedWave& wave) {
  const LinePlan& plan = layout.alongX;
  const LinePlan::Pass& outer = plan.passes().front();
  float* strip = wave.strips + std::ptrdiff_t{s} * layout.stripValues;
  const int column = s * kLanes, count = std::min(kLanes, layout.ny - column);
  withRadix(outer.radix, [&](auto radix) HWY_ATTR {
    gatherPass<radix>(outer, layout.readFrom.data(), strip, wave.scratch);
  });
  eachBlock(plan, wave.scratch, [&](int block) HWY_ATTR {
    withRadix(plan.lastRadix(), [&](auto radix) HWY_ATTR {
      transmitTurn<radix>(plan, block, slice, column, count, wave.scratch);
    });
  });
  withRadix(outer.radix, [&](auto radix) HWY_ATTR {
    scatterPass<radix>(outer, layout.writeTo.data(), wave.scratch, strip);
  });
}

void transmit(const FusedLayout& layout, std::span<const SliceView> slices,
              std::span<const FusedWave> waves) {
  for (int s = 0; s < layout.strips; ++s) {
    for (std::size_t w = 0; w < waves.size(); ++w) transmitStrip(layout, s, slices[w], waves[w]);
  }
}

/// The run of slots that a block of rows is in strip s.
HWY_INLINE float* runOf(const FusedLayout& layout, const FusedWave& wave, int block, int s) {
  return wave.strips + std::ptrdiff_t{s} * layout.stripValues +
         std::ptrdiff_t{block} * kLanes * kSlot;
}

/// A block of rows from the strips to the scratch, lanes across rows.
void gatherRows(const FusedLayout& layout, const FusedWave& wave, int block) {
  for (int s = 0; s < layout.strips; ++s) {
    const int y = s * kLanes, count = std::min(kLanes, layout.ny - y);
    for (int part = 0; part < kSlot; part += kLanes) {
      const float* run = runOf(layout, wave, block, s) + part;
      Vector v[kLanes];
      repeat<kLanes>([&](auto r) HWY_ATTR __attribute__((always_inline)) {
        v[r] = hn::Load(Floats(), run + r * kSlot);
      });
      transpose(v);
      for (int r = 0; r < count; ++r) {
        hn::Store(v[r], Floats(), wave.scratch + layout.alongY.slotOf(y + r) * kSlot + part);
      }
    }
  }
}

/// And back; columns beyond the last hold copies of it, which nobody reads.
void scatterRows(const FusedLayout& layout, const FusedWave& wave, int block) {
  for (int s = 0; s < layout.strips; ++s) {
    const int y = s * kLanes, last = layout.ny - 1;
    for (int part = 0; part < kSlot; part += kLanes) {
      Vector v[kLanes];
      repeat<kLanes>([&](auto r) HWY_ATTR __attribute__((always_inline)) {
        const int slot = layout.alongY.slotOf(std::min(y + r, last));
        v[r] = hn::Load(Floats(), wave.scratch + slot * kSlot + part);
      });
      transpose(v);
      float* run = runOf(layout, wave, block, s) + part;
      repeat<kLanes>([&](auto r) HWY_ATTR __attribute__((always_inline)) {
        hn::Store(v[r], Floats(), run + r * kSlot);
      });
    }
  }
}

const float* propagatorOf(const FusedLayout& layout, int block) {
  return layout.propagator.data() + std::ptrdiff_t{block} * layout.ny * kSlot;
}

void propagateRows(const FusedLayout& layout, int rows, const FusedWave& wave) {
  const LinePlan& plan = layout.alongY;
  const std::vector<int>& whole = plan.passes().front().starts;
  const float* factors = propagatorOf(layout, rows);
  gatherRows(layout, wave, rows);
  forwardPass(plan, 0, whole, wave.scratch);
  eachBlock(plan, wave.scratch, [&](int block) HWY_ATTR {
    withRadix(plan.lastRadix(), [&](auto radix) HWY_ATTR {
      turningPass<radix, true>(
          plan, block,
          wave.scratch, [&](Complex x, int position) HWY_ATTR __attribute__((always_inline)) {
            const Complex factor = loadSlot(factors + position * kSlot);
            return product(x, factor.re, factor.im);
          });
    });
  });
  inversePass(plan, 0, whole, wave.scratch);
  scatterRows(layout, wave, rows);
}

void propagate(const FusedLayout& layout, std::span<const FusedWave> waves) {
  for (int rows = 0; rows < layout.rowBlocks; ++rows) {
    for (const FusedWave& wave : waves) propagateRows(layout, rows, wave);
  }
}

/// The kept rows of one block that exist.
int rowsIn(const FusedLayout& layout, int block) {
  return std::min(kLanes, static_cast<int>(layout.keptRows.size()) - block * kLanes);
}

/// `count` complex numbers (kLanes at most) from memory; the other lanes are zero.
HWY_INLINE Complex loadNumbers(const std::complex<float>* at, int count) {
  if (count == kLanes) {
    Complex x;
    hn::LoadInterleaved2(Floats(), reinterpret_cast<const float*>(at), x.re, x.im);
    return x;
  }
  HWY_ALIGN float values[kSlot] = {};
  std::copy_n(reinterpret_cast<const float*>(at), 2 * count, values);
  Complex x;
  hn::LoadInterleaved2(Floats(), values, x.re, x.im);
  return x;
}

HWY_INLINE void storeNumbers(Complex x, int count, std::complex<float>* at) {
  if (count == kLanes) {
    return hn::StoreInterleaved2(x.re, x.im, Floats(), reinterpret_cast<float*>(at));
  }
  HWY_ALIGN float values[kSlot];
  hn::StoreInterleaved2(x.re, x.im, Floats(), values);
  std::copy_n(values, 2 * count, reinterpret_cast<float*>(at));
}

void enter(const FusedLayout& layout, const std::complex<float>* wave, const FusedWave& to) {
  const LinePlan& plan = layout.alongY;
  for (int block = 0; block < layout.rowBlocks; ++block) {
    const int rows = rowsIn(layout, block);
    for (int ky = 0; ky < layout.ny; ky += kLanes) {
      const int count = std::min(kLanes, layout.ny - ky);
      Vector re[kLanes], im[kLanes];
      for (int r = 0; r < kLanes; ++r) {
        const int row = layout.keptRows[block * kLanes + std::min(r, rows - 1)];
        const Complex x =
            loadNumbers(wave + std::ptrdiff_t{row} * layout.ny + ky, r < rows ? count : 0);
        re[r] = x.re;
        im[r] = x.im;
      }
      transpose(re);
      transpose(im);
      for (int r = 0; r < count; ++r) {
        storeSlot({re[r], im[r]}, to.scratch + layout.slotOfFrequency[ky + r] * kSlot);
      }
    }
    withRadix(plan.lastRadix(), [&](auto r) HWY_ATTR {
      for (int part = 0; part < plan.blocks(); ++part) beginningPass<r>(plan, part, to.scratch);
    });
    for (std::size_t p = plan.passes().size(); p-- > 0;) {
      inversePass(plan, p, plan.passes()[p].starts, to.scratch);
    }
    scatterRows(layout, to, block);
  }
}

/// Zeros in the rows that the band limit does not keep.
void clearOtherRows(const FusedLayout& layout, std::complex<float>* wave) {
  const auto clear = [&](int first, int last) {
    std::fill(wave + std::ptrdiff_t{first} * layout.ny, wave + std::ptrdiff_t{last} * layout.ny,
              0.0f);
  };
  int next = 0;
  for (const int row : layout.keptRows) {
    clear(next, row);
    next = row + 1;
  }
  clear(next, layout.nx);
}

void leave(const FusedLayout& layout, const FusedWave& from, std::complex<float>* wave) {
  const LinePlan& plan = layout.alongY;
  clearOtherRows(layout, wave);
  for (int block = 0; block < layout.rowBlocks; ++block) {
    const float* factors = propagatorOf(layout, block);
    gatherRows(layout, from, block);
    for (std::size_t p = 0; p < plan.passes().size(); ++p) {
      forwardPass(plan, p, plan.passes()[p].starts, from.scratch);
    }
    withRadix(plan.lastRadix(), [&](auto radix) HWY_ATTR {
      for (int part = 0; part < plan.blocks(); ++part) {
        endingPass<radix>(plan, part, from.scratch, [&](Complex x, int position) HWY_ATTR {
          const Complex factor = loadSlot(factors + position * kSlot);
          return product(x, factor.re, factor.im);
        });
      }
    });
    for (int ky = 0; ky < layout.ny; ky += kLanes) {
      const int count = std::min(kLanes, layout.ny - ky);
      Vector re[kLanes], im[kLanes];
      for (int r = 0; r < kLanes; ++r) {
        const int frequency = std::min(ky + r, layout.ny - 1);
        const Complex x = loadSlot(from.scratch + layout.slotOfFrequency[frequency] * kSlot);
        re[r] = x.re;
        im[r] = x.im;
      }
      transpose(re);
      transpose(im);
      for (int r = 0; r < rowsIn(layout, block); ++r) {
        const std::ptrdiff_t row = layout.keptRows[block * kLanes + r];
        storeNumbers({re[r], im[r]}, count, wave + row * layout.ny + ky);
      }
    }
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

void transmit(const FusedLayout& layout, std::span<const SliceView> slices,
              std::span<const FusedWave> waves) {
  HWY_DYNAMIC_DISPATCH(transmit)(layout, slices, waves);
}

void propagate(const FusedLayout& layout, std::span<const FusedWave> waves) {
  HWY_DYNAMIC_DISPATCH(propagate)(layout, waves);
}

void leave(const FusedLayout& layout, const FusedWave& from, std::complex<float>* wave) {
  HWY_DYNAMIC_DISPATCH(leave)(layout, from, wave);
}

}  // namespace fused

}  // namespace glasscope::multislice
#endif
