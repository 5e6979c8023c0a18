#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace glasscope {

/// Leaves new elements uninitialised where std::allocator would set them to zero.
template <class T>
struct LateFilledAllocator : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = LateFilledAllocator<U>;
  };
  template <class U>
  void construct(U* at) {
    ::new (static_cast<void*>(at)) U;
  }
  template <class U, class... Arguments>
  void construct(U* at, Arguments&&... arguments) {
    ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
  }
};

/// A vector whose `resize` does not write: for large arrays that all threads fill at once, where
/// zeroing by one thread would take a good part of the time.
template <class T>
using LateFilled = std::vector<T, LateFilledAllocator<T>>;

}  // namespace glasscope
