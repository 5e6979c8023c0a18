// Squares of kLanes x kLanes floats, transposed in registers. Read once for each SIMD target.
#if defined(GLASSCOPE_LANE_TRANSPOSE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GLASSCOPE_LANE_TRANSPOSE_INL
#undef GLASSCOPE_LANE_TRANSPOSE_INL
#else
#define GLASSCOPE_LANE_TRANSPOSE_INL
#endif

#include <hwy/highway.h>

#include "multislice/propagation/LinePasses-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glasscope::multislice::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE void transpose(Vector (&)[1]) {}

#else

/// Transposes the 4 x 4 squares that the 128-bit blocks of four vectors are.
HWY_INLINE void transposeBlocks(Vector& a, Vector& b, Vector& c, Vector& d) {
  const Floats f;
  const hn::RepartitionToWide<Floats> pairs;
  const auto ab0 = hn::BitCast(pairs, hn::InterleaveLower(f, a, b));
  const auto ab1 = hn::BitCast(pairs, hn::InterleaveUpper(f, a, b));
  const auto cd0 = hn::BitCast(pairs, hn::InterleaveLower(f, c, d));
  const auto cd1 = hn::BitCast(pairs, hn::InterleaveUpper(f, c, d));
  a = hn::BitCast(f, hn::InterleaveLower(pairs, ab0, cd0));
  b = hn::BitCast(f, hn::InterleaveUpper(pairs, ab0, cd0));
  c = hn::BitCast(f, hn::InterleaveLower(pairs, ab1, cd1));
  d = hn::BitCast(f, hn::InterleaveUpper(pairs, ab1, cd1));
}

/// Row r of the square in v[r]: afterwards column r.
HWY_INLINE void transpose(Vector (&v)[kLanes]) {
  const Floats f;
  repeat<kLanes / 4>([&](auto g) HWY_ATTR __attribute__((always_inline)) {
    transposeBlocks(v[4 * g], v[4 * g + 1], v[4 * g + 2], v[4 * g + 3]);
  });
  // Now block b of v[4 g + j] is column 4 b + j of the rows 4 g .. 4 g + 3.
  if constexpr (kLanes == 8) {
    repeat<4>([&](auto j) HWY_ATTR __attribute__((always_inline)) {
      const Vector low = v[j], high = v[4 + j];
      v[j] = hn::ConcatLowerLower(f, high, low);
      v[4 + j] = hn::ConcatUpperUpper(f, high, low);
    });
  } else if constexpr (kLanes == 16) {
    repeat<4>([&](auto j) HWY_ATTR __attribute__((always_inline)) {
      const Vector a = v[j], b = v[4 + j], c = v[8 + j], d = v[12 + j];
      const Vector ac0 = hn::ConcatLowerLower(f, c, a), ac1 = hn::ConcatUpperUpper(f, c, a);
      const Vector bd0 = hn::ConcatLowerLower(f, d, b), bd1 = hn::ConcatUpperUpper(f, d, b);
      v[j] = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(bd0), ac0);
      v[4 + j] = hn::OddEvenBlocks(bd0, hn::SwapAdjacentBlocks(ac0));
      v[8 + j] = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(bd1), ac1);
      v[12 + j] = hn::OddEvenBlocks(bd1, hn::SwapAdjacentBlocks(ac1));
    });
  }
}

#endif

}  // namespace glasscope::multislice::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
