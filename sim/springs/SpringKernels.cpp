#include "sim/springs/SpringKernels.h"

#include "sim/springs/Block.h"

// Scalable vectors (SVE, RISC-V) cannot be members of a struct; the baseline of those processors
// serves them. Of the AVX-512 sets one is enough.
#define HWY_DISABLED_TARGETS \
  (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_AVX3_DL | HWY_SSSE3)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/springs/SpringKernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace glasscope::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// One row of a block in registers: one with AVX-512, two or four on older processors.
template <class T>
struct Row {
  using Tag = hn::CappedTag<T, Block<T>::kLanes>;
  static constexpr int kVectors = Block<T>::kLanes / static_cast<int>(hn::MaxLanes(Tag()));
  static constexpr int kStep = static_cast<int>(hn::MaxLanes(Tag()));
  hn::Vec<Tag> v[kVectors];
};

template <class T>
HWY_INLINE Row<T> zeroRow() {
  Row<T> row;
  for (int k = 0; k < Row<T>::kVectors; ++k) row.v[k] = hn::Zero(typename Row<T>::Tag());
  return row;
}

template <class T>
HWY_INLINE Row<T> loadRow(const T* at) {
  Row<T> row;
  for (int k = 0; k < Row<T>::kVectors; ++k) {
    row.v[k] = hn::Load(typename Row<T>::Tag(), at + k * Row<T>::kStep);
  }
  return row;
}

template <class T>
HWY_INLINE void storeRow(const Row<T>& row, T* at) {
  for (int k = 0; k < Row<T>::kVectors; ++k) {
    hn::Store(row.v[k], typename Row<T>::Tag(), at + k * Row<T>::kStep);
  }
}

template <class T>
HWY_INLINE Row<T> minus(const Row<T>& a, const Row<T>& b) {
  Row<T> row;
  for (int k = 0; k < Row<T>::kVectors; ++k) row.v[k] = hn::Sub(a.v[k], b.v[k]);
  return row;
}

template <class T>
HWY_INLINE Row<T> times(T factor, const Row<T>& a) {
  Row<T> row;
  const auto f = hn::Set(typename Row<T>::Tag(), factor);
  for (int k = 0; k < Row<T>::kVectors; ++k) row.v[k] = hn::Mul(f, a.v[k]);
  return row;
}

/// sum += factor a
template <class T>
HWY_INLINE void addTimes(Row<T>& sum, T factor, const Row<T>& a) {
  const auto f = hn::Set(typename Row<T>::Tag(), factor);
  for (int k = 0; k < Row<T>::kVectors; ++k) sum.v[k] = hn::MulAdd(f, a.v[k], sum.v[k]);
}

template <class T>
struct Rows3 {
  Row<T> x, y, z;
};

template <class T>
HWY_INLINE Rows3<T> loadRows(const T* at) {
  constexpr int kLanes = Block<T>::kLanes;
  return {loadRow<T>(at), loadRow<T>(at + kLanes), loadRow<T>(at + 2 * kLanes)};
}

template <class T>
HWY_INLINE Rows3<T> minus(const Rows3<T>& a, const Rows3<T>& b) {
  return {minus(a.x, b.x), minus(a.y, b.y), minus(a.z, b.z)};
}

/// Of a spring and a difference of displacements: the stretch n . d.
template <class Spring, class T>
HWY_INLINE Row<T> stretch(const Spring& spring, const Rows3<T>& d) {
  Row<T> row = times(spring.nx, d.x);
  addTimes(row, spring.ny, d.y);
  addTimes(row, spring.nz, d.z);
  return row;
}

/// sum += across d + n pull
template <class Spring, class T>
HWY_INLINE void pullOn(Rows3<T>& sum, const Spring& spring, const Rows3<T>& d, const Row<T>& pull) {
  addTimes(sum.x, spring.across, d.x);
  addTimes(sum.y, spring.across, d.y);
  addTimes(sum.z, spring.across, d.z);
  addTimes(sum.x, spring.nx, pull);
  addTimes(sum.y, spring.ny, pull);
  addTimes(sum.z, spring.nz, pull);
}

template <class T>
void scale(const SpringTable<T>& table, const T* x, T* u, std::size_t first, std::size_t last) {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  for (std::size_t row = 3 * first; row < 3 * last; ++row) {
    storeRow(times(table.inverseRoot[row / 3], loadRow<T>(x + row * kLanes)), u + row * kLanes);
  }
}

template <class T>
void embed(const SpringTable<T>& table, const T* u, T* q, std::size_t first, std::size_t last) {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  for (std::size_t i = first; i < last; ++i) {
    const Rows3<T> own = loadRows<T>(u + 3 * i * kLanes);
    Row<T> sum = zeroRow<T>();
    for (std::int64_t k = table.nearStart[i]; k < table.nearStart[i + 1]; ++k) {
      const NearSpring<T>& spring = table.nearSprings[static_cast<std::size_t>(k)];
      const auto j = static_cast<std::size_t>(spring.j);
      addTimes(sum, spring.own, stretch(spring, minus(loadRows<T>(u + 3 * j * kLanes), own)));
    }
    storeRow(times(table.embedding[i], sum), q + i * kLanes);
  }
}

