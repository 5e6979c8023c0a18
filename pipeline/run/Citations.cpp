#include "pipeline/run/Citations.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/system/Provenance.h"
#include "pipeline/run/Products.h"

namespace glasscope::pipeline {

namespace {

using Json = nlohmann::ordered_json;

/// An article of a journal, as its publisher names it.
struct Article {
  const char *key, *authors, *title, *journal, *volume, *pages, *year, *doi;
};

constexpr Article kLammps = {
    "thompson2022lammps",
    "Thompson, Aidan P. and Aktulga, H. Metin and Berger, Richard and Bolintineanu, Dan S. and "
    "Brown, W. Michael and Crozier, Paul S. and in 't Veld, Pieter J. and Kohlmeyer, Axel and "
    "Moore, Stan G. and Nguyen, Trung Dac and Shan, Ray and Stevens, Mark J. and Tranchida, "
    "Julien and Trott, Christian and Plimpton, Steven J.",
    "{LAMMPS} - a flexible simulation tool for particle-based materials modeling at the atomic, "
    "meso, and continuum scales",
    "Computer Physics Communications",
    "271",
    "108171",
    "2022",
    "10.1016/j.cpc.2021.108171"};
constexpr Article kKim = {
    "tadmor2011kim",
    "Tadmor, E. B. and Elliott, R. S. and Sethna, J. P. and Miller, R. E. and Becker, C. A.",
    "The potential of atomistic simulations and the {K}nowledgebase of {I}nteratomic {M}odels",
    "JOM",
    "63",
    "17",
    "2011",
    "10.1007/s11837-011-0102-6"};
constexpr Article kVoro = {"rycroft2009voro",
                           "Rycroft, Chris H.",
                           "{VORO++}: A three-dimensional {V}oronoi cell library in {C++}",
                           "Chaos",
                           "19",
                           "041111",
                           "2009",
                           "10.1063/1.3215722"};
constexpr Article kMultislice = {
    "cowley1957multislice",
    "Cowley, J. M. and Moodie, A. F.",
    "The scattering of electrons by atoms and crystals. {I}. {A} new theoretical approach",
    "Acta Crystallographica",
    "10",
    "609--619",
    "1957",
    "10.1107/S0365110X57002194"};
constexpr Article kLobato = {
    "lobato2014factors",
    "Lobato, I. and Van Dyck, D.",
    "An accurate parameterization for scattering factors, electron densities and electrostatic "
    "potentials for neutral atoms that obey all physical constraints",
    "Acta Crystallographica Section A",
    "70",
    "636--649",
    "2014",
    "10.1107/S205327331401643X"};
constexpr Article kPeng = {
    "peng1996factors",
    "Peng, L.-M. and Ren, G. and Dudarev, S. L. and Whelan, M. J.",
    "Robust parameterization of elastic and absorptive electron atomic scattering factors",
    "Acta Crystallographica Section A",
    "52",
    "257--276",
    "1996",
    "10.1107/S0108767395014371"};
constexpr Article kPrism = {
    "ophus2017prism",
    "Ophus, Colin",
    "A fast image simulation algorithm for scanning transmission electron microscopy",
    "Advanced Structural and Chemical Imaging",
    "3",
    "13",
    "2017",
    "10.1186/s40679-017-0046-1"};
constexpr Article kPartitions = {
    "pelz2021partitioned",
    "Pelz, Philipp M. and Rakowski, Alexander and DaSilva, Luis Rangel and Savitzky, Benjamin H. "
    "and Scott, Mary C. and Minor, Andrew M. and Ophus, Colin",
    "A fast algorithm for scanning transmission electron microscopy imaging and {4D-STEM} "
    "diffraction simulations",
    "Microscopy and Microanalysis",
    "27",
    "835--848",
    "2021",
    "10.1017/S1431927621012083"};

Citation citationOf(const Article& a, std::string why) {
  return {
      a.key, std::move(why),
      fmt::format("@article{{{},\n  author = {{{}}},\n  title = {{{}}},\n  journal = {{{}}},\n"
                  "  volume = {{{}}},\n  pages = {{{}}},\n  year = {{{}}},\n  doi = {{{}}}\n}}\n",
                  a.key, a.authors, a.title, a.journal, a.volume, a.pages, a.year, a.doi)};
}

Citation ofThisProgram() {
  return {"glasscope", "this run",
          fmt::format("@software{{glasscope,\n  author = {{{{the Glasscope authors}}}},\n  title "
                      "= {{{{Glasscope}}: metallic glasses in simulation and in the electron "
                      "microscope}},\n  version = {{{}}}\n}}\n",
                      versionText())};
}

Citation ofKirkland() {
  return {"kirkland2010computing", "scattering factors of free atoms",
          "@book{kirkland2010computing,\n  author = {Kirkland, Earl J.},\n  title = {Advanced "
          "Computing in Electron Microscopy},\n  edition = {2},\n  publisher = {Springer},\n  "
          "year = {2010},\n  doi = {10.1007/978-1-4419-6533-2}\n}\n"};
}

// As its authors want it cited; the digital object identifier stands behind "doi:".
Citation ofPotential(const Json& potential) {
  std::string note = potential.value("citation", ""), doi;
  if (const std::size_t at = note.find(", doi:"); at != std::string::npos) {
    doi = note.substr(at + 6);
    note.resize(at);
  }
  const std::string name = potential.value("name", "");
  const std::string id = potential.value("kim_id", "");
  std::string key;
  for (const char letter : name)
    if (std::isalnum(static_cast<unsigned char>(letter)) || letter == '-' || letter == '_')
      key += letter;
  std::string entry = fmt::format("@misc{{{},\n  note = {{{}}}", key, note);
  if (!id.empty())
    entry += fmt::format(",\n  howpublished = {{OpenKIM, \\url{{https://openkim.org/id/{}}}}}", id);
  if (!doi.empty()) entry += fmt::format(",\n  doi = {{{}}}", doi);
  return {key, "the potential", entry + "\n}\n"};
}

bool wrote(const StageRecord& stage, Product product) {
  return std::ranges::any_of(
      stage.outputs, [&](const OutputRecord& output) { return isOf(product, output.path); });
}

void addStage(const Case& c, const StageRecord& stage, std::vector<Citation>& all) {
  const Json facts = stage.facts.empty() ? Json::object() : Json::parse(stage.facts);
  if (facts.contains("potential")) {
    all.push_back(ofPotential(facts.at("potential")));
    if (!facts.at("potential").value("kim_id", "").empty())
      all.push_back(citationOf(kKim, "the repository of the potential"));
  }
  // Atoms that were taken as they are have no version of it.
  if (!facts.value("lammps", "").empty()) all.push_back(citationOf(kLammps, "forces and dynamics"));
  if (wrote(stage, Product::descriptors)) all.push_back(citationOf(kVoro, "Voronoi cells"));
  // A tilt series has the stack alone.
  const bool images = wrote(stage, Product::signal) || wrote(stage, Product::series);
  const bool film = wrote(stage, Product::filmImages);
  if (!images && !film) return;
  all.push_back(citationOf(kMultislice, "propagation of the waves"));
  // A film is imaged with the default.
  const auto used =
      film ? multislice::MicroscopeSettings().parametrisation : c.microscope.parametrisation;
  switch (used) {
    case Parametrisation::lobato:
      all.push_back(citationOf(kLobato, "scattering factors of free atoms"));
      break;
    case Parametrisation::kirkland:
      all.push_back(ofKirkland());
      break;
    case Parametrisation::peng:
      all.push_back(citationOf(kPeng, "scattering factors of free atoms"));
      break;
  }
  const std::string method = facts.dump();
  if (method.find("scattering matrix") != std::string::npos)
    all.push_back(citationOf(kPrism, "scattering matrices"));
  if (method.find("beams interpolated") != std::string::npos)
    all.push_back(citationOf(kPartitions, "beams interpolated between parents"));
}

}  // namespace

std::vector<Citation> citationsOf(const Case& c, const Ledger& ledger) {
  if (ledger.records().empty()) return {};
  std::vector<Citation> all = {ofThisProgram()}, once;
  for (const StageRecord& stage : ledger.records()) addStage(c, stage, all);
  for (Citation& citation : all) {
    const bool there =
        std::ranges::any_of(once, [&](const Citation& other) { return other.key == citation.key; });
    if (!there) once.push_back(std::move(citation));
  }
  return once;
}

std::string bibtexOf(const std::vector<Citation>& citations) {
  std::string text;
  for (const Citation& citation : citations)
    text += fmt::format("{}% {}\n{}", text.empty() ? "" : "\n", citation.why, citation.bibtex);
  return text;
}

}  // namespace glasscope::pipeline
