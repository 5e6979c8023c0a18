#include "pipeline/run/StageRecord.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace glasscope::pipeline {

using Json = nlohmann::ordered_json;

namespace {

// Calls visit(key, field) for what a record holds: one list each for writing and reading.
template <class Record, class Visit>
void eachOutputField(Record& output, const Visit& visit) {
  visit("path", output.path);
  visit("hash", output.hash);
  visit("size_bytes", output.size_bytes);
  visit("modified_ns", output.modified_ns);
}

template <class Record, class Visit>
void eachInputField(Record& input, const Visit& visit) {
  visit("path", input.path);
  visit("hash", input.hash);
}

template <class Record, class Visit>
void eachStageField(Record& stage, const Visit& visit) {
  visit("name", stage.name);
  visit("settings", stage.settings);
  visit("wall_s", stage.wall_s);
  visit("peak_memory_bytes", stage.peakMemory_bytes);
  visit("threads", stage.threads);
  visit("ranks", stage.ranks);
  visit("warnings", stage.warnings);
}

}  // namespace

const OutputRecord* StageRecord::output(const std::string& path) const {
  const auto found = std::find_if(outputs.begin(), outputs.end(),
                                  [&](const auto& one) { return one.path == path; });
  return found == outputs.end() ? nullptr : &*found;
}

Json toJson(const StageRecord& record) {
  Json json;
  const auto into = [](Json& object) {
    return [&object](const char* key, const auto& field) { object[key] = field; };
  };
  eachStageField(record, into(json));
  json["inputs"] = Json::array();
  for (const InputRecord& input : record.inputs)
    eachInputField(input, into(json["inputs"].emplace_back()));
  json["outputs"] = Json::array();
  for (const OutputRecord& output : record.outputs)
    eachOutputField(output, into(json["outputs"].emplace_back()));
  json["facts"] = record.facts.empty() ? Json::object() : Json::parse(record.facts);
  return json;
}

StageRecord stageRecordOf(const Json& json) {
  StageRecord record;
  const auto from = [](const Json& object) {
    return [&object](const char* key, auto& field) { object.at(key).get_to(field); };
  };
  eachStageField(record, from(json));
  for (const Json& input : json.at("inputs"))
    eachInputField(record.inputs.emplace_back(), from(input));
  for (const Json& output : json.at("outputs"))
    eachOutputField(record.outputs.emplace_back(), from(output));
  record.facts = json.at("facts").dump();
  return record;
}

}  // namespace glasscope::pipeline
