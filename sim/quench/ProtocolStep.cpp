#include "sim/quench/ProtocolStep.h"

namespace glasscope::sim {

// Values that make a glass of a metal in minutes; nobody takes them for a measurement.
ProtocolStep ProtocolStep::usual(const std::string& name, StepKind kind) {
  ProtocolStep step;
  step.name = name;
  step.kind = kind;
  if (kind == StepKind::melt) step.temperature_K = 2000;
  if (kind == StepKind::anneal) step.temperature_K = 600;
  if (kind == StepKind::quench) step.to_K = {300};
  if (kind == StepKind::heat) step.to_K = {1200};
  step.rates_K_per_s = {1e14};
  return step;
}

}  // namespace glasscope::sim
