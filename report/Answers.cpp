#include "report/Answers.h"

#include <algorithm>
#include <cmath>

#include "report/NumberText.h"

namespace glasscope::report {

namespace {

struct Question {
  const char* text;
  std::vector<const char*> descriptors;  ///< names of per-atom columns
};

const std::vector<Question>& questions() {
  static const std::vector<Question> all = {
      {"Free volume",
       {"free_volume_A3", "voronoi_volume_A3", "local_density_per_A3", "coordination"}},
      {"Icosahedra", {"icosahedron", "five_fold_fraction", "q6_area_weighted"}},
      {"Chemical order", {"unlike_fraction", "warren_cowley"}},
      {"Softness", {"vibrational_u2_A2", "flexibility_volume_A3", "two_body_entropy"}},
      {"Energy", {"inherent_energy_eV"}}};
  return all;
}

std::string baseOf(const std::string& descriptor) {
  return descriptor.substr(0, descriptor.find('@'));
}

std::string questionOf(const std::string& descriptor) {
  for (const Question& question : questions()) {
    for (const char* name : question.descriptors) {
      if (descriptor == name) return question.text;
    }
  }
  std::string text = readableName(descriptor);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::size_t placeOf(const std::string& question) {
  const auto& all = questions();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Question& one) { return one.text == question; });
  return static_cast<std::size_t>(found - all.begin());
}

// Unknown numbers say least.
double orElse(double value, double otherwise) {
  return std::isfinite(value) ? value : otherwise;
}

bool saysMore(const AssociationRow& a, const AssociationRow& b) {
  const AssociationRow::Claim &ours = a.claim, &theirs = b.claim;
  if (ours.verdict != theirs.verdict) return ours.verdict < theirs.verdict;
  if (ours.verdict == Verdict::visible) {
    return orElse(std::abs(a.correlation.partial), 0) > orElse(std::abs(b.correlation.partial), 0);
  }
  return orElse(ours.smallestSeen, 2) < orElse(theirs.smallestSeen, 2);
}

}  // namespace

std::vector<ReportAnswer> answersOf(const ReportAssociations& table) {
  std::vector<ReportAnswer> answers;
  for (const AssociationRow& row : table.rows) {
    if (row.role == RowRole::null || row.claim.verdict == Verdict::untested) continue;
    const std::string descriptor = baseOf(row.descriptor), question = questionOf(descriptor);
    auto found = std::find_if(answers.begin(), answers.end(), [&](const ReportAnswer& answer) {
      return answer.question == question;
    });
    if (found == answers.end()) found = answers.insert(answers.end(), {question, {}, row});
    auto& names = found->descriptors;
    if (std::find(names.begin(), names.end(), descriptor) == names.end()) {
      names.push_back(descriptor);
    }
    if (saysMore(row, found->best)) found->best = row;
  }
  std::stable_sort(answers.begin(), answers.end(),
                   [](const ReportAnswer& a, const ReportAnswer& b) {
                     return placeOf(a.question) < placeOf(b.question);
                   });
  return answers;
}

}  // namespace glasscope::report
