// Discrete Fourier transforms of a few points, in registers, composed at compile time. Every SIMD
// lane carries a transform of its own. Read once for each SIMD target (hwy/foreach_target.h).
#if defined(GLASSCOPE_SMALL_DFT_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GLASSCOPE_SMALL_DFT_INL
#undef GLASSCOPE_SMALL_DFT_INL
#else
#define GLASSCOPE_SMALL_DFT_INL
#endif

#include <cstdint>
#include <numeric>
#include <type_traits>
#include <utility>

#include <hwy/highway.h>

#include "multislice/propagation/ConstantTrigonometry.h"

HWY_BEFORE_NAMESPACE();
namespace glasscope::multislice::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Sixteen lanes at most: the blocks of lines that fit a core's first-level cache.
using Floats = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Floats>;

/// One complex number a lane.
struct Complex {
  Vector re, im;
};

HWY_INLINE Complex operator+(Complex a, Complex b) {
  return {hn::Add(a.re, b.re), hn::Add(a.im, b.im)};
}
HWY_INLINE Complex operator-(Complex a, Complex b) {
  return {hn::Sub(a.re, b.re), hn::Sub(a.im, b.im)};
}
/// a + s b and a - s b for a real s.
HWY_INLINE Complex plusTimes(Complex a, Vector s, Complex b) {
  return {hn::MulAdd(s, b.re, a.re), hn::MulAdd(s, b.im, a.im)};
}
HWY_INLINE Complex minusTimes(Complex a, Vector s, Complex b) {
  return {hn::NegMulAdd(s, b.re, a.re), hn::NegMulAdd(s, b.im, a.im)};
}
/// a - i s b and a + i s b for a real s.
HWY_INLINE Complex minusITimes(Complex a, Vector s, Complex b) {
  return {hn::MulAdd(s, b.im, a.re), hn::NegMulAdd(s, b.re, a.im)};
}
HWY_INLINE Complex plusITimes(Complex a, Vector s, Complex b) {
  return {hn::NegMulAdd(s, b.im, a.re), hn::MulAdd(s, b.re, a.im)};
}
HWY_INLINE Complex product(Complex a, Vector re, Vector im) {
  return {hn::NegMulAdd(a.im, im, hn::Mul(a.re, re)), hn::MulAdd(a.im, re, hn::Mul(a.re, im))};
}
HWY_INLINE Complex productWithConjugate(Complex a, Vector re, Vector im) {
  return {hn::MulAdd(a.im, im, hn::Mul(a.re, re)), hn::NegMulAdd(a.re, im, hn::Mul(a.im, re))};
}
/// Real and imaginary parts exchanged: i times the conjugate. A forward transform between two
/// exchanges is an inverse transform.
HWY_INLINE Complex exchanged(Complex a) {
  return {a.im, a.re};
}

HWY_INLINE Vector constant(double value) {
  return hn::Set(Floats(), static_cast<float>(value));
}

/// Calls f with the constants 0 .. N-1: a loop that is always unrolled.
template <int N, class F>
HWY_INLINE void repeat(const F& f) {
  [&]<int... I>(std::integer_sequence<int, I...>) HWY_ATTR __attribute__((always_inline)) {
    (f(std::integral_constant<int, I>()), ...);
  }
  (std::make_integer_sequence<int, N>());
}

/// x exp(-2 pi i K / N), with the cheap angles spelled out.
template <int K, int N>
HWY_INLINE Complex turned(Complex x) {
  constexpr int k = K % N;
  if constexpr (k == 0) {
    return x;
  } else if constexpr (4 * k == N) {
    return {x.im, hn::Neg(x.re)};
  } else if constexpr (2 * k == N) {
    return {hn::Neg(x.re), hn::Neg(x.im)};
  } else if constexpr (4 * k == 3 * N) {
    return {hn::Neg(x.im), x.re};
  } else if constexpr (8 * k == N) {
    const Vector h = constant(constantCosine(1, 8));
    return {hn::Mul(h, hn::Add(x.re, x.im)), hn::Mul(h, hn::Sub(x.im, x.re))};
  } else if constexpr (8 * k == 3 * N) {
    const Vector h = constant(constantCosine(1, 8));
    return {hn::Mul(h, hn::Sub(x.im, x.re)), hn::Neg(hn::Mul(h, hn::Add(x.re, x.im)))};
  } else {
    return productWithConjugate(x, constant(constantCosine(k, N)), constant(constantSine(k, N)));
  }
}

