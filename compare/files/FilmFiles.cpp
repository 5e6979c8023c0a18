#include "compare/files/FilmFiles.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/Emd.h"
#include "core/formats/JsonNumber.h"
#include "core/formats/TextTable.h"
#include "core/system/Error.h"
#include "core/system/Files.h"

namespace glasscope::compare {

using Json = nlohmann::ordered_json;

namespace {

// Names of the maps beside the images of the methods.
constexpr const char* kMeasured = "measured";
constexpr const char* kValid = "valid";
constexpr const char* kInterior = "interior";

template <class Film>
auto methodsOf(Film& film) {
  return std::array{std::pair{"linear_fixed", &film.linearFixed},
                    std::pair{"linear_fitted", &film.linearFitted},
                    std::pair{"multislice", &film.multislice}};
}

// Calls visit(key, number) for each: one list for writing and reading.
template <class Score, class Visit>
void eachNumber(Score& score, const Visit& visit) {
  visit("ncc_valid", score.agreement.nccValid);
  visit("ncc_interior", score.agreement.nccInterior);
  visit("r1_valid", score.agreement.r1Valid);
  visit("r1_interior", score.agreement.r1Interior);
  visit("ncc_high_pass", score.agreement.nccHighPass);
  visit("ssim", score.agreement.structuralSimilarity);
  visit("frc_half_bit_valid_A", score.agreement.frcHalfBitValid_A);
  visit("sigma_A", score.fit.sigma_A);
  visit("defocus_A", score.fit.defocus_A);
  visit("residual_shift_x_A", score.fit.residualShift_A.x());
  visit("residual_shift_y_A", score.fit.residualShift_A.y());
  visit("scale", score.fit.scale);
  visit("offset", score.fit.offset);
}

template <class Gain, class Visit>
void eachGainNumber(Gain& gain, const Visit& visit) {
  visit("difference", gain.difference);
  visit("low", gain.low);
  visit("high", gain.high);
}

auto into(Json& json) {
  return [&json](const char* key, double value) { json[key] = value; };
}
auto from(const Json& json) {
  return [&json](const char* key, double& value) { value = numberOf(json.at(key)); };
}

// One list for writing and reading, as above.
template <class Fit, class Visit>
void eachFitted(Fit& fit, const Visit& visit) {
  visit("weights", fit.weights);
  visit("kernel", fit.kernel);
}

constexpr std::array kWays = {"fitted_on_first_half", "fitted_on_second_half"};

Json heldOutJson(const HeldOutComparison& held) {
  Json json;
  json["scored_pixels"] = held.pixels;
  json["why_not"] = held.why;
  json["kernel_widths_A"] = kKernelWidths_A;
  json["models"] = Json::array();
  for (const HeldOutScore& score : held.scores) {
    Json one;
    one["model"] = score.model;
    one["parts"] = score.parts;
    for (const std::size_t way : {0, 1}) {
      Json& json_way = one[kWays[way]];
      json_way["ncc_fitted"] = score.fit[way].correlation;
      json_way["ncc_scored"] = score.scored[way];
      json_way["offset"] = score.fit[way].offset;
      eachFitted(score.fit[way],
                 [&](const char* key, const std::vector<double>& list) { json_way[key] = list; });
      eachGainNumber(score.gain[way], into(json_way["gain_on_first_model"]));
    }
    eachGainNumber(score.gainBoth, into(one["gain_on_first_model"]));
    json["models"].push_back(one);
  }
  return json;
}

HeldOutComparison heldOutOf(const Json& json) {
  HeldOutComparison held;
  json.at("scored_pixels").get_to(held.pixels);
  json.at("why_not").get_to(held.why);
  for (const Json& one : json.at("models")) {
    HeldOutScore score;
    one.at("model").get_to(score.model);
    one.at("parts").get_to(score.parts);
    for (const std::size_t way : {0, 1}) {
      const Json& json_way = one.at(kWays[way]);
      score.fit[way].correlation = numberOf(json_way.at("ncc_fitted"));
      score.scored[way] = numberOf(json_way.at("ncc_scored"));
      score.fit[way].offset = numberOf(json_way.at("offset"));
      eachFitted(score.fit[way], [&](const char* key, std::vector<double>& list) {
        json_way.at(key).get_to(list);
      });
      eachGainNumber(score.gain[way], from(json_way.at("gain_on_first_model")));
    }
    eachGainNumber(score.gainBoth, from(one.at("gain_on_first_model")));
    held.scores.push_back(std::move(score));
  }
  return held;
}

Json positionErrorsJson(const std::vector<PositionErrorScore>& planted) {
  Json json = Json::array();
  for (const PositionErrorScore& one : planted) {
    json.push_back(
        {{"error_A", one.error_A}, {"ncc_multislice", one.multislice}, {"ncc_linear", one.linear}});
  }
  return json;
}

std::vector<PositionErrorScore> positionErrorsOf(const Json& json) {
  std::vector<PositionErrorScore> planted;
  for (const Json& one : json) {
    planted.push_back({numberOf(one.at("error_A")), numberOf(one.at("ncc_multislice")),
                       numberOf(one.at("ncc_linear"))});
  }
  return planted;
}

Map2 mapOf(const Array2<unsigned char>& mask, Map2 like, const std::string& name,
           const std::string& description) {
  like.name = name;
  like.unit = std::string("1");
  like.description = description;
  like.values = Array2<double>(mask.nx(), mask.ny());
  std::copy(mask.begin(), mask.end(), like.values.begin());
  return like;
}

Array2<unsigned char> maskOf(const Map2& map) {
  Array2<unsigned char> mask(map.nx(), map.ny());
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = map.values[i] != 0;
  return mask;
}

std::string scoresText(const FilmComparison& film) {
  Json json;
  json["content"] = "glasscope: a measured film beside images of its atoms";
  json["verdict"] = film.verdict;
  json["detector_outer_used_mrad"] = film.detectorOuterUsed_mrad;
  json["defocus_tried_A"] = film.defocusTried_A;
  json["ncc_of_defocus"] = film.nccOfDefocus;
  eachGainNumber(film.gainValid, into(json["gain_valid"]));
  eachGainNumber(film.gainInterior, into(json["gain_interior"]));
  json["held_out"] = heldOutJson(film.heldOut);
  json["planted_position_errors"] = positionErrorsJson(film.positionErrors);
  for (const auto& [name, score] : methodsOf(film)) {
    Json& one = json["methods"][name];
    one["method"] = score->method;
    one["image"] = score->image.name;
    one["description"] = score->image.description;
    eachNumber(*score, into(one));
  }
  return json.dump(2) + "\n";
}

std::string ringsText(const FilmComparison& film) {
  std::string text =
      "# Fourier ring correlation with the measured map over its valid pixels\n"
      "method,k_invA,correlation,half_bit,pixels\n";
  for (const auto& [name, score] : methodsOf(film)) {
    for (const FourierRingPoint& point : score->frc)
      text += fmt::format("{},{},{},{},{}\n", name, point.k_invA, point.correlation, point.halfBit,
                          point.pixels);
  }
  return text;
}

void readRings(const std::filesystem::path& path, FilmComparison& film) {
  TableForm form{"a film's Fourier ring correlations", "compare again: glasscope run"};
  form.writtenHere = true;
  const TextTable table(path, form);
  const std::size_t method = table.column("method");
  const auto numbers = [&](std::size_t row, const char* name) {
    return table.numberOrUnknown(row, table.column(name));
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    bool known = false;
    for (const auto& [name, score] : methodsOf(film)) {
      if (table.text(row, method) != name) continue;
      known = true;
      score->frc.push_back({numbers(row, "k_invA"), numbers(row, "correlation"),
                            numbers(row, "half_bit"), numbers(row, "pixels")});
    }
    if (!known) table.refuse(row, fmt::format("there is no method '{}'", table.text(row, method)));
  }
}

}  // namespace

void FilmFiles::write(const FilmComparison& film) const {
  std::vector<Map2> maps = {film.measured};
  maps.front().name = kMeasured;
  maps.push_back(mapOf(film.valid, film.measured, kValid, "1 where the map was measured"));
  maps.push_back(mapOf(film.interior, film.measured, kInterior, "1 away from edges"));
  for (const auto& [name, score] : methodsOf(film)) {
    maps.push_back(score->image);
    maps.back().name = name;
  }
  writeFileAtomically(rings, ringsText(film));
  writeFileAtomically(scores, scoresText(film));
  writeEmdMaps(images, maps, {{"content", "a measured film beside images of its atoms"}});
}

FilmComparison FilmFiles::read() const {
  FilmComparison film;
  try {
    const Json json = Json::parse(readFile(scores));
    json.at("verdict").get_to(film.verdict);
    from(json)("detector_outer_used_mrad", film.detectorOuterUsed_mrad);
    json.at("defocus_tried_A").get_to(film.defocusTried_A);
    json.at("ncc_of_defocus").get_to(film.nccOfDefocus);
    eachGainNumber(film.gainValid, from(json.at("gain_valid")));
    eachGainNumber(film.gainInterior, from(json.at("gain_interior")));
    film.heldOut = heldOutOf(json.at("held_out"));
    film.positionErrors = positionErrorsOf(json.at("planted_position_errors"));
    for (const auto& [name, score] : methodsOf(film)) {
      const Json& one = json.at("methods").at(name);
      one.at("method").get_to(score->method);
      eachNumber(*score, from(one));
    }
    for (const Map2& map : readEmdMaps(images)) {
      if (map.name == kMeasured) film.measured = map;
      if (map.name == kValid) film.valid = maskOf(map);
      if (map.name == kInterior) film.interior = maskOf(map);
      for (const auto& [name, score] : methodsOf(film)) {
        if (map.name != name) continue;
        score->image = map;
        json.at("methods").at(name).at("image").get_to(score->image.name);
      }
    }
  } catch (const nlohmann::json::exception& error) {
    throw Error(ErrorKind::input, fmt::format("Cannot understand '{}'", scores.string()),
                error.what(), "delete it and compare again");
  }
  readRings(rings, film);
  return film;
}

}  // namespace glasscope::compare
