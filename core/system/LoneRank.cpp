#include "core/system/LoneRank.h"

namespace glasscope {

namespace {

int alive = 0;

}  // namespace

LoneRank::LoneRank() {
  ++alive;
}

LoneRank::~LoneRank() {
  --alive;
}

bool LoneRank::active() {
  return alive > 0;
}

}  // namespace glasscope
