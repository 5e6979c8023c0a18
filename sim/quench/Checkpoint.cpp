#include "sim/quench/Checkpoint.h"

#include <cstring>

#include <nlohmann/json.hpp>

#include "core/system/Error.h"
#include "core/system/Files.h"
#include "core/system/Hash.h"
#include "core/system/Log.h"
#include "core/system/Mpi.h"

namespace glasscope::sim {
namespace {

using Json = nlohmann::json;

Json toJson(const ThermoRow& row) {
  return {row.phase,
          row.time_ps,
          row.temperature_K,
          row.potentialEnergy_eV_per_atom,
          row.volume_A3_per_atom,
          row.pressure_bar,
          row.strain,
          row.stress_GPa};
}

ThermoRow rowFrom(const Json& json) {
  return {json.at(0), json.at(1), json.at(2), json.at(3),
          json.at(4), json.at(5), json.at(6), json.at(7)};
}

Json toJson(const ProtocolPosition& position) {
  Json json{{"stage", position.stage},
            {"steps_of_stage", position.done},
            {"stage_start", position.stageStart},
            {"steps", position.total},
            {"snapshots", position.frames},
            {"thermo", Json::array()}};
  for (const ThermoRow& row : position.thermo) json["thermo"].push_back(toJson(row));
  return json;
}

ProtocolPosition positionFrom(const Json& json) {
  ProtocolPosition position;
  position.stage = json.at("stage");
  position.done = json.at("steps_of_stage");
  position.stageStart = json.at("stage_start");
  position.total = json.at("steps");
  position.frames = json.at("snapshots");
  for (const Json& row : json.at("thermo")) position.thermo.push_back(rowFrom(row));
  return position;
}

// The checksum of a file, empty when it is not there.
std::string hashIfThere(const std::filesystem::path& path) {
  return std::filesystem::is_regular_file(path) ? hashFile(path) : std::string();
}

// A ledger as it stands in its file.
std::string signedLedger(const std::string& content) {
  return Json{{"content", Json::parse(content)}, {"checksum", hashBytes(content)}}.dump();
}

void append(std::string& bytes, const double* values, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), count * sizeof(double));
}

}  // namespace

Checkpoint::Checkpoint(std::filesystem::path folder, std::string identity)
    : folder_(std::move(folder)), identity_(std::move(identity)) {}

std::filesystem::path Checkpoint::ledger() const {
  return folder_ / "checkpoint.json";
}

std::filesystem::path Checkpoint::ledgerBefore() const {
  return folder_ / "checkpoint.before.json";
}

std::filesystem::path Checkpoint::framePath(int index) const {
  return folder_ / ("checkpoint.frame" + std::to_string(index));
}

// The content of a ledger when it and all that it names are as they were written and belong to
// this protocol; else empty. Says why not.
std::string Checkpoint::trustworthyLedger(const std::filesystem::path& ledger) const {
  if (!std::filesystem::is_regular_file(ledger)) return {};
  const auto refuse = [&ledger](const std::string& why) {
    logWarning("the checkpoint " + ledger.string() + " " + why + " and is not used");
    return std::string();
  };
  const Json json = Json::parse(readFile(ledger), nullptr, false);
  if (!json.is_object() || !json.contains("content") || !json.contains("checksum")) {
    return refuse("is damaged, or was written by another version");
  }
  const std::string content = json["content"].dump();
  if (json["checksum"] != hashBytes(content)) return refuse("is damaged (its ledger)");
  const Json& ledgerContent = json["content"];
  if (ledgerContent.at("identity") != identity_) {
    logInfo("the checkpoint " + ledger.string() + " belongs to other settings and is not used");
    return {};
  }
  const std::string restart = ledgerContent.at("restart");
  if (hashIfThere(folder_ / restart) != ledgerContent.at("restart_checksum")) {
    return refuse("is incomplete or damaged (" + restart + ")");
  }
  int index = 0;
  for (const Json& checksum : ledgerContent.at("snapshot_checksums")) {
    const auto frame = framePath(index++);
    if (hashIfThere(frame) != checksum) {
      return refuse("is incomplete or damaged (" + frame.filename().string() + ")");
    }
  }
  return content;
}

std::string Checkpoint::lastTrustworthyLedger() const {
  std::string content = trustworthyLedger(ledger());
  if (!content.empty()) return content;
  content = trustworthyLedger(ledgerBefore());
  if (!content.empty()) logWarning("going on from the checkpoint before the last one");
  return content;
}

