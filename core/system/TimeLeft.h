#pragma once

#include <cstdint>
#include <deque>
#include <optional>

namespace glasscope {

/// How long the rest of a piece of work will take, from the times at which parts of it were
/// finished.
///
/// The rate is that of the last third of the time that was worked (ten seconds at least), so that a
/// change of pace shows soon and a single burst does not. What came before the first finished part,
/// while tables and plans were made, is not counted: it happens once, and would make a step of two
/// minutes look like one of half an hour.
class TimeLeft {
 public:
  explicit TimeLeft(std::int64_t total) : total_(total) {}

  /// `done` parts of `total` are finished at this time; neither may fall.
  void record(double time_s, std::int64_t done);

  /// Parts that were finished by an earlier run are done, but say nothing of the pace.
  void skip(std::int64_t count);

  /// Seconds; nothing while too little is known (fewer than three records, or less than two seconds
  /// of work).
  std::optional<double> seconds() const;

 private:
  struct Moment {
    double time_s;
    std::int64_t done;
  };
  std::int64_t total_;
  std::deque<Moment> moments_;  ///< thinned: of each two-hundredth of the time one
  double begin_s_ = 0;
};

}  // namespace glasscope
