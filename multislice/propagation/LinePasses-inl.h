// The passes of a line (LinePlan) in a scratch of slots: one slot is the real parts of all lanes,
// then their imaginary parts. Read once for each SIMD target (hwy/foreach_target.h).
#if defined(GLASSCOPE_LINE_PASSES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GLASSCOPE_LINE_PASSES_INL
#undef GLASSCOPE_LINE_PASSES_INL
#else
#define GLASSCOPE_LINE_PASSES_INL
#endif

#include <span>

#include <hwy/highway.h>

#include "multislice/propagation/LinePlan.h"
#include "multislice/propagation/SmallDft-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glasscope::multislice::HWY_NAMESPACE {

inline constexpr int kLanes = static_cast<int>(hn::MaxLanes(Floats()));
inline constexpr int kSlot = 2 * kLanes;  ///< floats

HWY_INLINE Complex loadSlot(const float* slot) {
  return {hn::Load(Floats(), slot), hn::Load(Floats(), slot + kLanes)};
}
HWY_INLINE void storeSlot(Complex x, float* slot) {
  hn::Store(x.re, Floats(), slot);
  hn::Store(x.im, Floats(), slot + kLanes);
}

HWY_INLINE Complex zero() {
  return {hn::Zero(Floats()), hn::Zero(Floats())};
}

/// The slots of a butterfly, `step` floats apart.
template <int R>
HWY_INLINE void loadSlots(const float* slot, std::ptrdiff_t step, Complex (&x)[R]) {
  repeat<R>([&](auto k) HWY_ATTR
            __attribute__((always_inline)) { x[k] = loadSlot(slot + k * step); });
}
template <int R>
HWY_INLINE void storeSlots(const Complex (&x)[R], float* slot, std::ptrdiff_t step) {
  repeat<R>([&](auto k) HWY_ATTR
            __attribute__((always_inline)) { storeSlot(x[k], slot + k * step); });
}

/// Outputs k = 1 .. R-1 times their twiddles.
template <int R>
HWY_INLINE void twiddle(Complex (&x)[R], const std::complex<float>* twiddles) {
  const auto* w = reinterpret_cast<const float*>(twiddles);
  repeat<R - 1>([&](auto k) HWY_ATTR __attribute__((always_inline)) {
    x[k + 1] = product(x[k + 1], hn::Set(Floats(), w[2 * k]), hn::Set(Floats(), w[2 * k + 1]));
  });
}
template <int R>
HWY_INLINE void untwiddle(Complex (&x)[R], const std::complex<float>* twiddles) {
  const auto* w = reinterpret_cast<const float*>(twiddles);
  repeat<R - 1>([&](auto k) HWY_ATTR __attribute__((always_inline)) {
    x[k + 1] = productWithConjugate(x[k + 1], hn::Set(Floats(), w[2 * k]),
                                    hn::Set(Floats(), w[2 * k + 1]));
  });
}

/// One of `blocks` equal parts of the starts of a pass.
HWY_INLINE std::span<const int> partOf(const std::vector<int>& starts, int block, int blocks) {
  const std::size_t each = starts.size() / blocks;
  return {starts.data() + block * each, each};
}

template <int R>
void forwardPass(const LinePlan::Pass& pass, std::span<const int> starts, float* scratch) {
  for (const int start : starts) {
    const std::complex<float>* twiddles = pass.twiddles.data();
    for (int b = 0; b < pass.count; ++b, twiddles += R - 1) {
      float* slot = scratch + (start + b) * kSlot;
      const std::ptrdiff_t step = std::ptrdiff_t{pass.distance} * kSlot;
      Complex x[R];
      loadSlots<R>(slot, step, x);
      dft<R>(x);
      twiddle<R>(x, twiddles);
      storeSlots<R>(x, slot, step);
    }
  }
}

template <int R>
void inversePass(const LinePlan::Pass& pass, std::span<const int> starts, float* scratch) {
  for (const int start : starts) {
    const std::complex<float>* twiddles = pass.twiddles.data();
    for (int b = 0; b < pass.count; ++b, twiddles += R - 1) {
      float* slot = scratch + (start + b) * kSlot;
      const std::ptrdiff_t step = std::ptrdiff_t{pass.distance} * kSlot;
      Complex x[R];
      loadSlots<R>(slot, step, x);
      untwiddle<R>(x, twiddles);
      inverseDft<R>(x);
      storeSlots<R>(x, slot, step);
    }
  }
}

