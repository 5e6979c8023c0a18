#include "report/Summary.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

#include "report/Answers.h"
#include "report/NumberText.h"

namespace glasscope::report {

namespace {

bool known(double value) {
  return std::isfinite(value);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string lowered(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

std::string compositionText(const ReportSample& sample) {
  std::int64_t all = 0;
  for (const auto& species : sample.composition) all += species.count;
  std::vector<std::string> parts;
  for (const auto& species : sample.composition)
    parts.push_back(fmt::format(
        "{:.1f} % {}", 100.0 * static_cast<double>(species.count) / static_cast<double>(all),
        species.symbol));
  return joined(parts);
}

// The first words of the page: whose numbers these are.
std::string describedSentence(const ReportSample& s) {
  return s.described.empty() ? "" : "Described is " + s.described + ". ";
}

std::string structureSentence(const ReportSample& s) {
  if (s.atoms <= 0) return "";
  std::string text = fmt::format("{} atoms", groupedCount(s.atoms));
  if (!s.name.empty()) text = s.name + ": " + text;
  if (!s.composition.empty()) text += " (" + compositionText(s) + ")";
  if (known(s.coolingRate_K_per_s))
    text += ", quenched at " + scientificText(s.coolingRate_K_per_s) + " K/s";
  if (!s.potential.empty()) text += " with " + s.potential;
  return text + (text.ends_with('.') ? " " : ". ");
}

std::string imagingSentence(const ReportSample& s) {
  if (s.imaging.signals.empty()) return "";
  std::string text = "Imaged as " + joined(s.imaging.signals);
  if (known(s.foil.thickness_A))
    text += fmt::format(" through a foil of {:.1f} nm", s.foil.thickness_A / 10);
  if (known(s.imaging.voltage_kV)) text += fmt::format(" at {:.0f} kV", s.imaging.voltage_kV);
  // Signals that name their probes need no semiangle of the whole.
  if (known(s.imaging.semiangle_mrad) && text.find("mrad") == std::string::npos)
    text += fmt::format(", semiangle {:.3g} mrad", s.imaging.semiangle_mrad);
  if (s.imaging.snapshots > 1)
    text += fmt::format(", averaged over {} thermal snapshots", s.imaging.snapshots);
  return text + ". ";
}

std::string associationSentence(const ReportAssociations& table) {
  if (table.rows.empty()) return "";
  if (const auto answers = answersOf(table); !answers.empty()) {
    std::vector<std::string> seen;
    for (const ReportAnswer& answer : answers)
      if (answer.best.claim.verdict == Verdict::visible) seen.push_back(lowered(answer.question));
    if (seen.empty())
      return fmt::format("Of {} questions to the structure none can be answered with yes. ",
                         answers.size());
    return fmt::format("Of {} questions to the structure {} can be answered with yes: {}. ",
                       answers.size(), seen.size(), joined(seen));
  }
  const AssociationRow* best = strongestAssociation(table);
  const auto significant = std::count_if(
      table.rows.begin(), table.rows.end(),
      [&](const AssociationRow& row) { return row.significance.qFdr < table.qThreshold; });
  if (best == nullptr)
    return fmt::format(
        "None of the {} descriptor-signal pairs is significant at q < {:g} once spatial "
        "autocorrelation is allowed for. ",
        table.rows.size(), table.qThreshold);
  return fmt::format(
      "{} of the {} descriptor-signal pairs {} significant at q < {:g}; the strongest is {} with "
      "{} "
      "(r = {:+.2f}, q = {:.2g}, {} effective of {} samples). ",
      significant, table.rows.size(), significant == 1 ? "is" : "are", table.qThreshold,
      readableName(best->descriptor), readableName(best->signal), best->correlation.pearson,
      best->significance.qFdr, groupedCount(std::llround(best->correlation.nEffective)),
      groupedCount(best->pixels));
}

void addIf(std::vector<ReportNumber>& list, const std::string& name, double value,
           const std::string& unit, const std::string& note = "") {
  if (known(value) && value > 0) list.push_back({name, value, kUnknown, unit, note});
}

const ReportMotif* icosahedra(const ReportData& data) {
  for (const ReportMotif& motif : data.structure.motifs.rows)
    if (motif.motif == "<0,0,12,0>") return &motif;
  return nullptr;
}

// One dose where all scans have the same, else one each; without any, the signals are ideal.
void addDose(std::vector<ReportNumber>& list, const ReportSample& sample) {
  std::vector<double> doses;
  for (const auto& probe : sample.imaging.probes) doses.push_back(probe.electrons_per_A2);
  if (doses.empty()) return;
  const bool same =
      std::all_of(doses.begin(), doses.end(), [&](double d) { return d == doses[0]; });
  for (std::size_t i = 0; i < (same ? 1 : doses.size()); ++i) {
    const std::string name = same ? "dose" : readableName(sample.imaging.probes[i].scan) + " dose";
    if (doses[i] > 0) {
      list.push_back({name, doses[i], kUnknown, "electrons/angstrom^2", "recorded"});
    } else {
      list.push_back({name, kUnknown, kUnknown, "", "ideal signals, without shot noise"});
    }
  }
}

// Where every frame was described, the mean of all and its error, not one structure for all.
ReportNumber icosahedraCard(const ReportData& data, const ReportMotif& motif) {
  ReportNumber card{"full icosahedra", motif.percent, motif.error_percent, "%",
                    motif.species + "-centred <0,0,12,0>"};
  for (const ReportSeries& series : data.structure.series) {
    for (const auto& quantity : series.quantities) {
      if (quantity.name != motif.quantity) continue;
      card.value = 100 * quantity.mean;
      card.error = 100 * quantity.error;
      card.note += fmt::format("; {}, {} of them", series.title, series.x.size());
    }
  }
  return card;
}

const ReportFilm::Score* scoreOf(const ReportFilm& film, const std::string& start) {
  for (const auto& score : film.scores)
    if (score.model.rfind(start, 0) == 0) return &score;
  return nullptr;
}

/// "higher NCC inside the mask (0.91 against 0.87)", or nothing when unknown.
void weigh(const std::string& name, double ours, double theirs, bool largeIsGood,
           std::vector<std::string>& better, std::vector<std::string>& worse) {
  if (!known(ours) || !known(theirs)) return;
  const std::string text = fmt::format("{} ({:.3f} against {:.3f})", name, ours, theirs);
  (((ours > theirs) == largeIsGood && ours != theirs) ? better : worse).push_back(text);
}

}  // namespace

const AssociationRow* strongestAssociation(const ReportAssociations& associations) {
  const AssociationRow* best = nullptr;
  for (const AssociationRow& row : associations.rows)
    if (row.significance.qFdr < associations.qThreshold && known(row.correlation.pearson) &&
        (best == nullptr ||
         std::abs(row.correlation.pearson) > std::abs(best->correlation.pearson)))
      best = &row;
  return best;
}

std::string summarize(const ReportData& data) {
  std::string text = describedSentence(data.sample) + structureSentence(data.sample) +
                     imagingSentence(data.sample);
  if (data.signals.associations) text += associationSentence(*data.signals.associations);
  if (data.film) text += data.film->verdict.empty() ? filmVerdict(*data.film) : data.film->verdict;
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text.empty() ? "This run holds no structure and no images yet." : text;
}

std::vector<ReportNumber> headlineNumbers(const ReportData& data) {
  std::vector<ReportNumber> list;
  addIf(list, "foil thickness", data.sample.foil.thickness_A / 10, "nm", "along the beam");
  addIf(list, "voltage", data.sample.imaging.voltage_kV, "kV");
  for (const auto& probe : data.sample.imaging.probes) {
    addIf(list, readableName(probe.scan) + " probe", probe.fwhm_A / 10, "nm",
          fmt::format("full width at half maximum in vacuum; semiangle {:.3g} mrad",
                      probe.semiangle_mrad));
  }
  addDose(list, data.sample);
  addIf(list, "snapshots", data.sample.imaging.snapshots, "", "thermal configurations averaged");
  addIf(list, "atoms", static_cast<double>(data.sample.atoms), "", data.sample.name);
  if (const ReportMotif* motif = icosahedra(data)) list.push_back(icosahedraCard(data, *motif));
  if (data.film)
    for (const auto& score : data.film->scores)
      addIf(list, "NCC, " + score.model, score.nccInterior, "", "measured film, interior");
  return list;
}

std::string filmVerdict(const ReportFilm& film) {
  const ReportFilm::Score* multislice = scoreOf(film, "multislice");
  const ReportFilm::Score* linear = scoreOf(film, "linear");
  if (multislice == nullptr || linear == nullptr) return "";
  std::vector<std::string> better, worse;
  weigh("NCC over the interior", multislice->nccInterior, linear->nccInterior, true, better, worse);
  weigh("NCC over the valid area", multislice->nccValid, linear->nccValid, true, better, worse);
  weigh("R1", multislice->r1, linear->r1, false, better, worse);
  if (better.empty() && worse.empty()) return "";
  if (worse.empty())
    return "Multislice comes nearer to the measured map than the linear projection in " +
           joined(better) + ".";
  if (better.empty())
    return "Multislice does not come nearer to the measured map than the linear projection: " +
           joined(worse) + ".";
  return "Multislice comes nearer to the measured map than the linear projection in " +
         joined(better) + ", but not in " + joined(worse) + ".";
}

}  // namespace glasscope::report
