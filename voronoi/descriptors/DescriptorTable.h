#pragma once

#include <string>
#include <vector>

#include "voronoi/descriptors/Descriptor.h"

namespace glasscope::voronoi {

// The table of per-atom descriptors. To add one, write a row into the group that it belongs to
// (CellDescriptors.cpp, IndexDescriptors.cpp, OrderDescriptors.cpp, SampleDescriptors.cpp):
// columns, files, ranking, correlations and docs/descriptors.md take it from there.

/// In the order of the columns.
std::vector<LocalDescriptor> localDescriptors(const DescriptorFacts& facts);
/// Behind them.
std::vector<SampleDescriptor> sampleDescriptors(const DescriptorFacts& facts);

// The groups.
using LocalRows = std::vector<LocalDescriptor>;
void addVolumes(LocalRows& rows, const DescriptorFacts& facts);
void addNeighbours(LocalRows& rows, const DescriptorFacts& facts);
void addShapes(LocalRows& rows, const DescriptorFacts& facts);
void addFreeVolumes(LocalRows& rows, const DescriptorFacts& facts);
void addIndices(LocalRows& rows, const DescriptorFacts& facts);
void addMotifs(LocalRows& rows, const DescriptorFacts& facts);
void addBondOrder(LocalRows& rows, const DescriptorFacts& facts);
void addFurtherBondOrder(LocalRows& rows, const DescriptorFacts& facts);
void addEntropy(LocalRows& rows, const DescriptorFacts& facts);
void addAveragedEntropy(LocalRows& rows, const DescriptorFacts& facts);
void addCrystalBonds(LocalRows& rows, const DescriptorFacts& facts);
void addTetrahedra(LocalRows& rows, const DescriptorFacts& facts);

// Ends of texts.
/// "plain Voronoi tessellation" or "radical Voronoi tessellation".
std::string tessellationText(const DescriptorFacts& facts);
/// The same with the convention of the index.
std::string indexText(const DescriptorFacts& facts);
std::string coherenceText(const CrystalSettings& settings);
std::string bondText(double cutoff_A);

}  // namespace glasscope::voronoi
