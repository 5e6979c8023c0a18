#include "pipeline/sweep/SweepFolders.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/OwnFile.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kPlanned = "planned";

// A set leaves its lock as soon as it has begun; a copy of a finished one may lack it.
void requireNobodysFiles(const fs::path& set) {
  if (!fs::is_directory(set) || fs::exists(set / ".lock") || fs::exists(set / "set.json")) return;
  requireFreePlaces(
      set, {"manifest.csv", "failures.csv", "README.md", "citations.bib", "index.html", "shards"},
      "data set");
}

// What tells a file from another one in its place.
Json stampOf(const fs::path& file) {
  return {{"bytes", fs::file_size(file)},
          {"time", fs::last_write_time(file).time_since_epoch().count()}};
}

// What was noted of a file, where it is still the one; else null.
Json notedOf(const fs::path& note, const fs::path& file) {
  if (!fs::exists(note) || !fs::exists(file)) return {};
  Json noted = Json::parse(readFile(note), nullptr, false);
  const bool same = noted.is_object() && noted.contains("stamp") && noted.contains("hash") &&
                    noted.contains("index") && noted["stamp"] == stampOf(file);
  return same ? noted : Json();
}

}  // namespace

SweepFolders::SweepFolders(fs::path set, fs::path work)
    : set_(std::move(set)), work_(std::move(work)) {
  requireNobodysFiles(set_);
  for (const fs::path& folder : {set_, set_ / "shards", work_, work_ / "failed", work_ / "hashes"})
    ensureWritableFolder(folder);
}

bool SweepFolders::wasPlanned(const std::string& identity) const {
  return fs::exists(work_ / kPlanned) && readFile(work_ / kPlanned) == identity;
}

void SweepFolders::notePlanned(const std::string& identity) const {
  writeFileAtomically(work_ / kPlanned, identity);
}

fs::path SweepFolders::failureFile(const SweepSample& sample) const {
  return work_ / "failed" / (sample.name() + ".json");
}

void SweepFolders::fail(const SweepSample& sample, const Error& error) const {
  const Json note = {
      {"problem", error.problem()}, {"why", error.why()}, {"remedy", error.remedy()}};
  writeFileAtomically(failureFile(sample),
                      note.dump(2, ' ', false, Json::error_handler_t::replace));
}

void SweepFolders::forgetFailure(const SweepSample& sample) const {
  fs::remove(failureFile(sample));
}

std::optional<SampleFailure> SweepFolders::failure(const SweepSample& sample) const {
  if (!fs::exists(failureFile(sample))) return {};
  try {
    const Json note = Json::parse(readFile(failureFile(sample)));
    return SampleFailure{note.at("problem"), note.at("why"), note.at("remedy")};
  } catch (const nlohmann::json::exception&) {
    return {};  // it is tried again
  }
}

fs::path SweepFolders::noteFile(const std::string& path) const {
  return work_ / "hashes" / (fs::path(path).filename().string() + ".json");
}

std::optional<EmdShardIndex> SweepFolders::index(const Shard& one) const {
  if (!fs::exists(shard(one))) return {};
  if (const Json noted = notedOf(noteFile(one.path()), shard(one)); !noted.is_null()) {
    const auto list = [&](const char* name) {
      return noted["index"][name].get<std::vector<std::string>>();
    };
    return EmdShardIndex{EmdShardWriter::kRevision, list("names"), list("keys"), list("checksums")};
  }
  try {
    EmdShardIndex index = readEmdShardIndex(shard(one));
    if (index.revision == EmdShardWriter::kRevision) return index;
  } catch (const Error& error) {
    logWarning(fmt::format("{}: {}; it is made again", error.problem(), error.why()));
  }
  return {};
}

void SweepFolders::noteShard(const Shard& one, const EmdShardIndex& index) const {
  const fs::path file = shard(one);
  const Json note = {
      {"stamp", stampOf(file)},
      {"hash", hashFile(file)},
      {"index", {{"names", index.names}, {"keys", index.keys}, {"checksums", index.checksums}}}};
  writeFileAtomically(noteFile(one.path()), note.dump());
}

std::string SweepFolders::hashOf(const std::string& path) const {
  const fs::path file = set_ / path;
  const Json noted = notedOf(noteFile(path), file);
  return noted.is_null() ? hashFile(file) : noted["hash"].get<std::string>();
}

}  // namespace glasscope::pipeline
