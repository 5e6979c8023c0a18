#include "pipeline/sweep/SetFiles.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/formats/CsvLine.h"
#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Provenance.h"
#include "pipeline/sweep/dataCard.h"
#include "pipeline/sweep/setPage.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr int kRevision = 1;

std::string valueText(const FieldValue& value) {
  return value.is_string() ? value.get<std::string>() : tomlText(value);
}

std::vector<std::string> conditions(const SweepSample& sample) {
  std::vector<std::string> fields;
  for (const FieldValue& value : sample.values) fields.push_back(valueText(value));
  return fields;
}

std::vector<std::string> withKeys(std::vector<std::string> head, const Sweep& sweep) {
  for (const SweepAxis& axis : sweep.axes) head.push_back(axis.key);
  return head;
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string manifest(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                     const SweepFolders& folders) {
  std::map<std::size_t, std::string> lines;  // in the order of the samples
  for (const Shard& shard : shards) {
    const auto index = folders.index(shard);
    if (!index) continue;
    std::map<std::string, std::string> checksums;
    for (std::size_t i = 0; i < index->names.size(); ++i)
      checksums[index->names[i]] = index->checksums[i];
    for (const std::size_t at : shard.samples) {
      const SweepSample& sample = all.samples[at];
      const auto checksum = checksums.find(sample.name());
      if (checksum == checksums.end()) continue;
      lines[at] =
          csvLine(joined({std::to_string(at), sample.name(), std::string(textOf(shard.split)),
                          sample.glass.substr(0, 16), sample.family, shard.path(), sample.name(),
                          sample.key, checksum->second, std::to_string(sample.noiseSeed)},
                         conditions(sample)));
    }
  }
  std::string text = csvLine(withKeys({"index", "name", "split", "glass", "family", "shard",
                                       "group", "content_key", "checksum", "noise_seed"},
                                      sweep));
  for (const auto& [at, line] : lines) text += line;
  return text;
}

std::string failures(const Sweep& sweep, const SweepSamples& all, const SweepFolders& folders) {
  std::string text =
      csvLine(joined(withKeys({"index", "name"}, sweep), {"problem", "why", "what_to_do"}));
  for (const SweepSample& sample : all.samples) {
    const auto failure = folders.failure(sample);
    if (!failure) continue;
    text +=
        csvLine(joined(joined({std::to_string(sample.index), sample.name()}, conditions(sample)),
                       {failure->problem, failure->why, failure->remedy}));
  }
  return text;
}

// Ours alone: nobody else's file has such a name and such content.
void removeStale(const std::vector<Shard>& shards, const SweepFolders& folders) {
  std::set<std::string> wanted;
  for (const Shard& shard : shards)
    if (fs::exists(folders.shard(shard))) wanted.insert(shard.path());
  std::vector<fs::path> stale;
  for (const fs::directory_entry& entry : fs::directory_iterator(folders.set() / "shards")) {
    const std::string path = "shards/" + entry.path().filename().string();
    if (wanted.contains(path) || entry.path().extension() != ".h5") continue;
    try {
      readEmdShardIndex(entry.path());
      stale.push_back(entry.path());
    } catch (const Error&) {
    }
  }
  for (const fs::path& file : stale) fs::remove(file);
}

// The seal is the hash of all the rest.
std::string sealed(Json set) {
  set["seal"] = hashBytes(set.dump());
  return set.dump(2) + "\n";
}

}  // namespace

std::string setIdentity(const Sweep& sweep, const SweepSamples& all) {
  std::string text =
      fmt::format("{} {} {}\n{}\n{}\n", kRevision, sweep.settings.name,
                  sweep.settings.samplesPerShard, sweep.settings.about, sweep.settings.licence);
  for (const double fraction : sweep.settings.split) text += fmt::format("{} ", fraction);
  text += fmt::format("seed {}\n", sweep.settings.seed);
  for (const SweepSample& sample : all.samples)
    text += fmt::format("{} {}\n", sample.key, conditionsText(sweep, sample));
  return hashBytes(text);
}

void writeSetFiles(const Sweep& sweep, const SweepSamples& all, const std::vector<Shard>& shards,
                   const SweepFolders& folders, const SweepPool& pool) {
  removeStale(shards, folders);
  std::size_t failed = 0;
  for (const SweepSample& sample : all.samples) failed += folders.failure(sample) ? 1 : 0;
  const DataCard card = dataCard(sweep, all, shards, failed, pool);
  const fs::path& set = folders.set();
  std::vector<std::string> files = {"manifest.csv", "failures.csv", "README.md", "citations.bib",
                                    "index.html"};
  writeFileAtomically(set / files[0], manifest(sweep, all, shards, folders));
  writeFileAtomically(set / files[1], failures(sweep, all, folders));
  writeFileAtomically(set / files[2], card.text);
  writeFileAtomically(set / files[3], card.citations);
  writeFileAtomically(set / files[4], setPage(sweep, all, shards, folders));
  for (const Shard& shard : shards)
    if (fs::exists(folders.shard(shard))) files.push_back(shard.path());
  Json json = {{"data_set", sweep.settings.name},
               {"revision", kRevision},
               {"program", "glasscope " + versionText()},
               {"identity", setIdentity(sweep, all)},
               {"samples", all.samples.size() - failed},
               {"failed", failed},
               {"files", Json::array()}};
  for (const std::string& file : files) {
    json["files"].push_back(
        {{"path", file}, {"bytes", fs::file_size(set / file)}, {"hash", folders.hashOf(file)}});
  }
  writeFileAtomically(set / "set.json", sealed(json));
}

bool isFinished(const std::string& identity, const SweepFolders& folders) {
  const fs::path file = folders.set() / "set.json";
  if (!fs::exists(file)) return false;
  const Json json = Json::parse(readFile(file), nullptr, false);
  if (!json.is_object() || json.value("identity", "") != identity || json.value("failed", 1) != 0 ||
      !json.contains("files"))
    return false;
  for (const Json& entry : json["files"]) {
    const fs::path path = folders.set() / entry.value("path", "");
    if (!fs::is_regular_file(path) || fs::file_size(path) != entry.value("bytes", std::uint64_t{0}))
      return false;
  }
  return true;
}

}  // namespace glasscope::pipeline
