#include "sim/quench/StepStages.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "sim/quench/Protocol.h"

namespace glasscope::sim {

namespace {

// A year of any machine; beyond it a number of steps would not fit into its integer.
constexpr double kMostSteps = 1e12;
// LAMMPS turns a cell over that leans by more than half of its edge.
constexpr double kMostLean = 0.45;

[[noreturn]] void refuse(const ProtocolStep& step, const std::string& why,
                         const std::string& remedy) {
  throw Error(ErrorKind::usage, fmt::format("The step '{}' cannot be done", step.name), why,
              remedy);
}

class StageBuilder {
 public:
  explicit StageBuilder(const StepSurroundings& around)
      : around_(around), present_K_(around.temperature_K) {}

  void add(const ProtocolStep& step) {
    requireOneBox(step);
    if (!present_K_ && step.kind != StepKind::melt)
      refuse(step, "it comes before any melt, and there is no sample yet",
             "let a step of kind melt come first, or give configuration.file");
    switch (step.kind) {
      case StepKind::melt:
        addMelt(step);
        break;
      case StepKind::quench:
      case StepKind::heat:
        addRamps(step);
        break;
      case StepKind::hold:
        addHold(step, step.name, step.time_ps);
        break;
      case StepKind::age:
        addAge(step);
        break;
      case StepKind::anneal:
        addAnneal(step);
        break;
      case StepKind::cycle:
        addCycles(step);
        break;
      case StepKind::strain:
        addStrain(step);
        break;
      case StepKind::relax:
      case StepKind::minimise:
        addMinimum(step);
        break;
    }
    if (around_.keepsStates) stages_.back().state = step.name;
  }

  std::vector<ProtocolStage> take() {
    std::set<std::string> names;
    for (const ProtocolStage& stage : stages_) {
      if (names.insert(stage.name).second) continue;
      throw Error(ErrorKind::usage,
                  fmt::format("Two parts of the protocol have the name '{}'", stage.name),
                  "steps of several parts number them (NAME_1, NAME_2)", "rename one of the steps");
    }
    return std::move(stages_);
  }

 private:
  std::int64_t wholeSteps(const ProtocolStep& step, double time_ps) const {
    const double steps = time_ps * 1000 / around_.timestep_fs;
    if (!(steps >= 0.5))
      refuse(step,
             fmt::format("{:.3g} ps are less than a time step of {:g} fs", time_ps,
                         around_.timestep_fs),
             "make it longer, or the rate lower");
    if (!(steps <= kMostSteps))
      refuse(step, fmt::format("it would take {:.3g} time steps", steps),
             "make it shorter, or the rate higher");
    return stepsOf(time_ps, around_.timestep_fs);
  }

  // A box cannot stay and be put under a pressure; one with vacuum in it stays.
  void requireOneBox(const ProtocolStep& step) const {
    if (!step.pressure_bar) return;
    if (!std::isfinite(*step.pressure_bar))
      refuse(step, "its pressure_bar is no number", "give a pressure, or leave it out");
    if (step.constantVolume)
      refuse(step, "it has a pressure_bar and a constant_volume", "leave one of them out");
    if (around_.hasSurface)
      refuse(step, "there is vacuum in the box, on which no pressure acts",
             "leave pressure_bar out");
  }

  void requireTemperature(const ProtocolStep& step, double temperature_K) const {
    if (temperature_K > 0 && temperature_K <= kHottest_K) return;
    refuse(step,
           fmt::format("a temperature of {:g} K is not in (0, {:g}] K", temperature_K, kHottest_K),
           "give a temperature that the potential was made for");
  }

  ProtocolStage& push(const ProtocolStep& step, const std::string& name, double from_K, double to_K,
                      double time_ps) {
    requireTemperature(step, to_K);
    ProtocolStage stage;
    stage.name = name;
    stage.steps = wholeSteps(step, time_ps);
    stage.from_K = from_K;
    stage.to_K = to_K;
    stage.constantPressure = !around_.hasSurface && !(choosesBox(step.kind) && step.constantVolume);
    if (stage.constantPressure && choosesBox(step.kind)) stage.pressure_bar = step.pressure_bar;
    stage.sliceSteps = sliceSteps(around_.atoms, 200);
    stages_.push_back(std::move(stage));
    present_K_ = to_K;
    return stages_.back();
  }