/// The first pass of an inverse transform along x, from the rows of a strip: real and imaginary
/// parts are exchanged on the way, so that forward passes do the work.
template <int R>
void gatherPass(const LinePlan::Pass& pass, const int* rows, const float* strip, float* scratch) {
  const std::complex<float>* twiddles = pass.twiddles.data();
  for (int b = 0; b < pass.count; ++b, twiddles += R - 1) {
    Complex x[R];
    repeat<R>([&](auto k) HWY_ATTR __attribute__((always_inline)) {
      x[k] = beyondBand(k, R) ? zero() : exchanged(loadSlot(strip + rows[b + k * pass.count]));
    });
    dft<R, kBeyondBand<R>>(x);
    twiddle<R>(x, twiddles);
    float* slot = scratch + b * kSlot;
    const std::ptrdiff_t step = std::ptrdiff_t{pass.distance} * kSlot;
    storeSlots<R>(x, slot, step);
  }
}

/// The way back of that pass, to the rows of a strip.
template <int R>
void scatterPass(const LinePlan::Pass& pass, const int* rows, const float* scratch, float* strip) {
  const std::complex<float>* twiddles = pass.twiddles.data();
  for (int b = 0; b < pass.count; ++b, twiddles += R - 1) {
    const float* slot = scratch + b * kSlot;
    const std::ptrdiff_t step = std::ptrdiff_t{pass.distance} * kSlot;
    Complex x[R];
    loadSlots<R>(slot, step, x);
    untwiddle<R>(x, twiddles);
    inverseDft<R>(x);
    repeat<R>([&](auto k) HWY_ATTR __attribute__((always_inline)) {
      if constexpr (!beyondBand(k, R)) {
        storeSlot(exchanged(x[k]), strip + rows[b + k * pass.count]);
      }
    });
  }
}

/// The last pass, the multiplier and the last pass back, in one block: `multiply(x, position)`
/// gives the product of frequency LinePlan::frequencies()[position]. With `banded` the products
/// beyond the band limit are known to be zero.
template <int R, bool banded, class Multiply>
HWY_INLINE void turningPass(const LinePlan& plan, int block, float* scratch,
                            const Multiply& multiply) {
  int position = block * (plan.size() / plan.blocks());
  for (const int start : partOf(plan.lastStarts(), block, plan.blocks())) {
    float* slot = scratch + start * kSlot;
    Complex x[R];
    loadSlots<R>(slot, kSlot, x);
    dft<R>(x);
    repeat<R>([&](auto k) HWY_ATTR
              __attribute__((always_inline)) { x[k] = multiply(x[k], position + k); });
    inverseDft<R, banded ? kBeyondBand<R> : 0>(x);
    storeSlots<R>(x, slot, kSlot);
    position += R;
  }
}

/// The last pass and the multiplier alone: the products stay in the slots.
template <int R, class Multiply>
HWY_INLINE void endingPass(const LinePlan& plan, int block, float* scratch,
                           const Multiply& multiply) {
  int position = block * (plan.size() / plan.blocks());
  for (const int start : partOf(plan.lastStarts(), block, plan.blocks())) {
    float* slot = scratch + start * kSlot;
    Complex x[R];
    loadSlots<R>(slot, kSlot, x);
    dft<R>(x);
    repeat<R>([&](auto k) HWY_ATTR __attribute__((always_inline)) {
      storeSlot(multiply(x[k], position + k), slot + k * kSlot);
    });
    position += R;
  }
}

/// The last pass back alone, from frequencies that stand in the slots.
template <int R>
void beginningPass(const LinePlan& plan, int block, float* scratch) {
  for (const int start : partOf(plan.lastStarts(), block, plan.blocks())) {
    float* slot = scratch + start * kSlot;
    Complex x[R];
    loadSlots<R>(slot, kSlot, x);
    inverseDft<R>(x);
    storeSlots<R>(x, slot, kSlot);
  }
}

/// Calls f with the radix as a constant: the one place that lists them (LinePlan::radices()).
template <class F>
HWY_INLINE void withRadix(int radix, const F& f) {
  switch (radix) {
    case 3:
      return f(std::integral_constant<int, 3>());
    case 4:
      return f(std::integral_constant<int, 4>());
    case 5:
      return f(std::integral_constant<int, 5>());
    case 6:
      return f(std::integral_constant<int, 6>());
    case 7:
      return f(std::integral_constant<int, 7>());
    case 8:
      return f(std::integral_constant<int, 8>());
    case 9:
      return f(std::integral_constant<int, 9>());
    case 10:
      return f(std::integral_constant<int, 10>());
    case 12:
      return f(std::integral_constant<int, 12>());
    case 14:
      return f(std::integral_constant<int, 14>());
    case 15:
      return f(std::integral_constant<int, 15>());
    case 16:
      return f(std::integral_constant<int, 16>());
    default:
      HWY_ABORT("no pass of radix %d", radix);
  }
}

}  // namespace glasscope::multislice::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
