#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/case/Case.h"
#include "pipeline/run/Ledger.h"
#include "pipeline/run/Products.h"

namespace glasscope::pipeline {

/// The folder of a run: where its files lie, and which stages are done. Only rank 0 writes.
class RunDirectory {
 public:
  /// Creates the folder, proves that it can be written, and locks it against a second program.
  /// Throws Error(environment), and Error(usage) for a folder in which no run has been and where
  /// files lie that a run would replace.
  explicit RunDirectory(std::filesystem::path folder);
  ~RunDirectory();
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path path(const std::string& relative) const { return folder_ / relative; }
  std::filesystem::path path(const ProductFile& file) const { return folder_ / file.path; }
  /// The file of a kind (fileOf): path(Product::signal, {"haadf"}).
  std::filesystem::path path(Product product, const std::vector<std::string>& names = {}) const {
    return path(fileOf(product, names));
  }
  /// Unfinished work and what a killed stage goes on with.
  std::filesystem::path scratch(const std::string& name) const { return folder_ / ".work" / name; }
  std::filesystem::path caseFile() const { return path("case.toml"); }

  const Ledger& ledger() const { return ledger_; }
  const std::vector<StageRecord>& stages() const { return ledger_.records(); }
  /// Remembers a finished stage; `record.outputs` name its files.
  void finish(StageRecord record, const Case& c);

 private:
  std::filesystem::path folder_;
  int lock_ = -1;
  Ledger ledger_;
};

}  // namespace glasscope::pipeline