  void addMelt(const ProtocolStep& step) {
    const bool still = present_K_ && *present_K_ == 0;
    ProtocolStage& stage =
        push(step, step.name, step.temperature_K, step.temperature_K, step.time_ps);
    stage.mustMelt = true;
    stage.drawsVelocities = still;
  }

  void addRamp(const ProtocolStep& step, const std::string& name, double to_K, double rate) {
    if (!(rate > 0 && std::isfinite(rate)))
      refuse(step, fmt::format("{:g} K/s is no rate", rate), "give a rate above zero");
    const double from_K = present(step);
    push(step, name, from_K, to_K, std::abs(to_K - from_K) / rate * 1e12);
  }

  // The temperature of a sample that moves.
  double present(const ProtocolStep& step) const {
    if (*present_K_ > 0) return *present_K_;
    refuse(step, "the sample is at rest in a minimum and has no temperature to begin at",
           "put a step of kind hold with a temperature_K before it");
  }

  void addRamps(const ProtocolStep& step) {
    const bool cools = step.kind == StepKind::quench;
    const std::size_t count = step.to_K.size(), rates = step.rates_K_per_s.size();
    if (count == 0) refuse(step, "to_K is empty", "say which temperature it ends at");
    if (rates != 1 && rates != count)
      refuse(step, fmt::format("there are {} temperatures in to_K and {} rates", count, rates),
             "give one rate, or one for each temperature");
    for (std::size_t i = 0; i < count; ++i) {
      const double from_K = present(step), to_K = step.to_K[i];
      if (cools ? !(to_K < from_K) : !(to_K > from_K))
        refuse(step,
               fmt::format("a {} from {:g} K to {:g} K does not {}", textOf(step.kind), from_K,
                           to_K, cools ? "cool" : "heat"),
               fmt::format("take to_K {} {:g} K, or kind = \"{}\"", cools ? "below" : "above",
                           from_K, cools ? "heat" : "quench"));
      addRamp(step, count == 1 ? step.name : fmt::format("{}_{}", step.name, i + 1), to_K,
              step.rates_K_per_s[rates == 1 ? 0 : i]);
    }
  }

  void addHold(const ProtocolStep& step, const std::string& name, double time_ps) {
    const bool still = *present_K_ == 0;
    if (still && step.temperature_K == 0)
      refuse(step, "the sample is at rest in a minimum and has no temperature to keep",
             "give temperature_K, for which velocities are drawn");
    if (!still && step.temperature_K != 0 && step.temperature_K != *present_K_)
      refuse(step,
             fmt::format("the sample has {:g} K, and temperature_K = {:g} is another temperature",
                         *present_K_, step.temperature_K),
             "leave temperature_K out, or put a step of kind heat or quench before it");
    const double held_K = still ? step.temperature_K : *present_K_;
    push(step, name, held_K, held_K, time_ps).drawsVelocities = still;
  }

  void addAge(const ProtocolStep& step) {
    if (step.states < 1) refuse(step, "it keeps no state", "give states of at least 1");
    double before_ps = 0;
    for (int i = 1; i <= step.states; ++i) {
      const double until_ps = std::ldexp(step.time_ps, i - step.states);
      const bool last = i == step.states;
      ProtocolStep part = step;
      if (i > 1) part.temperature_K = 0;
      const std::string name = step.states == 1 ? step.name : fmt::format("{}_{}", step.name, i);
      addHold(part, name, until_ps - before_ps);
      if (!last && around_.keepsStates) stages_.back().state = name;
      before_ps = until_ps;
    }
  }

