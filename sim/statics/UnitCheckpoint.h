#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace glasscope::sim {

/// The numbers that each finished unit of a long piece of work leaves (a block of dynamics, a
/// site), kept in a folder so that the work goes on where it was killed. For one process: whoever
/// has ranks calls it on one of them.
class UnitCheckpoint {
 public:
  /// Keeps nothing.
  UnitCheckpoint() = default;
  /// `name` is the beginning of its files' names; `identity` stands for all that the result depends
  /// on: units of another one are none. Creates the folder: Error(environment).
  UnitCheckpoint(std::filesystem::path folder, std::string name, std::string identity);

  /// Nothing where the unit is not finished, is of another identity, or has a byte that is not what
  /// was written.
  std::optional<std::vector<double>> load(std::size_t unit) const;
  void save(std::size_t unit, const std::vector<double>& numbers) const;
  /// Removes all units: for the caller who has stored the result.
  void discard() const;

 private:
  std::filesystem::path fileOf(std::size_t unit) const;
  std::string sealOf(std::size_t unit, const std::string& bytes) const;

  std::filesystem::path folder_;
  std::string name_, identity_;
};

}  // namespace glasscope::sim
