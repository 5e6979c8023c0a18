#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace glasscope::sim {

/// Vectors over the 3 N coordinates of a sample, side by side: `kLanes` of them, one cache line a
/// coordinate (16 floats or 8 doubles), so that everything that is read about a spring serves all
/// of them. Row 3 i + axis belongs to atom i (in the order of the springs).
template <class T>
class Block {
 public:
  static constexpr int kLanes = static_cast<int>(64 / sizeof(T));

  Block() = default;
  /// All zero.
  explicit Block(std::size_t rows) : rows_(rows), data_(allocate(rows)) {}
  Block(const Block& other) : Block(other.rows_) { *this = other; }
  Block(Block&&) noexcept = default;
  Block& operator=(Block&&) noexcept = default;
  Block& operator=(const Block& other) {
    if (rows_ != other.rows_) {
      data_ = allocate(other.rows_);
      rows_ = other.rows_;
    }
    for (std::size_t k = 0; k < rows_ * kLanes; ++k) data_.get()[k] = other.data_.get()[k];
    return *this;
  }
  ~Block() = default;

  std::size_t rows() const { return rows_; }
  T* row(std::size_t index) { return data_.get() + index * kLanes; }
  const T* row(std::size_t index) const { return data_.get() + index * kLanes; }
  std::span<T> all() { return {data_.get(), rows_ * kLanes}; }
  std::span<const T> all() const { return {data_.get(), rows_ * kLanes}; }

 private:
  struct Free {
    void operator()(T* data) const { ::operator delete[](data, std::align_val_t{64}); }
  };
  using Data = std::unique_ptr<T[], Free>;

  static Data allocate(std::size_t rows) {
    if (rows == 0) return Data();
    const std::size_t count = rows * kLanes;
    auto* data = static_cast<T*>(::operator new[](count * sizeof(T), std::align_val_t{64}));
    for (std::size_t k = 0; k < count; ++k) data[k] = T(0);
    return Data(data);
  }

  std::size_t rows_ = 0;
  Data data_;
};

}  // namespace glasscope::sim
