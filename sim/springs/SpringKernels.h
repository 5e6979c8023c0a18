#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace glasscope::sim {

/// A pair of atoms whose densities feel each other. With n the unit vector to the neighbour `j`:
/// spring constant `along` + `across` along n and `across` across it; `own` and `its` the slopes of
/// the densities that the two give each other (at the atom itself, at the neighbour).
template <class T>
struct NearSpring {
  T nx, ny, nz, along, across, own, its;
  std::int32_t j;
};

/// A pair beyond the reach of the densities.
template <class T>
struct FarSpring {
  T nx, ny, nz, along, across;
  std::int32_t j;
};

/// The factored second derivatives of an EAM model: springs of pairs, and one number an atom for
/// its embedding energy.
template <class T>
struct SpringTable {
  std::vector<std::int64_t> nearStart, farStart;  ///< by atom, and the ends
  std::vector<NearSpring<T>> nearSprings;
  std::vector<FarSpring<T>> farSprings;
  std::vector<T> embedding;    ///< F''
  std::vector<T> inverseRoot;  ///< 1/sqrt(mass), or 1
};

// The three sweeps of a product over atoms [first, last), for blocks of Block<T>::kLanes vectors
// whose first row is given. SIMD by Google Highway, chosen when the program runs; sums along each
// atom's neighbours in their order, so the same bits for any division of the atoms.

/// u = x / sqrt(mass)
template <class T>
void scaleRows(const SpringTable<T>& table, const T* x, T* u, std::size_t first, std::size_t last);

/// q_i = F''_i sum_j own (n . (u_j - u_i)): change of the embedding force; one row an atom.
template <class T>
void embeddingRows(const SpringTable<T>& table, const T* u, T* q, std::size_t first,
                   std::size_t last);

/// y = a H x + b x + c z from u and q; `z` may be null or y.
template <class T>
struct ProductRows {
  const T *x, *u, *q, *z;
  T* y;
  T a, b, c;
};
template <class T>
void springRows(const SpringTable<T>& table, const ProductRows<T>& rows, std::size_t first,
                std::size_t last);

}  // namespace glasscope::sim