std::optional<ProtocolPosition> Checkpoint::load() {
  if (Mpi::isRoot()) saved_ = lastTrustworthyLedger();
  const std::string text = Mpi::broadcast(saved_);
  if (text.empty()) return std::nullopt;
  const Json json = Json::parse(text);
  restart_ = folder_ / json.at("restart").get<std::string>();
  frameHashes_ = json.at("snapshot_checksums").get<std::vector<std::string>>();
  return positionFrom(json);
}

void Checkpoint::save(const ProtocolPosition& position,
                      const std::function<void(const std::filesystem::path&)>& writeRestart) {
  const std::string before = restart_.filename().string();
  restart_ = folder_ / ("checkpoint." + std::to_string(position.total) + ".restart");
  writeRestart(partialPath(restart_));
  Mpi::barrier();
  if (Mpi::isRoot()) {
    commitFile(restart_);
    Json content = toJson(position);
    content["identity"] = identity_;
    content["restart"] = restart_.filename().string();
    content["restart_checksum"] = hashFile(restart_);
    content["snapshot_checksums"] = frameHashes_;
    // At every moment both ledgers name files that are there.
    if (saved_.empty()) {
      std::filesystem::remove(ledgerBefore());  // of other settings
    } else {
      writeFileAtomically(ledgerBefore(), signedLedger(saved_));
    }
    saved_ = content.dump();
    writeFileAtomically(ledger(), signedLedger(saved_));
    removeOtherRestarts(restart_.filename().string(), before);
  }
  Mpi::barrier();
}

void Checkpoint::removeOtherRestarts(const std::string& one, const std::string& other) const {
  std::vector<std::filesystem::path> outdated;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    const bool isRestart =
        name.rfind("checkpoint.", 0) == 0 && entry.path().extension() == ".restart";
    if (isRestart && name != one && name != other) outdated.push_back(entry.path());
  }
  for (const auto& path : outdated) std::filesystem::remove(path);
}

void Checkpoint::saveFrame(int index, const Atoms& frame) {
  if (!Mpi::isRoot()) return;
  std::string bytes;
  const double time[2] = {frame.time_ps, static_cast<double>(frame.step)};
  append(bytes, time, 2);
  append(bytes, frame.box.matrix().data(), 9);
  append(bytes, frame.box.origin().data(), 3);
  append(bytes, frame.positions.front().data(), 3 * frame.size());
  append(bytes, frame.velocities.front().data(), 3 * frame.size());
  writeFileAtomically(framePath(index), bytes);
  frameHashes_.resize(static_cast<std::size_t>(index));
  frameHashes_.push_back(hashBytes(bytes));
}

Atoms Checkpoint::loadFrame(int index, const Atoms& like) const {
  const std::string bytes = readFile(framePath(index));
  Atoms frame = like;
  frame.velocities.resize(frame.size());
  if (bytes.size() != sizeof(double) * (14 + 6 * frame.size())) {
    throw Error(ErrorKind::input, framePath(index).string() + " is damaged",
                "a snapshot of a checkpoint has the wrong length",
                "remove the work folder and run again");
  }
  const char* from = bytes.data();
  const auto take = [&from](double* to, std::size_t count) {
    std::memcpy(to, from, count * sizeof(double));
    from += count * sizeof(double);
  };
  double time[2];
  Mat3 matrix;
  Vec3 origin;
  take(time, 2);
  take(matrix.data(), 9);
  take(origin.data(), 3);
  take(frame.positions.front().data(), 3 * frame.size());
  take(frame.velocities.front().data(), 3 * frame.size());
  frame.time_ps = time[0];
  frame.step = static_cast<std::int64_t>(time[1]);
  frame.box = Box(matrix, origin, like.box.periodic());
  return frame;
}

void discardCheckpoint(const std::filesystem::path& folder) {
  if (!Mpi::isRoot() || !std::filesystem::is_directory(folder)) return;
  // The ledgers first: whoever is killed here leaves no ledger that names files which are gone.
  for (const char* ledger : {"checkpoint.json", "checkpoint.before.json"})
    std::filesystem::remove(folder / ledger);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().filename().string().rfind("checkpoint.", 0) == 0) {
      std::filesystem::remove(entry.path());
    }
  }
}

}  // namespace glasscope::sim
