#include "core/system/TimeLeft.h"

#include <algorithm>

namespace glasscope {

namespace {

constexpr double kShortestWindow_s = 10;
constexpr double kShortestWork_s = 2;

}  // namespace

void TimeLeft::record(double time_s, std::int64_t done) {
  if (moments_.empty()) begin_s_ = time_s;
  // The newest moment is always kept; one that lies close behind the one before it is replaced.
  const double apart = (time_s - begin_s_) / 200;
  const bool crowded = moments_.size() > 2 && time_s - moments_[moments_.size() - 2].time_s < apart;
  if (crowded) moments_.pop_back();
  moments_.push_back({time_s, done});
  const double oldest = time_s - std::max(kShortestWindow_s, (time_s - begin_s_) / 3);
  while (moments_.size() > 3 && moments_[1].time_s < oldest) moments_.pop_front();
}

void TimeLeft::skip(std::int64_t count) {
  for (Moment& moment : moments_) moment.done += count;
}

std::optional<double> TimeLeft::seconds() const {
  if (moments_.size() < 3) return std::nullopt;
  const Moment& first = moments_.front();
  const Moment& last = moments_.back();
  const double worked = last.time_s - first.time_s;
  const auto parts = static_cast<double>(last.done - first.done);
  if (worked < kShortestWork_s || parts <= 0) return std::nullopt;
  return worked * static_cast<double>(total_ - last.done) / parts;
}

}  // namespace glasscope
