#pragma once

#include <complex>
#include <cstddef>
#include <new>
#include <vector>

namespace glasscope::multislice {

/// Memory on cache-line boundaries, as SIMD code and FFT plans want it.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};

  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}

  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kAlignment)); }
  void deallocate(T* pointer, std::size_t) { ::operator delete(pointer, kAlignment); }
  template <class U>
  bool operator==(const AlignedAllocator<U>&) const {
    return true;
  }
};

/// A wave, transmission function or propagator on a grid: nx x ny values, y fastest, 64-byte
/// aligned.
using Wave = std::vector<std::complex<float>, AlignedAllocator<std::complex<float>>>;

/// Real values with the same alignment.
using RealImage = std::vector<float, AlignedAllocator<float>>;

}  // namespace glasscope::multislice
