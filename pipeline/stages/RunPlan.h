#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/system/Error.h"
#include "multislice/specimen/Foil.h"
#include "pipeline/case/Case.h"
#include "pipeline/imaging/Configuration.h"
#include "pipeline/run/Products.h"

namespace glasscope::pipeline {

/// What a part of a run costs.
struct Cost {
  double time_s = 0;
  double memory_bytes = 0;  ///< at once, of all ranks of this machine
  double disk_bytes = 0;    ///< before compression
};

/// What a run will cost and whether it can be, as its stages say it one after the other.
class RunPlan {
 public:
  /// For a structure that is there or expected. `speed`: how long it takes is measured and
  /// estimated too, which takes about a second.
  RunPlan(const Case& c, ExpectedStructure structure, bool speed);

  const ExpectedStructure& structure() const { return structure_; }
  /// The foil of one snapshot; cut when it is first asked for.
  const multislice::Foil& foil();
  bool speed() const { return speed_; }
  /// Where a product of the run lies that is what the case asks for; "" where it is not.
  std::filesystem::path finished(const ProductFile& file) const;
  void addFinished(const ProductFile& file, std::filesystem::path at);
  /// Configurations that a scan averages over at most: its snapshots, Einstein's displacements of
  /// each, and the heights at which the slices of each begin.
  int snapshots(const ScanCase& scan) const;

  /// Of a stage: its cost, and lines about it for people.
  void add(const Cost& cost, const std::string& text);
  /// Of a stage, or of its time, that nobody estimates: the total says so.
  void leaveOut(const std::string& what) { leftOut_.push_back(what); }
  void refuse(const Error& why) { refusals_.push_back(why); }

  const Cost& total() const { return total_; }
  const std::string& text() const { return text_; }
  /// The sum over all stages, and what is not in it, for people.
  std::string totalText(double freeDisk_bytes) const;
  /// Throws the first refusal, and names the others; Error(capacity) when the disk that holds
  /// `folder` is too full.
  void require(const std::filesystem::path& folder) const;

 private:
  const Case& case_;
  ExpectedStructure structure_;
  std::optional<multislice::Foil> foil_;
  bool speed_;
  std::map<std::string, std::filesystem::path> finished_;
  Cost total_;
  std::string text_;
  std::vector<Error> refusals_;
  std::vector<std::string> leftOut_;
};

}  // namespace glasscope::pipeline
