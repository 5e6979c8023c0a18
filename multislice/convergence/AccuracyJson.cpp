#include "multislice/convergence/AccuracyJson.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Provenance.h"

namespace glasscope::multislice {

namespace {

using Json = nlohmann::ordered_json;  // writes NaN and infinity as null

Json microscopeJson(const MicroscopeSettings& m) {
  return {{"max_angle_mrad", m.max_angle_mrad},
          {"grid_points", m.grid_points},
          {"potential_oversampling", m.potentialOversampling},
          {"slice_thickness_A", m.slice_thickness_A},
          {"slices", m.slices},
          {"window", textOf(m.window)},
          {"window_A", m.window_A},
          {"method", textOf(m.method)}};
}

MicroscopeSettings microscopeOf(const Json& json, MicroscopeSettings m) {
  json.at("max_angle_mrad").get_to(m.max_angle_mrad);
  json.at("grid_points").get_to(m.grid_points);
  json.at("potential_oversampling").get_to(m.potentialOversampling);
  json.at("slice_thickness_A").get_to(m.slice_thickness_A);
  json.at("slices").get_to(m.slices);
  m.window = valueOfWord<WaveWindow>(json.at("window").get<std::string>(), "window");
  json.at("window_A").get_to(m.window_A);
  m.method = valueOfWord<WaveMethod>(json.at("method").get<std::string>(), "method");
  return m;
}

double numberOf(const Json& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

SignalAccuracy signalOf(const Json& json) {
  SignalAccuracy s;
  s.signal.name = json.at("name");
  s.judged = json.at("judged");
  s.found = numberOf(json.at("found"));
  s.bound = numberOf(json.at("bound"));
  return s;
}

AccuracyChoice choiceOf(const Json& json, const MicroscopeSettings& microscope) {
  AccuracyChoice choice;
  choice.label = json.at("scan");
  choice.asked = json.at("asked");
  choice.reached = json.at("reached");
  choice.why = json.at("why_not");
  choice.standardError = json.at("standard_error");
  choice.microscope = microscopeOf(json.at("microscope"), microscope);
  choice.settings = json.at("changed");
  choice.cost = json.at("cost");
  choice.halvingCost = numberOf(json.at("cost_of_half_the_error"));
  choice.positions = json.at("positions");
  choice.configurations = json.at("configurations");
  choice.rounds = json.at("rounds");
  choice.share = json.at("share_of_the_scan");
  for (const Json& signal : json.at("signals")) choice.signals.push_back(signalOf(signal));
  return choice;
}

}  // namespace

std::string accuracyJson(const AccuracyChoice& choice) {
  Json json = {{"program", "glasscope " + versionText()},
               {"scan", choice.label},
               {"asked", choice.asked},
               {"reached", choice.reached},
               {"why_not", choice.why},
               {"bound", choice.bound()},
               {"standard_error", choice.standardError},
               {"microscope", microscopeJson(choice.microscope)},
               {"changed", choice.settings},
               {"cost", choice.cost},
               {"cost_of_half_the_error", choice.halvingCost},
               {"positions", choice.positions},
               {"configurations", choice.configurations},
               {"rounds", choice.rounds},
               {"share_of_the_scan", choice.share}};
  json["signals"] = Json::array();
  for (const SignalAccuracy& s : choice.signals) {
    json["signals"].push_back(
        {{"name", s.signal.name}, {"bound", s.bound}, {"found", s.found}, {"judged", s.judged}});
  }
  return json.dump(1) + "\n";
}

AccuracyChoice accuracyChoice(std::string_view text, const MicroscopeSettings& microscope) {
  try {
    return choiceOf(Json::parse(text), microscope);
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::input, "Settings cannot be taken from accuracy.json", error.what(),
                "remove it and run again: it is made anew");
  }
}

}  // namespace glasscope::multislice