template <class T>
HWY_INLINE void finishRow(const ProductRows<T>& rows, std::size_t row, T factor,
                          const Row<T>& sum) {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  Row<T> result = times(factor, sum);
  addTimes(result, rows.b, loadRow<T>(rows.x + row * kLanes));
  if (rows.z != nullptr) addTimes(result, rows.c, loadRow<T>(rows.z + row * kLanes));
  storeRow(result, rows.y + row * kLanes);
}

template <class T>
void product(const SpringTable<T>& table, const ProductRows<T>& rows, std::size_t first,
             std::size_t last) {
  constexpr std::size_t kLanes = Block<T>::kLanes;
  for (std::size_t i = first; i < last; ++i) {
    const Rows3<T> own = loadRows<T>(rows.u + 3 * i * kLanes);
    const Row<T> ownEmbedding = loadRow<T>(rows.q + i * kLanes);
    Rows3<T> sum{zeroRow<T>(), zeroRow<T>(), zeroRow<T>()};
    for (std::int64_t k = table.nearStart[i]; k < table.nearStart[i + 1]; ++k) {
      const NearSpring<T>& spring = table.nearSprings[static_cast<std::size_t>(k)];
      const auto j = static_cast<std::size_t>(spring.j);
      const Rows3<T> d = minus(loadRows<T>(rows.u + 3 * j * kLanes), own);
      Row<T> pull = times(spring.along, stretch(spring, d));
      addTimes(pull, spring.own, ownEmbedding);
      addTimes(pull, spring.its, loadRow<T>(rows.q + j * kLanes));
      pullOn(sum, spring, d, pull);
    }
    for (std::int64_t k = table.farStart[i]; k < table.farStart[i + 1]; ++k) {
      const FarSpring<T>& spring = table.farSprings[static_cast<std::size_t>(k)];
      const auto j = static_cast<std::size_t>(spring.j);
      const Rows3<T> d = minus(loadRows<T>(rows.u + 3 * j * kLanes), own);
      pullOn(sum, spring, d, times(spring.along, stretch(spring, d)));
    }
    const T factor = -rows.a * table.inverseRoot[i];
    finishRow(rows, 3 * i, factor, sum.x);
    finishRow(rows, 3 * i + 1, factor, sum.y);
    finishRow(rows, 3 * i + 2, factor, sum.z);
  }
}

// Highway exports functions, not templates.
void scaleFloat(const SpringTable<float>& table, const float* x, float* u, std::size_t first,
                std::size_t last) {
  scale(table, x, u, first, last);
}
void scaleDouble(const SpringTable<double>& table, const double* x, double* u, std::size_t first,
                 std::size_t last) {
  scale(table, x, u, first, last);
}
void embedFloat(const SpringTable<float>& table, const float* u, float* q, std::size_t first,
                std::size_t last) {
  embed(table, u, q, first, last);
}
void embedDouble(const SpringTable<double>& table, const double* u, double* q, std::size_t first,
                 std::size_t last) {
  embed(table, u, q, first, last);
}
void productFloat(const SpringTable<float>& table, const ProductRows<float>& rows,
                  std::size_t first, std::size_t last) {
  product(table, rows, first, last);
}
void productDouble(const SpringTable<double>& table, const ProductRows<double>& rows,
                   std::size_t first, std::size_t last) {
  product(table, rows, first, last);
}

}  // namespace glasscope::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace glasscope::sim {

HWY_EXPORT(scaleFloat);
HWY_EXPORT(scaleDouble);
HWY_EXPORT(embedFloat);
HWY_EXPORT(embedDouble);
HWY_EXPORT(productFloat);
HWY_EXPORT(productDouble);

template <>
void scaleRows(const SpringTable<float>& table, const float* x, float* u, std::size_t first,
               std::size_t last) {
  HWY_DYNAMIC_DISPATCH(scaleFloat)(table, x, u, first, last);
}
template <>
void scaleRows(const SpringTable<double>& table, const double* x, double* u, std::size_t first,
               std::size_t last) {
  HWY_DYNAMIC_DISPATCH(scaleDouble)(table, x, u, first, last);
}
template <>
void embeddingRows(const SpringTable<float>& table, const float* u, float* q, std::size_t first,
                   std::size_t last) {
  HWY_DYNAMIC_DISPATCH(embedFloat)(table, u, q, first, last);
}
template <>
void embeddingRows(const SpringTable<double>& table, const double* u, double* q, std::size_t first,
                   std::size_t last) {
  HWY_DYNAMIC_DISPATCH(embedDouble)(table, u, q, first, last);
}
template <>
void springRows(const SpringTable<float>& table, const ProductRows<float>& rows, std::size_t first,
                std::size_t last) {
  HWY_DYNAMIC_DISPATCH(productFloat)(table, rows, first, last);
}
template <>
void springRows(const SpringTable<double>& table, const ProductRows<double>& rows,
                std::size_t first, std::size_t last) {
  HWY_DYNAMIC_DISPATCH(productDouble)(table, rows, first, last);
}

}  // namespace glasscope::sim
#endif
