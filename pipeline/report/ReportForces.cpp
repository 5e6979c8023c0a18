#include "pipeline/report/ReportForces.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "pipeline/report/JsonNumbers.h"
#include "pipeline/report/StageFacts.h"
#include "pipeline/report/TableFile.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using report::kUnknown;
using report::ReportCurves;
using report::ReportSection;
using Json = nlohmann::json;

namespace {

ReportCurves densityOfStates(const RunDirectory& run) {
  ReportCurves curves;
  curves.name = "density_of_states";
  curves.title = "Vibrational density of states over ν²";
  curves.description =
      "Of the harmonic modes, as a fraction of all; a Debye solid is level. The box holds no sound "
      "wave longer than its edge";
  curves.xLabel = "frequency ν";
  curves.xUnit = "THz";
  curves.yLabel = "g(ν)/ν²";
  curves.yUnit = "1/THz^3";
  Curves::Curve reduced{"g/ν²", {}, {}};
  const TextTable table = ownTable(run, Product::densityOfStates);
  curves.x = table.numbers(table.column("frequency_THz"));
  reduced.y = table.numbers(table.column("reduced_density_per_THz3"));
  curves.curves = {reduced};
  return curves;
}

ReportCurves heatCapacity(const RunDirectory& run) {
  ReportCurves curves;
  curves.name = "heat_capacity";
  curves.title = "Vibrational heat capacity over T³";
  curves.description =
      "At constant volume, an atom, of harmonic modes as quantum oscillators. It begins where the "
      "lowest modes of this box are excited: in a larger sample there are more of them below";
  curves.xLabel = "temperature";
  curves.xUnit = std::string("K");  // gcc 12 warns of the assignment of a letter (its bug 105329)
  curves.yLabel = "C/(k T³)";
  curves.yUnit = "1/K^3";
  curves.logarithmic = true;
  Curves::Curve perT3{"C/T³", {}, {}};
  const TextTable table = ownTable(run, Product::heatCapacity);
  curves.x = table.numbers(table.column("temperature_K"));
  perT3.y = table.numbers(table.column("quantum_per_T3_k_per_K3"));
  curves.curves = {perT3};
  return curves;
}

void addVibrations(ReportSection& section, const Json& facts) {
  if (!facts.contains("vibrations")) return;
  const Json& found = facts["vibrations"];
  section.numbers.push_back({"end of the soft window", numberOf(found, "soft_edge_THz"), kUnknown,
                             "THz", "of the column soft_mode_participation"});
  section.numbers.push_back(
      {"harmonic displacement along one axis", numberOf(found, "harmonic_u2_A2"), kUnknown,
       "angstrom^2",
       fmt::format("mean square, classical, modes below {:.2f} THz counted as there; {:.4g} with "
                   "quantum oscillators",
                   numberOf(found, "modes_counted_as_at_least_THz"),
                   numberOf(found, "harmonic_u2_quantum_A2"))});
}

void addModuli(ReportSection& section, const Json& facts) {
  if (!facts.contains("elasticity")) return;
  const Json& found = facts["elasticity"];
  const auto add = [&](const char* name, const char* key, const char* affine) {
    section.numbers.push_back(
        {name, numberOf(found, key), kUnknown, "GPa",
         fmt::format("at rest; {:.4g} if all atoms followed the strain", numberOf(found, affine))});
  };
  add("shear modulus", "shear_modulus_GPa", "affine_shear_modulus_GPa");
  add("bulk modulus", "bulk_modulus_GPa", "affine_bulk_modulus_GPa");
}

void addHotModuli(ReportSection& section, const Json& facts) {
  for (const char* which : {"shear", "bulk"}) {
    if (!facts.contains(which)) continue;
    const Json& found = facts[which];
    const auto hot = [&](std::size_t k) {
      const Json& number = found["fluctuations_GPa"].at(k);
      return number.is_number() ? number.get<double>() : kUnknown;
    };
    section.numbers.push_back(
        {fmt::format("{} modulus at {:g} K", which, numberOf(facts, "temperature_K")), hot(0),
         hot(1), "GPa",
         fmt::format("by fluctuations of the stress; at rest {:.4g} by linear response, {:.4g} "
                     "between strained minima: {}",
                     numberOf(found, "linear_response_GPa"), numberOf(found, "strained_GPa"),
                     found.value("verdict", ""))});
  }
}

void addBosonPeak(ReportSection& section, const Json& facts) {
  if (!facts.contains("boson_peak")) return;
  const Json& peak = facts["boson_peak"];
  const double first_THz = numberOf(peak, "first_phonon_THz");
  section.numbers.push_back(
      {"boson peak", numberOf(peak, "frequency_THz"), kUnknown, "THz",
       fmt::format(
           "where g/ν² is largest, {:.3g} times Debye's level; the first sound wave of this "
           "box is at {:.3g} THz{}",
           numberOf(peak, "over_debye"), first_THz,
           peak.value("limited_by_box", false)
               ? ": THE PEAK IS LIMITED BY THE BOX, and may lie lower in a larger one"
               : "")});
}

void addModes(ReportSection& section, const Json& facts) {
  if (!facts.contains("softest_modes")) return;
  const Json& modes = facts["softest_modes"];
  section.numbers.push_back(
      {"modes below the first sound wave", numberOf(modes, "below_first_phonon"), kUnknown, "",
       fmt::format(
           "{}of the {} softest; below {:.3g} THz modes are quasi-localised. The softest has "
           "{:.3g} THz, and {:.2g} of the atoms take part in it",
           modes.value("complete", false) ? "" : "at least, ", modes.value("modes", 0),
           numberOf(modes, "first_phonon_THz"), numberOf(modes, "softest_THz"),
           numberOf(modes, "softest_participation_ratio"))});
}

}  // namespace

void addForces(report::ReportData& data, const RunDirectory& run) {
  ReportSection section;
  section.id = "forces";
  section.title = "Vibrations and moduli";
  section.intro = "What the forces say of the sample at rest.";
  if (fs::exists(run.path(Product::densityOfStates)))
    section.curves.push_back(densityOfStates(run));
  if (fs::exists(run.path(Product::heatCapacity))) section.curves.push_back(heatCapacity(run));
  const Json facts = factsOf(run, "sim");
  addVibrations(section, facts);
  addModuli(section, facts);
  addHotModuli(section, factsOf(run, "moduli"));
  addBosonPeak(section, facts);
  addModes(section, facts);
  if (!section.curves.empty() || !section.numbers.empty()) data.signals.sections.push_back(section);
}

}  // namespace glasscope::pipeline
