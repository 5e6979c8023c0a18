#pragma once

#include <string>
#include <vector>

#include "pipeline/case/Case.h"
#include "pipeline/run/Ledger.h"

namespace glasscope::pipeline {

/// A work that a result rests on.
struct Citation {
  std::string key;     ///< of the BibTeX entry, "thompson2022lammps"
  std::string why;     ///< for what it was used
  std::string bibtex;  ///< the whole entry
};

/// The potential, the codes and the tables behind the finished stages of a run, in the order of
/// their use, each once; this program first. Empty where no stage is finished.
std::vector<Citation> citationsOf(const Case& c, const Ledger& ledger);

/// All of it as a BibTeX file, the reason of each entry in a comment above it.
std::string bibtexOf(const std::vector<Citation>& citations);

}  // namespace glasscope::pipeline
