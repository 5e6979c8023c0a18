#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace glasscope {

/// A dense two-dimensional array, indexed (x, y) with y fastest, as every image of this project.
template <class T>
class Array2 {
 public:
  Array2() = default;
  Array2(int nx, int ny, T value = T{})
      : nx_(nx), ny_(ny), data_(static_cast<std::size_t>(nx) * ny, value) {}

  int nx() const { return nx_; }
  int ny() const { return ny_; }
  std::size_t size() const { return data_.size(); }
  bool empty() const { return data_.empty(); }

  T& operator()(int x, int y) { return data_[static_cast<std::size_t>(x) * ny_ + y]; }
  const T& operator()(int x, int y) const { return data_[static_cast<std::size_t>(x) * ny_ + y]; }
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }

  T* data() { return data_.data(); }
  const T* data() const { return data_.data(); }
  std::span<T> span() { return data_; }
  std::span<const T> span() const { return data_; }
  auto begin() { return data_.begin(); }
  auto end() { return data_.end(); }
  auto begin() const { return data_.begin(); }
  auto end() const { return data_.end(); }

 private:
  int nx_ = 0, ny_ = 0;
  std::vector<T> data_;
};

}  // namespace glasscope
