#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/settings/Fields.h"

namespace glasscope::pipeline {

/// The table [sweep]: what a data set is as a whole.
struct SweepSettings {
  std::string name;                             ///< of the set; empty: that of its file
  std::string about, licence;                   ///< for the data card
  std::int64_t seed = 1;                        ///< of drawn values, splits and noise
  std::int64_t mostSamples = 100'000;           ///< more are refused
  int samplesPerShard = 100;                    ///< at most, in one file
  std::vector<double> split = {0.8, 0.1, 0.1};  ///< of families of glasses

  /// Throws Error(usage) for fractions that are none.
  void validate() const;
};

void eachField(MaybeConst<SweepSettings> auto& s, auto&& visit) {
  visit(Field{"name", "Name of the data set; empty takes that of its file"}, s.name);
  visit(Field{"about", "What the set is for, in a sentence or two, for its data card"}, s.about);
  visit(Field{"licence", "Licence under which the data are given away, for the data card"},
        s.licence);
  visit(
      Field{"seed",
            "Seed of the values that are drawn, of the splits, and of the noise, which is another "
            "one in every sample",
            {0, 9e15}},
      s.seed);
  visit(Field{"most_samples", "More samples than that are refused", {1, 1e7}}, s.mostSamples);
  visit(Field{"samples_per_shard", "Samples in one file, at most", {1, 1e6}}, s.samplesPerShard);
  visit(Field{"split",
              "Fractions of the glasses for training, validation and test: a glass is in one of "
              "them with all its samples",
              {0, 1}},
        s.split);
}

}  // namespace glasscope::pipeline
