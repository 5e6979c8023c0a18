#include "pipeline/sweep/verifySet.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/formats/EmdShard.h"
#include "core/formats/TextTable.h"
#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Interrupt.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

/// What the manifest says of a sample.
struct Row {
  std::string split, family, shard, key, checksum;
};
using Rows = std::map<std::string, Row>;

Rows readManifest(const fs::path& file) {
  const TextTable table(file, {.what = "the manifest of a data set",
                               .remedy = "make the set again with 'glasscope sweep'",
                               .writtenHere = true});
  const auto at = [&](std::size_t row, const char* name) {
    return table.text(row, table.column(name));
  };
  Rows rows;
  for (std::size_t i = 0; i < table.rows(); ++i)
    rows[at(i, "name")] = {at(i, "split"), at(i, "family"), at(i, "shard"), at(i, "content_key"),
                           at(i, "checksum")};
  return rows;
}

// Finds what is wrong with a set, part by part.
class Verifier {
 public:
  explicit Verifier(const fs::path& folder) : folder_(folder) {}

  std::vector<std::string> run() {
    readSet();
    for (const Json& file : set_.at("files")) checkFile(file);
    checkManifest();
    checkOthers();
    return std::move(faults_);
  }

 private:
  template <class... Values>
  void fault(fmt::format_string<Values...> text, Values&&... values) {
    faults_.push_back(fmt::format(text, std::forward<Values>(values)...));
  }

  void readSet() {
    const fs::path file = folder_ / "set.json";
    if (!fs::exists(file))
      throw Error(ErrorKind::input, fmt::format("'{}' is no finished data set", folder_.string()),
                  "it holds no set.json, which is written last",
                  "run 'glasscope sweep' to its end");
    set_ = Json::parse(readFile(file), nullptr, false);
    if (!set_.is_object() || !set_.contains("files") || !set_["files"].is_array() ||
        !set_.contains("seal"))
      throw Error(ErrorKind::input, fmt::format("Cannot understand '{}'", file.string()),
                  "it is not what 'glasscope sweep' writes", "run 'glasscope sweep' again");
    Json rest = set_;
    rest.erase("seal");
    if (set_["seal"] != hashBytes(rest.dump())) fault("set.json was edited: its seal is another");
  }

  void checkFile(const Json& entry) {
    throwIfInterrupted();
    const std::string path = entry.is_object() ? entry.value("path", "") : "";
    const fs::path file = folder_ / path;
    listed_.insert(path);
    if (!fs::is_regular_file(file)) return fault("{} is gone", path);
    const bool same = hashFile(file) == entry.value("hash", "");
    if (path.starts_with("shards/")) {
      checkShard(path, same);
    } else if (!same) {
      fault("{} was edited or is damaged: it is not what was written", path);
    }
  }

  // A shard that is what was written needs no reading of its samples.
  void checkShard(const std::string& path, bool same) {
    try {
      const EmdShardIndex index = readEmdShardIndex(folder_ / path);
      if (index.revision != EmdShardWriter::kRevision)
        return fault("{} is of another version of the layout ({}, and this program knows {})", path,
                     index.revision, EmdShardWriter::kRevision);
      read_.insert(path);
      for (std::size_t i = 0; i < index.names.size(); ++i)
        found_[index.names[i]] = {"", "", path, index.keys[i], index.checksums[i]};
      if (!same) nameDamage(path, index);
    } catch (const Error& error) {
      fault("{} is damaged: {}", path, error.why());
    }
  }

  void nameDamage(const std::string& path, const EmdShardIndex& index) {
    const Hdf5 file = Hdf5::open(folder_ / path);
    std::vector<std::string> damaged;
    for (std::size_t i = 0; i < index.names.size(); ++i) {
      try {
        if (emdSampleChecksum(file, index.names[i]) == index.checksums[i]) continue;
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::interrupted) throw;
      }
      damaged.push_back(index.names[i]);
    }
    if (damaged.empty())
      fault("{} was changed: its samples are what was written, but not all else", path);
    else
      fault("{} is damaged or was changed: {}", path, fmt::join(damaged, ", "));
  }

  void checkManifest() {
    if (!fs::is_regular_file(folder_ / "manifest.csv")) return;
    Rows rows;
    try {
      rows = readManifest(folder_ / "manifest.csv");
    } catch (const Error& error) {
      return fault("manifest.csv cannot be read: {}", error.why());
    }
    std::map<std::string, std::string> families;
    for (const auto& [name, row] : rows) {
      const auto there = found_.find(name);
      if (there == found_.end()) {
        // Of a shard that is gone or damaged that was said already.
        if (read_.contains(row.shard))
          fault("manifest.csv names {}, which {} does not hold", name, row.shard);
        continue;
      }
      if (there->second.shard != row.shard || there->second.key != row.key ||
          there->second.checksum != row.checksum)
        fault("manifest.csv says something else of {} than {}", name, there->second.shard);
      if (!row.shard.starts_with("shards/" + row.split + "-"))
        fault("manifest.csv puts {} into {}, and it lies in {}", name, row.split, row.shard);
      const auto [family, isNew] = families.emplace(row.family, row.split);
      if (!isNew && family->second != row.split)
        fault("manifest.csv has the glasses of {} in {} and in {}", row.family, family->second,
              row.split);
    }
    for (const auto& [name, row] : found_)
      if (!rows.contains(name)) fault("manifest.csv does not name {} of {}", name, row.shard);
  }

  void checkOthers() {
    std::error_code none;
    std::vector<std::string> others;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / "shards", none)) {
      const std::string path = "shards/" + entry.path().filename().string();
      if (!listed_.contains(path)) others.push_back(path);
    }
    std::sort(others.begin(), others.end());
    for (const std::string& path : others) fault("{} does not belong to the set", path);
  }

  fs::path folder_;
  Json set_;
  std::set<std::string> listed_, read_;
  Rows found_;  // in shards
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> verifySet(const fs::path& folder) {
  return Verifier(folder).run();
}

}  // namespace glasscope::pipeline
