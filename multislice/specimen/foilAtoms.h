#pragma once

#include "core/atoms/Atoms.h"
#include "multislice/specimen/Foil.h"

namespace glasscope::multislice {

/// The atoms of a foil in its own frame, with the columns of the configuration it was cut from:
/// what truth maps are made of. Periodic across the beam where the foil is. Atoms of amorphous
/// layers are not among them: nothing is known of these but where they are.
Atoms foilAtoms(const Foil& foil, const Atoms& configuration);

}  // namespace glasscope::multislice