/// How a composite number of points is split.
constexpr int firstFactor(int n) {
  if (n % 32 == 0) return 8;
  if (n % 8 == 0 && n / 8 > 1 && std::gcd(8, n / 8) == 1) return 8;
  for (int f : {4, 7, 5, 3, 2}) {
    if (n % f == 0 && n > f) return f;
  }
  return n;
}

/// Sum and difference where it is known which of the two are zero: as many operations as are left.
template <bool aIsZero, bool bIsZero>
HWY_INLINE Complex sum(Complex a, Complex b) {
  if constexpr (bIsZero) {
    return a;
  } else if constexpr (aIsZero) {
    return b;
  } else {
    return a + b;
  }
}
template <bool aIsZero, bool bIsZero>
HWY_INLINE Complex difference(Complex a, Complex b) {
  if constexpr (bIsZero) {
    return a;
  } else if constexpr (aIsZero) {
    return {hn::Neg(b.re), hn::Neg(b.im)};
  } else {
    return a - b;
  }
}

/// One bit for every input that is known to be zero.
using Zeros = std::uint64_t;
constexpr bool isZero(Zeros zeros, int k) {
  return (zeros >> k & 1) != 0;
}

/// Input of a sub-transform over the first factor.
template <int N, int A>
constexpr int inputOf(int a, int b) {
  constexpr int B = N / A;
  return std::gcd(A, B) == 1 ? (B * a + A * b) % N : B * a + b;
}

template <int N, int A>
constexpr Zeros zerosOf(Zeros zeros, int b) {
  Zeros part = 0;
  for (int a = 0; a < A; ++a) part |= Zeros{isZero(zeros, inputOf<N, A>(a, b))} << a;
  return part;
}

