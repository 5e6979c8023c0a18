#include "sim/springs/BlockRows.h"

#include "sim/springs/EamEnvironment.h"

namespace glasscope::sim {

template <class T>
BlockRows<T>::BlockRows(const std::vector<Row>& rows, const std::vector<T>& rootMass) {
  start_.assign(rows.size() + 1, 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    start_[i + 1] = start_[i] + static_cast<std::int64_t>(rows[i].size());
    for (const auto& [j, block] : rows[i]) {
      Entry entry{{}, j};
      for (int k = 0; k < 9; ++k) entry.block[k] = static_cast<T>(block(k / 3, k % 3));
      entries_.push_back(entry);
    }
  }
  for (const T root : rootMass) inverseRoot_.push_back(1 / root);
  scaled_ = Block<T>(3 * rows.size());
}

template <class T>
void BlockRows<T>::apply(const Block<T>& x, Block<T>& y, const Block<T>* z, T a, T b, T c) const {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  const std::size_t count = inverseRoot_.size();
  eachAtomChunk(count, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = 3 * first; row < 3 * last; ++row)
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        scaled_.row(row)[lane] = inverseRoot_[row / 3] * x.row(row)[lane];
  });
  eachAtomChunk(count, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      T sum[3][kLanes] = {};
      for (std::int64_t k = start_[i]; k < start_[i + 1]; ++k) {
        const Entry& entry = entries_[static_cast<std::size_t>(k)];
        for (std::size_t to = 0; to < 3; ++to) {
          for (std::size_t from = 0; from < 3; ++from) {
            const T factor = entry.block[3 * to + from];
            const T* other = scaled_.row(3 * static_cast<std::size_t>(entry.j) + from);
            const T* own = scaled_.row(3 * i + from);
            for (std::size_t lane = 0; lane < kLanes; ++lane)
              sum[to][lane] += factor * (other[lane] - own[lane]);
          }
        }
      }
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::size_t row = 3 * i + axis;
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          const T added = z == nullptr ? T(0) : c * z->row(row)[lane];
          y.row(row)[lane] = a * inverseRoot_[i] * sum[axis][lane] + b * x.row(row)[lane] + added;
        }
      }
    }
  });
}

template <class T>
double BlockRows<T>::bytes() const {
  return static_cast<double>(entries_.size() * sizeof(Entry) +
                             inverseRoot_.size() * (sizeof(T) + sizeof(std::int64_t)));
}

template class BlockRows<float>;
template class BlockRows<double>;

}  // namespace glasscope::sim
