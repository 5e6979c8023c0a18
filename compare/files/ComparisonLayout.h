#pragma once

#include <string>
#include <vector>

#include "compare/diffraction/Reductions.h"
#include "compare/film/FilmComparison.h"
#include "core/hdf5/Hdf5.h"
#include "core/maps/Findings.h"

namespace glasscope::compare::layout {

/// The pieces of comparison.h5 (layout: docs/formats.md). Empty vectors and images are left out of
/// the file and come back empty.

void putVector(Hdf5& group, const std::string& name, const std::vector<double>& values);
std::vector<double> getVector(const Hdf5& group, const std::string& name);

void putImage(Hdf5& group, const std::string& name, const Array2<double>& image);
Array2<double> getImage(const Hdf5& group, const std::string& name);

/// One group a map: data set `data` [x, y], attributes name, unit, description, step, origin,
/// periodic.
void putMap(const Hdf5& parent, const std::string& name, const Map2& map);
Map2 getMap(const Hdf5& parent, const std::string& name);

/// Numbered groups, so that the order of the maps is kept.
void putMaps(const Hdf5& file, const std::string& name, const std::vector<Map2>& maps);
std::vector<Map2> getMaps(const Hdf5& file, const std::string& name);

void putFindings(const Hdf5& file, const std::vector<Findings>& findings);
std::vector<Findings> getFindings(const Hdf5& file);
void putReductions(const Hdf5& file, const Reductions& reductions);
Reductions getReductions(const Hdf5& file);

void putFilm(const Hdf5& file, const FilmComparison& film);
FilmComparison getFilm(const Hdf5& file);

}  // namespace glasscope::compare::layout
