#include "compare/statistics/SurrogateTest.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Core>

#include "core/system/Interrupt.h"
#include "core/system/Parallel.h"

namespace glasscope::compare {

namespace {

using Amplitudes = SurrogateBasis::Amplitudes;

// A correlation that equals the observed one up to rounding counts as reached.
constexpr double kEqual = 1 - 1e-9;

// Amplitudes as columns of real numbers, real and imaginary parts in turn, so that correlations are
// inner products and all of them a product of matrices.
Eigen::MatrixXd columnsOf(const std::vector<const Amplitudes*>& list, std::size_t patterns) {
  Eigen::MatrixXd columns(static_cast<Eigen::Index>(2 * patterns),
                          static_cast<Eigen::Index>(list.size()));
  for (std::size_t c = 0; c < list.size(); ++c) {
    for (std::size_t k = 0; k < patterns; ++k) {
      const auto row = static_cast<Eigen::Index>(2 * k), column = static_cast<Eigen::Index>(c);
      columns(row, column) = (*list[c])[k].real();
      columns(row + 1, column) = (*list[c])[k].imag();
    }
  }
  return columns;
}

// What surrogates of a group are multiplied with.
struct Partners {
  Eigen::MatrixXd plain;    ///< signals
  Eigen::MatrixXd partial;  ///< rests of the signals, then the covariates
};

Partners partnersOf(const PreparedGroup& group) {
  std::vector<const Amplitudes*> plain, partial;
  for (const PreparedMap& map : group.signals) {
    plain.push_back(&map.plain);
    partial.push_back(&map.partial);
  }
  for (const Amplitudes& direction : group.directions) partial.push_back(&direction);
  return {columnsOf(plain, group.basis->size()), columnsOf(partial, group.basis->size())};
}

// Column j: the amplitudes turned by the phases of surrogate j.
void turnAll(const Amplitudes& amplitudes, const std::vector<Amplitudes>& phases,
             Eigen::MatrixXd& result) {
  result.resize(static_cast<Eigen::Index>(2 * amplitudes.size()),
                static_cast<Eigen::Index>(phases.size()));
  for (std::size_t j = 0; j < phases.size(); ++j) {
    double* column = result.col(static_cast<Eigen::Index>(j)).data();
    for (std::size_t k = 0; k < amplitudes.size(); ++k) {
      const auto &a = amplitudes[k], &f = phases[j][k];
      column[2 * k] = a.real() * f.real() - a.imag() * f.imag();
      column[2 * k + 1] = a.real() * f.imag() + a.imag() * f.real();
    }
  }
}

// Surrogates made together: enough for a fast product, few enough for 32 MB.
std::size_t blockSize(const std::vector<PreparedGroup>& groups) {
  std::size_t largest = 1;
  for (const PreparedGroup& group : groups) {
    if (group.pairs() > 0) largest = std::max(largest, 2 * group.basis->size());
  }
  return std::clamp<std::size_t>((std::size_t{1} << 22) / largest, 4, 64);
}

// The surrogates of one block, all groups.
struct Block {
  std::vector<int> plainReached, reached;
  std::vector<double> largestZ;
};

void countGroup(const PreparedGroup& group, const Partners& partners,
                const std::vector<Amplitudes>& phases, std::size_t pair,
                const SurrogateCounts& observed, const std::vector<unsigned char>& family,
                Block& block) {
  const auto signals = static_cast<Eigen::Index>(group.signals.size());
  Eigen::MatrixXd maps, plain, partial;
  for (const PreparedMap& map : group.first) {
    const bool same = map.alone || group.directions.empty();
    turnAll(map.alone ? map.plain : map.partial, phases, maps);
    partial.noalias() = (map.alone ? partners.plain : partners.partial).transpose() * maps;
    if (!same) {
      turnAll(map.plain, phases, maps);
      plain.noalias() = partners.plain.transpose() * maps;
    }
    for (Eigen::Index s = 0; s < signals; ++s, ++pair) {
      for (Eigen::Index j = 0; j < partial.cols(); ++j) {
        // Covariates are taken out of the surrogate too; the rest of the signal is without them.
        const double lost = partial.col(j).tail(partial.rows() - signals).squaredNorm();
        const double r = std::abs(partial(s, j)) / std::sqrt(std::max(1e-12, 1 - lost));
        const double rPlain = same ? r : std::abs(plain(s, j));
        block.reached[pair] += r >= std::abs(observed.partial[pair]) * kEqual;
        block.plainReached[pair] += rPlain >= std::abs(observed.plain[pair]) * kEqual;
        if (!family[pair]) continue;
        double& largest = block.largestZ[static_cast<std::size_t>(j)];
        largest = std::max(largest, r / observed.deviation[pair]);
      }
    }
  }
}

}  // namespace

SurrogateCounts observeCorrelations(const std::vector<PreparedGroup>& groups) {
  SurrogateCounts result;
  for (const PreparedGroup& group : groups) {
    for (const PreparedMap& a : group.first) {
      for (const PreparedMap& b : group.signals) {
        const Amplitudes &u = a.alone ? a.plain : a.partial, &v = a.alone ? b.plain : b.partial;
        result.plain.push_back(SurrogateBasis::correlation(a.plain, b.plain));
        result.partial.push_back(SurrogateBasis::correlation(u, v));
        result.deviation.push_back(group.basis->surrogateDeviation(u, v));
      }
    }
  }
  return result;
}

SurrogateCounts countSurrogates(const std::vector<PreparedGroup>& groups,
                                const std::vector<unsigned char>& family, int surrogates,
                                std::uint64_t seed) {
  SurrogateCounts result = observeCorrelations(groups);
  const std::size_t pairs = result.partial.size(), size = blockSize(groups);
  const auto count = static_cast<std::size_t>(surrogates);
  std::vector<Partners> partners;
  for (const PreparedGroup& group : groups) {
    partners.push_back(group.pairs() > 0 ? partnersOf(group) : Partners{});
  }
  std::vector<Block> blocks((count + size - 1) / size);
  parallelFor(static_cast<std::int64_t>(blocks.size()), [&](std::int64_t index, int) {
    throwIfInterrupted();
    Block& block = blocks[static_cast<std::size_t>(index)];
    const std::size_t begin = static_cast<std::size_t>(index) * size;
    const std::size_t here = std::min(size, count - begin);
    block.plainReached.assign(pairs, 0);
    block.reached.assign(pairs, 0);
    block.largestZ.assign(here, 0);
    std::size_t pair = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (groups[g].pairs() == 0) continue;
      std::vector<Amplitudes> phases;
      for (std::size_t j = 0; j < here; ++j) {
        phases.push_back(groups[g].basis->randomPhases(seed, begin + j, g));
      }
      countGroup(groups[g], partners[g], phases, pair, result, family, block);
      pair += groups[g].pairs();
    }
  });
  result.plainReached.assign(pairs, 0);
  result.reached.assign(pairs, 0);
  for (const Block& block : blocks) {
    for (std::size_t pair = 0; pair < pairs; ++pair) {
      result.plainReached[pair] += block.plainReached[pair];
      result.reached[pair] += block.reached[pair];
    }
    result.largestZ.insert(result.largestZ.end(), block.largestZ.begin(), block.largestZ.end());
  }
  return result;
}

}  // namespace glasscope::compare
