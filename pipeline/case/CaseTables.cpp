#include "pipeline/case/CaseTables.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/system/Error.h"
#include "core/system/Text.h"
#include "pipeline/case/MovedKeys.h"

namespace glasscope::pipeline {

namespace {

// The tables of the case file that several structs make together.

void eachGeneralField(Case& c, auto&& visit) {
  visit(Field{"title", "Heading of the report"}, c.title);
  // What a double holds exactly, because HDF5 attributes are read as such.
  visit(Field{"seed", "Seed of everything random; the same seed gives the same run", {0, 9e15}},
        c.seed);
}

void eachSimField(Case& c, auto&& visit) {
  visit(Field{"potential",
              "Interatomic potential by name, kim:<id>, eam/fs:<path> or eam/alloy:<path>"},
        c.potential);
  visit(Field{"elements", "Elements of the glass, separated by commas"}, c.elements);
  eachField(c.meltQuench, visit);
}

void eachSnapshotField(Case& c, auto&& visit) {
  sim::eachSnapshotField(c.meltQuench, visit);
  visit(Field{"thermal_motion",
              "Where the thermal motion of somebody's configuration comes from: short dynamics "
              "with sim.potential, its frames themselves, or none; harmonic draws it from the "
              "harmonic vibrations about the inherent structure (sim.potential, quantum "
              "oscillators), each atom with a Debye-Waller factor of its own; auto takes several "
              "frames (as a "
              "series where their atoms do not vibrate about sites), else dynamics when the "
              "potential knows the elements; series takes the frames as a process (heating, "
              "straining) and describes each, the last for the sample. A glass that is made here "
              "has it from dynamics"},
        c.configuration.thermalMotion);
  visit(Field{"relax_box",
              "Relax the box of somebody's configuration to sim.pressure_bar before the snapshots"},
        c.thermalise.relaxBox);
}

void eachVoronoiField(Case& c, auto&& visit) {
  eachField(c.voronoi, visit);
  visit(Field{"radii_A",
              "Radii of the species by ascending atomic number (radical only); empty takes the "
              "table",
              kPositive},
        c.radii_A);
  visit(Field{"reference_volume_A3",
              "Reference volumes of the species by ascending atomic number, for a free volume from "
              "given ones",
              kPositive},
        c.referenceVolume_A3);
  visit(Field{"unfavoured",
              "Geometrically unfavoured motifs, each an index with or without an element before it "
              "(\"Cu <0,2,8,1>\"); empty takes cells with more than eight excess disclinations"},
        c.unfavoured);
  visit(Field{"series",
              "Describe every frame where there are several: fractions and means against time, "
              "with errors"},
        c.structureSeries);
  visit(
      Field{"replicas",
            "Files of further samples of the same glass, described, scanned and compared as well, "
            "for errors over independent samples"},
      c.replicas);
  visit(Field{"samples",
              "Independent glasses that are made, of seeds drawn from case.seed: the first is this "
              "run's, the others are runs of their own in replicas/, and count as voronoi.replicas "
              "do; five and more give intervals and p over samples",
              {1, 1000}},
        c.samples);
  visit(
      Field{"streaming",
            "Work brick by brick, cells and columns never all in memory (no text files then): auto "
            "does so where the memory would not do"},
      c.voronoiStreaming);
}

void eachMicroscopeField(Case& c, auto&& visit) {
  eachField(c.microscope, visit);
  // It affects results: streamed slices do not hold the ringing of far atoms.
  visit(Field{"potential_memory_GB", "Memory for potentials; what does not fit is built again",
              kPositive},
        c.potentialMemory_GB);
}

// A dot stands behind the list that a table is an element of.
void eachTable(Case& c, auto&& visit) {
  visit(Field{"case", "The run as a whole"},
        FieldGroup{[&](auto& inner) { eachGeneralField(c, inner); }});
  visit(Field{"sim", "The glass that LAMMPS makes, and the potential for somebody's configuration"},
        FieldGroup{[&](auto& inner) { eachSimField(c, inner); }});
  for (sim::ProtocolStep& step : c.meltQuench.steps) {
    const std::string path = "step." + step.name;
    visit(Field{path, "A step of a protocol, after the one before it"}, step);
  }
  visit(Field{"configuration", "Somebody's configuration instead of a quench"}, c.configuration);
  visit(Field{"sample", "What the sample is: the glass as it is, a piece of it, or a model"},
        c.sample);
  visit(Field{"snapshots", "The thermal snapshots of a glass, made or brought"},
        FieldGroup{[&](auto& inner) { eachSnapshotField(c, inner); }});
  visit(Field{"vibrations", "Harmonic vibrations of the inherent structure, from the forces"},
        c.vibrations);
  visit(Field{"elasticity", "Moduli of the inherent structure, from the forces"}, c.elasticity);
  visit(Field{"moduli",
              "The elastic tensor of the sample by three routes, at rest and hot, with "
              "sim.potential"},
        c.moduli);
  visit(Field{"shear",
              "Athermal quasi-static deformation of the inherent structure, with sim.potential"},
        c.shear);
  visit(Field{"voronoi", "Tessellation and static descriptors"},
        FieldGroup{[&](auto& inner) { eachVoronoiField(c, inner); }});
  visit(Field{"foil", "The specimen that is cut"}, c.foil);
  visit(Field{"thermal", "Thermal motion that is added to the foil"}, c.einstein);
  visit(Field{"microscope", "What every image shares"},
        FieldGroup{[&](auto& inner) { eachMicroscopeField(c, inner); }});
  for (ScanCase& scan : c.scans) {
    const std::string path = "scan." + scan.name;
    visit(Field{path, scan.recordsPatterns() ? "A 4-D scan" : "An annular dark-field map"}, scan);
  }
  for (ImageCase& image : c.images) {
    const std::string path = "image." + image.name;
    visit(Field{path, "Plane-wave images and diffraction"}, image);
  }
  visit(Field{"tilt_series",
              "What STEM tilt series for tomography share: scans whose series has "
              "the key tilt_deg"},
        c.tilts);
  visit(Field{"record",
              "What lies between the ideal signals and recorded ones, in this order: scan faults, "
              "contamination, detector, electrons, readout. Without any strength nothing is done"},
        c.record);
  visit(Field{"calibration",
              "Lengths of a signal that another program wrote, where its file does not tell them "
              "(glasscope degrade, pairs and compare of a film)"},
        c.calibration);
  visit(Field{"compare", "Truth against signals"}, c.compare);
  visit(Field{"indicators",
              "Which descriptors of the sample at rest tell where it yields under [shear]"},
        c.indicators);
  visit(Field{"detect", "Conditions of a study of detectability (glasscope detect CASE)"},
        c.detect);
  visit(Field{"blind", "Errors of calibration in data that are given away (glasscope blind CASE)"},
        c.blind);
  visit(Field{"film", "A measured film (glasscope compare FILM.h5)"}, c.film);
}

}  // namespace

BoundFields caseTables(Case& c) {
  BoundFields tables;
  eachTable(c, [&](const Field& table, auto&& content) {
    const std::string path(table.name);
    Field named = table;
    const auto dot = path.find('.');
    if (dot != std::string::npos) named.name = table.name.substr(dot + 1);
    tables.push_back(
        fields::bindTable(named, content, dot == std::string::npos ? "" : path.substr(0, dot)));
  });
  return tables;
}

BoundFields caseTables(const Case& c) {
  // The same binding, which takes a while to compile, without what could change the case.
  BoundFields tables = caseTables(const_cast<Case&>(c));
  for (BoundField& table : tables) {
    table.set = nullptr;
    for (BoundField& key : table.members) key.set = nullptr;
  }
  return tables;
}

std::string listOf(const BoundField& table) {
  return table.path == table.name ? "" : table.path.substr(0, table.path.find('.'));
}

namespace {

// A key that scans of the other record have.
void refuseOtherRecord(const std::string& scan, const std::string& key) {
  for (const ScanRecord record : {ScanRecord::map, ScanRecord::patterns}) {
    ScanCase other = usualScan(scan, record);
    if (!findField(bindFields(other), key)) continue;
    throw Error(ErrorKind::usage, fmt::format("The scan '{}' has no key '{}'", scan, key),
                fmt::format("it is one of scans that record {}", textOf(record)),
                fmt::format("leave it out, or write records = \"{}\"", textOf(record)));
  }
}

// A key that steps of other kinds have.
void refuseOtherKind(const std::string& step, const std::string& key) {
  std::vector<std::string> kinds;
  for (const std::string& word : allWords<sim::StepKind>()) {
    auto other = sim::ProtocolStep::usual(step, valueOfWord<sim::StepKind>(word, "kind"));
    if (word == textOf(other.kind) && findField(bindFields(other), key)) kinds.push_back(word);
  }
  if (kinds.empty()) return;
  throw Error(ErrorKind::usage, fmt::format("The step '{}' has no key '{}'", step, key),
              fmt::format("it is one of steps of kind {}", fmt::join(kinds, ", ")),
              "leave it out, or take another kind");
}

// "list.name.key" where the list has no such element.
void refuseElement(const BoundFields& tables, const std::string& fullName) {
  const auto dot = fullName.find('.'), second = fullName.find('.', dot + 1);
  if (second == std::string::npos) return;
  const std::string list = fullName.substr(0, dot);
  const std::string name = fullName.substr(dot + 1, second - dot - 1);
  if (std::find(kLists.begin(), kLists.end(), list) == kLists.end()) return;
  std::vector<std::string> known;
  for (const BoundField& table : tables) {
    if (listOf(table) != list) continue;
    if (table.name == name) return;
    known.push_back(table.name);
  }
  const std::string nearest = nearestName(name, known);
  throw Error(
      ErrorKind::usage, fmt::format("There is no {} '{}'", list, name),
      known.empty() ? "the case has none" : fmt::format("the case has {}", fmt::join(known, ", ")),
      nearest.empty() ? fmt::format("add a table [[{}]] with name = \"{}\" to the case", list, name)
                      : fmt::format("did you mean '{}'?", nearest));
}

}  // namespace

const BoundField& caseKey(const BoundFields& tables, const std::string& fullName) {
  std::vector<std::string> known;
  for (const BoundField& table : tables) {
    for (const BoundField& key : table.members) {
      for (const std::string& path : {key.path, table.name + "." + key.name}) {
        if (path == fullName) return key;
        if (key.type != FieldType::table || !fullName.starts_with(path + ".")) continue;
        const BoundField* part = findField(key.members, fullName.substr(path.size() + 1));
        if (part) return *part;
      }
      // Who leaves the list out is told of keys without it.
      const bool full = listOf(table).empty() || fullName.starts_with(listOf(table) + ".");
      known.push_back(full ? key.path : table.name + "." + key.name);
    }
  }
  refuseMovedKey(fullName);
  for (const BoundField& table : tables) {
    for (const std::string& path : {table.path, table.name}) {
      if (listOf(table) == "scan" && fullName.starts_with(path + "."))
        refuseOtherRecord(table.name, fullName.substr(path.size() + 1));
      if (listOf(table) == "step" && fullName.starts_with(path + "."))
        refuseOtherKind(table.name, fullName.substr(path.size() + 1));
    }
  }
  refuseElement(tables, fullName);
  refuseUnknownField(fullName, known);
}

}  // namespace glasscope::pipeline
