#include <algorithm>

#include <fmt/format.h>

#include "cli/Say.h"
#include "cli/Verb.h"
#include "cli/checks/Check.h"

namespace glasscope::cli {

namespace {

std::string verdictOf(const Check& check) {
  if (!check.ran()) return "not run";
  return check.passed() ? "ok" : "WRONG";
}

void print(const Check& check) {
  say("{:<54} {:>13.7g} {:>13} {:>9.2g} {:<8} {:<8} {}\n", check.quantity, check.expected,
      check.ran() ? fmt::format("{:.7g}", check.found) : "-", check.tolerance, check.unit,
      verdictOf(check), check.ran() ? check.source : check.notRunWhy);
}

int run(const VerbOptions&) {
  say("{:<54} {:>13} {:>13} {:>9} {:<8} {:<8} {}\n", "quantity", "expected", "found", "tolerance",
      "unit", "", "source");
  int wrong = 0, notRun = 0, total = 0;
  for (const auto checks : {coreChecks, potentialChecks, structureChecks, forceChecks,
                            electronChecks, scatteringChecks, statisticsChecks}) {
    for (const Check& check : checks()) {
      print(check);
      ++total;
      if (!check.ran()) {
        ++notRun;
      } else if (!check.passed()) {
        ++wrong;
      }
    }
  }
  say("\n{} checks: {} ok, {} wrong, {} not run\n", total, total - wrong - notRun, wrong, notRun);
  return wrong == 0 ? 0 : 1;
}

}  // namespace

Verb validateVerb() {
  Verb verb;
  verb.name = "validate";
  verb.summary = "Check this build against exact, analytic and published values";
  verb.examples = "  glasscope validate";
  verb.run = run;
  return verb;
}

}  // namespace glasscope::cli
