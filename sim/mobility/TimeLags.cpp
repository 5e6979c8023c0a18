#include "sim/mobility/TimeLags.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace glasscope::sim {

namespace {

constexpr double kEven = 1e-3, kAlike = 0.01;

bool isEven(const std::vector<double>& times) {
  const double step = (times.back() - times.front()) / static_cast<double>(times.size() - 1);
  for (std::size_t f = 1; f < times.size(); ++f)
    if (std::abs(times[f] - times[f - 1] - step) > kEven * step) return false;
  return true;
}

// Evenly among all, the first included.
template <class Item>
std::vector<Item> thinned(const std::vector<Item>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<Item> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(all[i * all.size() / most]);
  return some;
}

std::vector<TimeLag> evenLags(const std::vector<double>& times, int perDecade,
                              std::size_t mostOrigins) {
  std::vector<TimeLag> lags;
  const std::size_t frames = times.size();
  const double step = (times.back() - times.front()) / static_cast<double>(frames - 1);
  const double factor = std::pow(10, 1.0 / perDecade);
  for (std::size_t lag = 1; lag < frames;) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t f = 0; f + lag < frames; ++f) pairs.emplace_back(f, f + lag);
    lags.push_back({static_cast<double>(lag) * step, thinned(pairs, mostOrigins)});
    const auto next = static_cast<std::size_t>(std::llround(static_cast<double>(lag) * factor));
    lag = std::max(lag + 1, next);
  }
  return lags;
}

struct Pair {
  double lag;
  std::size_t from, to;
};

// Of a class the pairs about the lag that most of them have.
TimeLag commonest(const std::vector<Pair>& sorted, std::size_t mostOrigins) {
  std::size_t best = 0, count = 0, end = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    while (end < sorted.size() && sorted[end].lag <= sorted[i].lag * (1 + kAlike)) ++end;
    if (end - i > count) {
      count = end - i;
      best = i;
    }
  }
  TimeLag lag;
  std::vector<Pair> chosen(sorted.begin() + static_cast<std::ptrdiff_t>(best),
                           sorted.begin() + static_cast<std::ptrdiff_t>(best + count));
  std::ranges::sort(chosen, {}, &Pair::from);
  for (const Pair& pair : thinned(chosen, mostOrigins)) {
    lag.time_ps += pair.lag;
    lag.origins.emplace_back(pair.from, pair.to);
  }
  lag.time_ps /= static_cast<double>(lag.origins.size());
  return lag;
}

}  // namespace

std::vector<TimeLag> timeLags(const std::vector<double>& times_ps, int perDecade,
                              std::size_t mostOrigins) {
  if (isEven(times_ps)) return evenLags(times_ps, perDecade, mostOrigins);
  std::vector<Pair> pairs;
  for (std::size_t from = 0; from < times_ps.size(); ++from)
    for (std::size_t to = from + 1; to < times_ps.size(); ++to)
      pairs.push_back({times_ps[to] - times_ps[from], from, to});
  std::ranges::sort(pairs, [](const Pair& a, const Pair& b) {
    return std::tie(a.lag, a.from) < std::tie(b.lag, b.from);
  });
  std::vector<TimeLag> lags;
  const double factor = std::pow(10, 1.0 / perDecade);
  for (std::size_t begin = 0; begin < pairs.size();) {
    std::size_t end = begin;
    while (end < pairs.size() && pairs[end].lag < pairs[begin].lag * factor) ++end;
    lags.push_back(commonest({pairs.begin() + static_cast<std::ptrdiff_t>(begin),
                              pairs.begin() + static_cast<std::ptrdiff_t>(end)},
                             mostOrigins));
    begin = end;
  }
  return lags;
}

}  // namespace glasscope::sim
