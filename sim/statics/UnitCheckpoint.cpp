#include "sim/statics/UnitCheckpoint.h"

#include <cstring>

#include <fmt/format.h>

#include "core/system/Files.h"
#include "core/system/Hash.h"

namespace glasscope::sim {

UnitCheckpoint::UnitCheckpoint(std::filesystem::path folder, std::string name, std::string identity)
    : folder_(std::move(folder)), name_(std::move(name) + ".unit"), identity_(std::move(identity)) {
  ensureWritableFolder(folder_);
}

std::filesystem::path UnitCheckpoint::fileOf(std::size_t unit) const {
  return folder_ / fmt::format("{}{}", name_, unit);
}

std::string UnitCheckpoint::sealOf(std::size_t unit, const std::string& bytes) const {
  return hashBytes(fmt::format("{}\n{}\n", identity_, unit) + bytes) + "\n";
}

std::optional<std::vector<double>> UnitCheckpoint::load(std::size_t unit) const {
  if (folder_.empty() || !std::filesystem::is_regular_file(fileOf(unit))) return std::nullopt;
  const std::string text = readFile(fileOf(unit));
  const std::size_t begin = text.find('\n') + 1;
  if (begin == 0) return std::nullopt;
  const std::string bytes = text.substr(begin);
  if (bytes.size() % sizeof(double) != 0 || text.substr(0, begin) != sealOf(unit, bytes))
    return std::nullopt;
  std::vector<double> numbers(bytes.size() / sizeof(double));
  std::memcpy(numbers.data(), bytes.data(), bytes.size());
  return numbers;
}

void UnitCheckpoint::save(std::size_t unit, const std::vector<double>& numbers) const {
  if (folder_.empty()) return;
  std::string bytes(numbers.size() * sizeof(double), '\0');
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  writeFileAtomically(fileOf(unit), sealOf(unit, bytes) + bytes);
}

void UnitCheckpoint::discard() const {
  if (folder_.empty() || !std::filesystem::is_directory(folder_)) return;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    if (entry.path().filename().string().starts_with(name_)) files.push_back(entry.path());
  for (const auto& file : files) std::filesystem::remove(file);
}

}  // namespace glasscope::sim