  void addAnneal(const ProtocolStep& step) {
    const double before_K = present(step);
    if (!(step.temperature_K > before_K))
      refuse(step,
             fmt::format("the sample has {:g} K, and temperature_K = {:g} is no heat", before_K,
                         step.temperature_K),
             "anneal at a higher temperature, or take kind = \"age\"");
    addRamp(step, step.name + "_heat", step.temperature_K, step.rate_K_per_s);
    push(step, step.name + "_hold", step.temperature_K, step.temperature_K, step.time_ps);
    addRamp(step, step.name + "_cool", before_K, step.rate_K_per_s);
  }

  void addCycles(const ProtocolStep& step) {
    present(step);
    if (!(step.low_K < step.high_K))
      refuse(step, fmt::format("low_K = {:g} is not below high_K = {:g}", step.low_K, step.high_K),
             "give a colder and a hotter end");
    if (step.cycles < 1) refuse(step, "it has no cycle", "give cycles of at least 1");
    for (int i = 1; i <= step.cycles; ++i) {
      const std::string name = fmt::format("{}_{}", step.name, i);
      for (const bool cold : {true, false}) {
        const double to_K = cold ? step.low_K : step.high_K;
        const std::string end = cold ? "low" : "high";
        if (to_K != *present_K_) addRamp(step, name + "_to_" + end, to_K, step.rate_K_per_s);
        if (step.time_ps > 0) push(step, name + "_" + end, to_K, to_K, step.time_ps);
      }
    }
  }

  void addStrain(const ProtocolStep& step) {
    const double held_K = present(step);
    if (!(std::abs(step.strain) > 0 && step.strain > -1 && std::isfinite(step.strain)))
      refuse(step, fmt::format("a strain of {:g} is none", step.strain),
             "give a strain other than 0, and above -1");
    if (!(step.strainRate_per_s > 0 && std::isfinite(step.strainRate_per_s)))
      refuse(step, fmt::format("{:g} per second is no strain rate", step.strainRate_per_s),
             "give a rate above zero");
    if (isShear(step.direction)) {
      double& lean = lean_[static_cast<std::size_t>(step.direction)];
      lean += step.strain;
      if (std::abs(lean) > kMostLean)
        refuse(step, fmt::format("the cell would lean by {:g} of its edge", lean),
               fmt::format("shear by no more than {:g} in all", kMostLean));
    }
    ProtocolStage& stage =
        push(step, step.name, held_K, held_K, std::abs(step.strain) / step.strainRate_per_s * 1e12);
    stage.strain = StageStrain{step.direction, step.strain};
    if (isShear(step.direction)) stage.constantPressure = false;
  }

  void addMinimum(const ProtocolStep& step) {
    const bool relaxes = step.kind == StepKind::relax;
    if (relaxes && around_.hasSurface)
      refuse(step, "there is vacuum in the box, which would be closed",
             "take kind = \"minimise\", which leaves the box as it is");
    ProtocolStage stage;
    stage.name = step.name;
    stage.constantPressure = relaxes;
    if (relaxes) stage.pressure_bar = step.pressure_bar;
    stage.action = relaxes ? StageAction::relax : StageAction::minimise;
    stages_.push_back(std::move(stage));
    present_K_ = 0;
  }

  StepSurroundings around_;
  std::optional<double> present_K_;
  std::array<double, 6> lean_{};
  std::vector<ProtocolStage> stages_;
};

}  // namespace

std::vector<ProtocolStage> stagesOf(const std::vector<ProtocolStep>& steps,
                                    const StepSurroundings& surroundings) {
  StageBuilder builder(surroundings);
  for (const ProtocolStep& step : steps) builder.add(step);
  return builder.take();
}

double lastTemperature_K(const std::vector<ProtocolStage>& stages) {
  if (stages.empty() || stages.back().action != StageAction::dynamics) return 0;
  return stages.back().to_K;
}

std::vector<std::string> stateNames(const std::vector<ProtocolStage>& stages) {
  std::vector<std::string> names;
  for (const ProtocolStage& stage : stages)
    if (!stage.state.empty()) names.push_back(stage.state);
  return names;
}

}  // namespace glasscope::sim