/// x <- its forward transform, in natural order.
template <int N, Zeros zeros = 0>
HWY_INLINE void dft(Complex (&x)[N]) {
  if constexpr (N == 2) {
    constexpr bool z0 = isZero(zeros, 0), z1 = isZero(zeros, 1);
    const Complex a = x[0];
    x[0] = sum<z0, z1>(a, x[1]);
    x[1] = difference<z0, z1>(a, x[1]);
  } else if constexpr (N == 3) {
    const Vector half = constant(0.5), s = constant(constantSine(1, 3));
    constexpr bool z1 = isZero(zeros, 1), z2 = isZero(zeros, 2);
    const Complex a = sum<z1, z2>(x[1], x[2]), b = difference<z1, z2>(x[1], x[2]);
    const Complex mean = minusTimes(x[0], half, a);
    x[0] = x[0] + a;
    x[1] = minusITimes(mean, s, b);
    x[2] = plusITimes(mean, s, b);
  } else if constexpr (N == 4) {
    constexpr bool z0 = isZero(zeros, 0), z2 = isZero(zeros, 2);
    constexpr bool z1 = isZero(zeros, 1), z3 = isZero(zeros, 3);
    const Complex a = sum<z0, z2>(x[0], x[2]), b = difference<z0, z2>(x[0], x[2]);
    const Complex c = sum<z1, z3>(x[1], x[3]), d = difference<z1, z3>(x[1], x[3]);
    x[0] = a + c;
    x[1] = {hn::Add(b.re, d.im), hn::Sub(b.im, d.re)};
    x[2] = a - c;
    x[3] = {hn::Sub(b.re, d.im), hn::Add(b.im, d.re)};
  } else if constexpr (N == 5) {
    const Vector c1 = constant(constantCosine(1, 5)), c2 = constant(constantCosine(2, 5));
    const Vector s1 = constant(constantSine(1, 5));
    const Vector ratio = constant(constantSine(2, 5) / constantSine(1, 5));
    constexpr bool z1 = isZero(zeros, 1), z4 = isZero(zeros, 4);
    constexpr bool z2 = isZero(zeros, 2), z3 = isZero(zeros, 3);
    const Complex a = sum<z1, z4>(x[1], x[4]), b = difference<z1, z4>(x[1], x[4]);
    const Complex c = sum<z2, z3>(x[2], x[3]), d = difference<z2, z3>(x[2], x[3]);
    const Complex e1 = plusTimes(plusTimes(x[0], c1, a), c2, c);
    const Complex e2 = plusTimes(plusTimes(x[0], c2, a), c1, c);
    const Complex f1 = plusTimes(b, ratio, d);
    const Complex f2 = {hn::MulSub(ratio, b.re, d.re), hn::MulSub(ratio, b.im, d.im)};
    x[0] = x[0] + a + c;
    x[1] = minusITimes(e1, s1, f1);
    x[4] = plusITimes(e1, s1, f1);
    x[2] = minusITimes(e2, s1, f2);
    x[3] = plusITimes(e2, s1, f2);
  } else if constexpr (N == 7) {
    // Real and imaginary parts of the roots apart, on sums and differences of mirrored inputs.
    Complex even[4], odd[4];
    repeat<3>([&](auto m) HWY_ATTR __attribute__((always_inline)) {
      constexpr int j = m + 1;
      even[j] = sum<isZero(zeros, j), isZero(zeros, 7 - j)>(x[j], x[7 - j]);
      odd[j] = difference<isZero(zeros, j), isZero(zeros, 7 - j)>(x[j], x[7 - j]);
    });
    const Complex first = x[0];
    x[0] = first + even[1] + even[2] + even[3];
    repeat<3>([&](auto m) HWY_ATTR __attribute__((always_inline)) {
      constexpr int k = m + 1;
      Complex a = first;
      repeat<3>([&](auto l) HWY_ATTR __attribute__((always_inline)) {
        constexpr int j = l + 1;
        a = plusTimes(a, constant(constantCosine(j * k, 7)), even[j]);
      });
      Complex b = a;
      repeat<3>([&](auto l) HWY_ATTR __attribute__((always_inline)) {
        constexpr int j = l + 1;
        const Vector s = constant(constantSine(j * k, 7));
        a = minusITimes(a, s, odd[j]);
        b = plusITimes(b, s, odd[j]);
      });
      x[k] = a;
      x[7 - k] = b;
    });
  } else {
    constexpr int A = firstFactor(N), B = N / A;
    constexpr bool coprime = std::gcd(A, B) == 1;
    Complex y[N];
    // Over the first factor, for every index b of the second. Coprime factors need no twiddles
    // between the two (Good and Thomas); others do (Cooley and Tukey).
    repeat<B>([&](auto b) HWY_ATTR __attribute__((always_inline)) {
      Complex z[A];
      repeat<A>([&](auto a) HWY_ATTR
                __attribute__((always_inline)) { z[a] = x[inputOf<N, A>(a, b)]; });
      dft<A, zerosOf<N, A>(zeros, b)>(z);
      repeat<A>([&](auto a) HWY_ATTR __attribute__((always_inline)) {
        constexpr int turn = coprime ? 0 : a * b;
        y[a * B + b] = turned<turn, N>(z[a]);
      });
    });
    repeat<A>([&](auto a) HWY_ATTR __attribute__((always_inline)) {
      Complex z[B];
      repeat<B>([&](auto b) HWY_ATTR __attribute__((always_inline)) { z[b] = y[a * B + b]; });
      dft<B>(z);
      repeat<B>([&](auto b) HWY_ATTR __attribute__((always_inline)) {
        x[coprime ? (chineseStep(B, A) * a + chineseStep(A, B) * b) % N : a + A * b] = z[b];
      });
    });
  }
}

/// x <- its inverse transform, unscaled.
template <int N, Zeros zeros = 0>
HWY_INLINE void inverseDft(Complex (&x)[N]) {
  repeat<N>([&](auto k) HWY_ATTR __attribute__((always_inline)) { x[k] = exchanged(x[k]); });
  dft<N, zeros>(x);
  repeat<N>([&](auto k) HWY_ATTR __attribute__((always_inline)) { x[k] = exchanged(x[k]); });
}

/// Of N equal runs of all frequencies 0 .. n-1, those that lie wholly beyond a third of n from zero
/// on either side: nothing there is within the band limit (2/3 of the Nyquist frequency).
constexpr bool beyondBand(int k, int n) {
  return k > n / 3 && k < 2 * n / 3;
}

template <int N>
constexpr Zeros kBeyondBand = [] {
  Zeros zeros = 0;
  for (int k = 0; k < N; ++k) zeros |= Zeros{beyondBand(k, N)} << k;
  return zeros;
}();

}  // namespace glasscope::multislice::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
