#include "voronoi/pairs/FieldSums.h"

#include <algorithm>

#include "core/system/Error.h"
#include "core/system/InterruptibleFor.h"
#include "core/system/Mpi.h"
#include "core/system/Parallel.h"
#include "voronoi/pairs/PairWalk.h"

namespace glasscope::voronoi {

namespace {

constexpr std::int64_t kChunk = 256;

using Sums = std::vector<std::int64_t>;

/// Runs body(slot, sums of the worker) for all slots and adds the workers' sums to `total`.
template <class Body>
void sumOverSlots(std::size_t slots, Sums& total, const Body& body) {
  std::vector<Sums> partial(static_cast<std::size_t>(threadCount()));
  const auto n = static_cast<std::int64_t>(slots);
  interruptibleFor((n + kChunk - 1) / kChunk, [&](std::int64_t chunk, int worker) {
    auto& sums = partial[static_cast<std::size_t>(worker)];
    sums.resize(total.size());
    PairWalk::Near near;
    for (auto k = chunk * kChunk; k < std::min(n, (chunk + 1) * kChunk); ++k)
      body(static_cast<std::size_t>(k), near, sums);
  });
  for (const auto& sums : partial)
    for (std::size_t k = 0; k < sums.size(); ++k) total[k] += sums[k];
}

}  // namespace

/// The atoms of a piece in the order of their bins.
struct FieldSums::Slots {
  Slots(const Box& box, std::span<const Vec3> positions, std::span<const std::int32_t> levels,
        std::size_t ownAtoms, std::size_t fields)
      : images(box, positions, PairWalk::kBinWidth) {
    for (const auto atom : images.order()) {
      const auto i = static_cast<std::size_t>(atom);
      const Vec3& x = images.fractional(i);
      own.push_back(i < ownAtoms);
      all = all && own.back();
      part.push_back((x[0] > 0.5 ? 1U : 0U) + (x[1] > 0.5 ? 2U : 0U) + (x[2] > 0.5 ? 4U : 0U));
      for (std::size_t f = 0; f < fields; ++f) level.push_back(levels[i * fields + f]);
    }
  }
  ImageBins images;
  std::vector<std::uint8_t> own;
  std::vector<std::size_t> part;
  std::vector<std::int64_t> level;  // [slot][field]
  bool all = true;                  // own
};

FieldSums::FieldSums(std::size_t fields, std::size_t bins)
    : fields_(fields),
      bins_(bins),
      sums_(kParts * bins * (1 + fields)),
      square_(fields * kParts),
      near_(2 + fields) {}

void FieldSums::addMoments(const Slots& slots) {
  for (std::size_t s = 0; s < slots.own.size(); ++s) {
    if (!slots.own[s]) continue;
    ++count_[slots.part[s]];
    for (std::size_t f = 0; f < fields_; ++f) {
      const auto level = slots.level[s * fields_ + f];
      square_[f * kParts + slots.part[s]] += level * level;
    }
  }
}

/// Where all atoms are own each pair is met once and added to the eighths of both ends.
template <std::size_t Fields>
void FieldSums::addPairs(const Slots& slots, double bin_A) {
  const PairWalk walk(slots.images, static_cast<double>(bins_) * bin_A);
  const auto which = slots.all ? PairWalk::Which::once : PairWalk::Which::all;
  constexpr std::size_t kStride = 1 + Fields;
  sumOverSlots(walk.size(), sums_, [&](std::size_t slot, PairWalk::Near& near, Sums& sums) {
    if (!slots.own[slot]) return;
    walk.around(slot, which, near);
    const auto* mine = slots.level.data() + slot * Fields;
    auto* here = sums.data() + slots.part[slot] * bins_ * kStride;
    for (std::size_t p = 0; p < near.count; ++p) {
      const auto bin = static_cast<std::size_t>(near.distance[p] / bin_A);
      if (bin >= bins_) continue;
      const auto other = static_cast<std::size_t>(near.slot[p]);
      const auto* theirs = slots.level.data() + other * Fields;
      auto* a = here + bin * kStride;
      auto* b = sums.data() + (slots.part[other] * bins_ + bin) * kStride;
      ++a[0];
      if (slots.all) ++b[0];
      for (std::size_t f = 0; f < Fields; ++f) {
        const auto product = mine[f] * theirs[f];
        a[1 + f] += product;
        if (slots.all) b[1 + f] += product;
      }
    }
  });
}

void FieldSums::addNear(const Slots& slots, double reach_A) {
  const PairWalk walk(slots.images, reach_A);
  sumOverSlots(walk.size(), near_, [&](std::size_t slot, PairWalk::Near& near, Sums& sums) {
    if (!slots.own[slot]) return;
    walk.around(slot, PairWalk::Which::all, near);
    const auto count = static_cast<std::int64_t>(near.count);
    sums[0] += count;
    sums[1] += count * count;
    for (std::size_t p = 0; p < near.count; ++p)
      for (std::size_t f = 0; f < fields_; ++f)
        sums[2 + f] += slots.level[slot * fields_ + f] *
                       slots.level[static_cast<std::size_t>(near.slot[p]) * fields_ + f];
  });
}

void FieldSums::add(const Box& box, std::span<const Vec3> positions,
                    std::span<const std::int32_t> levels, std::size_t own,
                    const FieldCorrelationSettings& settings) {
  GLASSCOPE_ENSURE(levels.size() == positions.size() * fields_, "one level an atom and field");
  if (positions.empty()) return;
  const Slots slots(box, positions, levels, own, fields_);
  addMoments(slots);
  switch (fields_) {  // known to the compiler, so that the innermost loop is none
    case 1:
      addPairs<1>(slots, settings.bin_A);
      break;
    case 2:
      addPairs<2>(slots, settings.bin_A);
      break;
    case 3:
      addPairs<3>(slots, settings.bin_A);
      break;
    default:
      GLASSCOPE_ENSURE(fields_ == kMostFields, "at most four fields at once");
      addPairs<kMostFields>(slots, settings.bin_A);
  }
  addNear(slots, settings.neighbour_A);
}

void FieldSums::sumOverRanks() {
  if (Mpi::size() == 1) return;
  const auto sum = [](std::int64_t& value) { value = Mpi::sum(value); };
  std::for_each(sums_.begin(), sums_.end(), sum);
  std::for_each(count_.begin(), count_.end(), sum);
  std::for_each(square_.begin(), square_.end(), sum);
  std::for_each(near_.begin(), near_.end(), sum);
}

}  // namespace glasscope::voronoi
