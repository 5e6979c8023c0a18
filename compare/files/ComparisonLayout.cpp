#include "compare/files/ComparisonLayout.h"

#include <fmt/format.h>

namespace glasscope::compare::layout {

namespace {

struct NamedNumber {
  const char* name;
  double* value;
};

void putNumbers(Hdf5& group, const std::vector<NamedNumber>& numbers) {
  for (const NamedNumber& number : numbers) group.setAttribute(number.name, *number.value);
}

void getNumbers(const Hdf5& group, const std::vector<NamedNumber>& numbers) {
  for (const NamedNumber& number : numbers) *number.value = group.numberAttribute(number.name);
}

std::vector<NamedNumber> numbersOf(FilmScore& s) {
  return {{"ncc_valid", &s.nccValid},
          {"ncc_interior", &s.nccInterior},
          {"r1_valid", &s.r1Valid},
          {"r1_interior", &s.r1Interior},
          {"ncc_high_pass", &s.nccHighPass},
          {"ssim", &s.structuralSimilarity},
          {"frc_half_bit_valid_A", &s.frcHalfBitValid_A},
          {"sigma_A", &s.sigma_A},
          {"defocus_A", &s.defocus_A},
          {"residual_shift_x_A", &s.residualShift_A.x()},
          {"residual_shift_y_A", &s.residualShift_A.y()},
          {"scale", &s.scale},
          {"offset", &s.offset}};
}

std::vector<NamedNumber> numbersOf(FilmComparison& c) {
  return {{"gain_valid", &c.gainValid.difference},
          {"gain_valid_low", &c.gainValid.low},
          {"gain_valid_high", &c.gainValid.high},
          {"gain_interior", &c.gainInterior.difference},
          {"gain_interior_low", &c.gainInterior.low},
          {"gain_interior_high", &c.gainInterior.high},
          {"detector_outer_used_mrad", &c.detectorOuterUsed_mrad},
          {"seconds", &c.seconds}};
}

std::vector<NamedNumber> numbersOf(ReductionSettings& s) {
  return {{"bright_field_invA", &s.brightField_invA}, {"ring_inner_invA", &s.ringInner_invA},
          {"ring_outer_invA", &s.ringOuter_invA},     {"dark_inner_invA", &s.darkInner_invA},
          {"dark_outer_invA", &s.darkOuter_invA},     {"counts", &s.counts},
          {"thickness_window", &s.thicknessWindow}};
}

void putScore(const Hdf5& parent, const std::string& name, FilmScore score) {
  Hdf5 group = parent.createGroup(name);
  group.setAttribute("method", score.method);
  putNumbers(group, numbersOf(score));
  putMap(group, "image", score.image);
  std::vector<double> k, correlation, halfBit, pixels;
  for (const FourierRingPoint& point : score.frc) {
    k.push_back(point.k_invA);
    correlation.push_back(point.correlation);
    halfBit.push_back(point.halfBit);
    pixels.push_back(point.pixels);
  }
  putVector(group, "frc_k_invA", k);
  putVector(group, "frc", correlation);
  putVector(group, "frc_half_bit", halfBit);
  putVector(group, "frc_pixels", pixels);
}

FilmScore getScore(const Hdf5& parent, const std::string& name) {
  const Hdf5 group = parent.group(name);
  FilmScore score;
  score.method = group.stringAttribute("method");
  getNumbers(group, numbersOf(score));
  score.image = getMap(group, "image");
  const auto k = getVector(group, "frc_k_invA"), correlation = getVector(group, "frc");
  const auto halfBit = getVector(group, "frc_half_bit"), pixels = getVector(group, "frc_pixels");
  for (std::size_t i = 0; i < k.size(); ++i) {
    score.frc.push_back({k[i], correlation.at(i), halfBit.at(i), pixels.at(i)});
  }
  return score;
}

void putMask(Hdf5& group, const std::string& name, const Array2<unsigned char>& mask) {
  if (mask.empty()) return;
  group.write(name, mask.span(),
              {static_cast<std::uint64_t>(mask.nx()), static_cast<std::uint64_t>(mask.ny())}, true);
}

Array2<unsigned char> getMask(const Hdf5& group, const std::string& name) {
  if (!group.has(name)) return {};
  const Hdf5::Shape shape = group.shape(name);
  Array2<unsigned char> mask(static_cast<int>(shape.at(0)), static_cast<int>(shape.at(1)));
  const std::vector<std::uint8_t> bytes = group.readBytes(name);
  std::copy(bytes.begin(), bytes.end(), mask.begin());
  return mask;
}

}  // namespace

void putVector(Hdf5& group, const std::string& name, const std::vector<double>& values) {
  if (!values.empty()) group.write(name, std::span<const double>(values), {values.size()});
}

std::vector<double> getVector(const Hdf5& group, const std::string& name) {
  return group.has(name) ? group.readDoubles(name) : std::vector<double>{};
}

void putImage(Hdf5& group, const std::string& name, const Array2<double>& image) {
  if (image.empty()) return;
  group.write(name, image.span(),
              {static_cast<std::uint64_t>(image.nx()), static_cast<std::uint64_t>(image.ny())},
              true);
}

Array2<double> getImage(const Hdf5& group, const std::string& name) {
  if (!group.has(name)) return {};
  const Hdf5::Shape shape = group.shape(name);
  Array2<double> image(static_cast<int>(shape.at(0)), static_cast<int>(shape.at(1)));
  const std::vector<double> values = group.readDoubles(name);
  std::copy(values.begin(), values.end(), image.begin());
  return image;
}

void putMap(const Hdf5& parent, const std::string& name, const Map2& map) {
  Hdf5 group = parent.createGroup(name);
  group.setAttribute("name", map.name);
  group.setAttribute("unit", map.unit);
  group.setAttribute("description", map.description);
  group.setAttribute("step_x_A", map.pixel_A.x());
  group.setAttribute("step_y_A", map.pixel_A.y());
  group.setAttribute("origin_x_A", map.origin_A.x());
  group.setAttribute("origin_y_A", map.origin_A.y());
  group.setAttribute("periodic", map.periodic);
  putImage(group, "data", map.values);
}

Map2 getMap(const Hdf5& parent, const std::string& name) {
  const Hdf5 group = parent.group(name);
  Map2 map;
  map.name = group.stringAttribute("name");
  map.unit = group.stringAttribute("unit");
  map.description = group.stringAttribute("description");
  map.pixel_A = {group.numberAttribute("step_x_A"), group.numberAttribute("step_y_A")};
  map.origin_A = {group.numberAttribute("origin_x_A"), group.numberAttribute("origin_y_A")};
  map.periodic = group.numberAttribute("periodic") != 0;
  map.values = getImage(group, "data");
  return map;
}

void putMaps(const Hdf5& file, const std::string& name, const std::vector<Map2>& maps) {
  const Hdf5 group = file.createGroup(name);
  for (std::size_t i = 0; i < maps.size(); ++i) putMap(group, fmt::format("{:04}", i), maps[i]);
}

std::vector<Map2> getMaps(const Hdf5& file, const std::string& name) {
  const Hdf5 group = file.group(name);
  std::vector<Map2> maps;
  for (std::size_t i = 0; group.has(fmt::format("{:04}", i)); ++i) {
    maps.push_back(getMap(group, fmt::format("{:04}", i)));
  }
  return maps;
}

namespace {

void putCurves(const Hdf5& parent, const std::string& name, const Curves& curves) {
  Hdf5 group = parent.createGroup(name);
  group.setAttribute("name", curves.name);
  group.setAttribute("title", curves.title);
  group.setAttribute("description", curves.description);
  group.setAttribute("x_label", curves.xLabel);
  group.setAttribute("x_unit", curves.xUnit);
  group.setAttribute("y_label", curves.yLabel);
  group.setAttribute("y_unit", curves.yUnit);
  group.setAttribute("logarithmic", curves.logarithmic);
  putVector(group, "x", curves.x);
  for (std::size_t i = 0; i < curves.curves.size(); ++i) {
    Hdf5 curve = group.createGroup(fmt::format("{:04}", i));
    curve.setAttribute("name", curves.curves[i].name);
    putVector(curve, "y", curves.curves[i].y);
    putVector(curve, "standard_error", curves.curves[i].error);
  }
}

Curves getCurves(const Hdf5& parent, const std::string& name) {
  const Hdf5 group = parent.group(name);
  Curves curves;
  curves.name = group.stringAttribute("name");
  curves.title = group.stringAttribute("title");
  curves.description = group.stringAttribute("description");
  curves.xLabel = group.stringAttribute("x_label");
  curves.xUnit = group.stringAttribute("x_unit");
  curves.yLabel = group.stringAttribute("y_label");
  curves.yUnit = group.stringAttribute("y_unit");
  curves.logarithmic = group.numberAttribute("logarithmic") != 0;
  curves.x = getVector(group, "x");
  for (std::size_t i = 0; group.has(fmt::format("{:04}", i)); ++i) {
    const Hdf5 curve = group.group(fmt::format("{:04}", i));
    curves.curves.push_back(
        {curve.stringAttribute("name"), getVector(curve, "y"), getVector(curve, "standard_error")});
  }
  return curves;
}

void putNumber(const Hdf5& parent, const std::string& name, const Quantity& number) {
  Hdf5 group = parent.createGroup(name);
  group.setAttribute("name", number.name);
  group.setAttribute("value", number.value);
  group.setAttribute("standard_error", number.error);
  group.setAttribute("unit", number.unit);
  group.setAttribute("note", number.note);
}

Quantity getNumber(const Hdf5& parent, const std::string& name) {
  const Hdf5 group = parent.group(name);
  return {group.stringAttribute("name"), group.numberAttribute("value"),
          group.numberAttribute("standard_error"), group.stringAttribute("unit"),
          group.stringAttribute("note")};
}

}  // namespace

void putFindings(const Hdf5& file, const std::vector<Findings>& findings) {
  const Hdf5 all = file.createGroup("findings");
  for (const Findings& one : findings) {
    const Hdf5 scan = all.createGroup(one.scan);
    const Hdf5 curves = scan.createGroup("curves"), numbers = scan.createGroup("numbers");
    for (std::size_t i = 0; i < one.curves.size(); ++i) {
      putCurves(curves, fmt::format("{:04}", i), one.curves[i]);
    }
    for (std::size_t i = 0; i < one.numbers.size(); ++i) {
      putNumber(numbers, fmt::format("{:04}", i), one.numbers[i]);
    }
  }
}

std::vector<Findings> getFindings(const Hdf5& file) {
  std::vector<Findings> findings;
  const Hdf5 all = file.group("findings");
  for (const std::string& scan : all.names()) {
    const Hdf5 group = all.group(scan);
    const Hdf5 curves = group.group("curves"), numbers = group.group("numbers");
    Findings one{scan, {}, {}};
    for (std::size_t i = 0; curves.has(fmt::format("{:04}", i)); ++i) {
      one.curves.push_back(getCurves(curves, fmt::format("{:04}", i)));
    }
    for (std::size_t i = 0; numbers.has(fmt::format("{:04}", i)); ++i) {
      one.numbers.push_back(getNumber(numbers, fmt::format("{:04}", i)));
    }
    findings.push_back(std::move(one));
  }
  return findings;
}

void putReductions(const Hdf5& file, const Reductions& reductions) {
  Hdf5 group = file.createGroup("reductions");
  ReductionSettings used = reductions.used;
  putNumbers(group, numbersOf(used));
  group.setAttribute("max_symmetry", used.maxSymmetry);
  group.setAttribute("azimuth_bins", used.azimuthBins);
  group.setAttribute("q_step_invA", reductions.qStep_invA);
  putImage(group, "mean_pattern", reductions.meanPattern);
}

Reductions getReductions(const Hdf5& file) {
  const Hdf5 group = file.group("reductions");
  Reductions reductions;
  getNumbers(group, numbersOf(reductions.used));
  reductions.used.maxSymmetry = static_cast<int>(group.numberAttribute("max_symmetry"));
  reductions.used.azimuthBins = static_cast<int>(group.numberAttribute("azimuth_bins"));
  reductions.qStep_invA = group.numberAttribute("q_step_invA");
  reductions.meanPattern = getImage(group, "mean_pattern");
  return reductions;
}

void putFilm(const Hdf5& file, const FilmComparison& film) {
  Hdf5 group = file.createGroup("film");
  FilmComparison copy = film;
  putNumbers(group, numbersOf(copy));
  group.setAttribute("verdict", film.verdict);
  putMap(group, "measured", film.measured);
  putMask(group, "valid", film.valid);
  putMask(group, "interior", film.interior);
  putScore(group, "linear_fixed", film.linearFixed);
  putScore(group, "linear_fitted", film.linearFitted);
  putScore(group, "multislice", film.multislice);
  putVector(group, "defocus_tried_A", film.defocusTried_A);
  putVector(group, "ncc_of_defocus", film.nccOfDefocus);
}

FilmComparison getFilm(const Hdf5& file) {
  const Hdf5 group = file.group("film");
  FilmComparison film;
  getNumbers(group, numbersOf(film));
  film.verdict = group.stringAttribute("verdict");
  film.measured = getMap(group, "measured");
  film.valid = getMask(group, "valid");
  film.interior = getMask(group, "interior");
  film.linearFixed = getScore(group, "linear_fixed");
  film.linearFitted = getScore(group, "linear_fitted");
  film.multislice = getScore(group, "multislice");
  film.defocusTried_A = getVector(group, "defocus_tried_A");
  film.nccOfDefocus = getVector(group, "ncc_of_defocus");
  return film;
}

}  // namespace glasscope::compare::layout
