#include "pipeline/sweep/SampleReader.h"

#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/formats/H5md.h"
#include "core/settings/TomlText.h"
#include "core/system/Error.h"
#include "core/system/Log.h"
#include "pipeline/case/CaseFile.h"
#include "pipeline/imaging/ResultFiles.h"

namespace glasscope::pipeline {

namespace fs = std::filesystem;

namespace {

using Files = std::map<std::string, fs::path>;

std::optional<fs::path> find(const Files& files, Product product, const std::string& name) {
  const auto found = files.find(fileOf(product, {name}).path);
  return found == files.end() ? std::nullopt : std::optional(found->second);
}

void addNumber(EmdSample& out, const std::string& name, double value) {
  out.numbers.emplace(name, value);
}

// The keys that vary, and what everybody asks of a recording.
void addConditions(const Sweep& sweep, const SweepSample& sample, const Case& c, EmdSample& out) {
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    const FieldValue& value = sample.values[i];
    if (value.is_number())
      addNumber(out, sweep.axes[i].key, value.get<double>());
    else if (sweep.axes[i].key == kConfigurationKey)
      out.texts[kConfigurationKey] = fs::path(value.get<std::string>()).filename().string();
    else
      out.texts[sweep.axes[i].key] = tomlText(value);
  }
  addNumber(out, "case.seed", static_cast<double>(c.seed));
  addNumber(out, "record.noise_seed", static_cast<double>(c.record.noiseSeed));
  addNumber(out, "foil.thickness_A", c.foil.thickness_A);
  addNumber(out, "microscope.voltage_kV", c.microscope.voltage_kV);
  addNumber(out, "record.dose_e_per_A2", c.record.dose_e_per_A2);
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled) continue;
    addNumber(out, fmt::format("scan.{}.semiangle_mrad", scan.name), scan.probe.semiangle_mrad);
    addNumber(out, fmt::format("scan.{}.defocus_A", scan.name), scan.probe.aberrations.defocus_A);
  }
}

void addFile(const fs::path& file, const std::string& scan, EmdSample& out) {
  if (isEmdDatacube(file)) {
    out.patterns.push_back({scan, std::make_shared<EmdDatacube>(file)});
    if (out.patterns.size() > 1) return;
    const EmdMetadata about = readEmdMetadata(file);
    for (const std::string_view fact : emdInstrumentFacts())
      if (const auto found = about.find(std::string(fact)); found != about.end())
        out.texts.insert(*found);
    return;
  }
  for (Map2& map : readEmdMaps(file)) {
    if (!map.name.starts_with(scan)) map.name = fmt::format("{}_{}", scan, map.name);
    out.maps.push_back(std::move(map));
  }
}

// The recorded form of each signal where the case makes one, else the clean one.
void addSignals(const Files& files, const Case& c, EmdSample& out) {
  using enum Product;
  const auto add = [&](const std::string& name, Product recordedFile, Product cleanFile) {
    auto file = find(files, recordedFile, name);
    if (!file) file = find(files, cleanFile, name);
    if (file) addFile(*file, name, out);
  };
  for (const ScanCase& scan : c.scans) {
    if (!scan.enabled) continue;
    add(scan.name, recorded, signal);
    if (scan.recordsPatterns() && !scan.detectors.empty())
      add(scan.name, recordedDetectors, detectors);
  }
  for (const ImageCase& image : c.images) {
    if (image.enabled) add(image.name, recorded, signal);
  }
}

}  // namespace

// Those of one foil, whatever was recorded of it.
void SampleReader::takeFoil(const Files& files, const Case& c) {
  const auto found = files.find(fileOf(Product::descriptors).path);
  GLASSCOPE_ENSURE(found != files.end(), "a finished sample has descriptors");
  const fs::path& file = found->second;
  std::string key = fmt::format("{}\n{}{}", file.string(), keysText(c, {"foil"}),
                                fmt::join(c.compare.descriptors, ","));
  if (key == foilKey_) return;
  foil_ = std::make_shared<const LabelledFoil>(
      LabelledFoil::of(c, readH5md(file).front().frames.front()));
  atoms_ = std::shared_ptr<const Atoms>(foil_, &foil_->atoms);
  truths_.clear();
  foilKey_ = std::move(key);
}

void SampleReader::addTruths(const Files& files, const Case& c, EmdSample& out) {
  takeFoil(files, c);
  out.atoms = atoms_;
  for (const ScanCase& scan : c.scans) {
    if (!isComparable(scan)) continue;
    const auto clean = find(files, Product::signal, scan.name);
    GLASSCOPE_ENSURE(clean, "a finished sample has its clean signals");
    const auto [at, isNew] = truths_.try_emplace(clean->string());
    if (isNew) {
      const MapGrid grid = isEmdDatacube(*clean) ? MapGrid::of(EmdDatacube(*clean).shape())
                                                 : MapGrid::of(readEmdMaps(*clean).front());
      at->second = truthsAt(c, scan, *foil_, grid);
      for (Map2& map : at->second) map.name = fmt::format("truth_{}@{}", map.name, scan.name);
    }
    out.maps.insert(out.maps.end(), at->second.begin(), at->second.end());
  }
}

EmdSample SampleReader::read(const SweepSample& sample, Split split) {
  const Case c = caseOf(sweep_, sample);
  EmdSample out;
  out.name = sample.name();
  out.key = sample.key;
  out.texts = {{"glass", sample.glass.substr(0, 16)},
               {"family", sample.family},
               {"split", std::string(textOf(split))}};
  addConditions(sweep_, sample, c, out);
  const Files files = pool_.files(sample, c);
  addSignals(files, c, out);
  addTruths(files, c, out);
  return out;
}

void SampleReader::requireLabels(const SweepSample& sample, const Case& c) {
  takeFoil(pool_.files(sample, c), c);
}

}  // namespace glasscope::pipeline
