#pragma once

#include <functional>
#include <string>

namespace glasscope {

/// Does `work` in a copy of this process, whose end is waited for, so that a library that falls
/// over there takes nothing along: for work whose failure cannot be caught.
///
/// Returns "" when `work` came to its end, by an exception too; otherwise in words how the copy
/// ended ("Segmentation fault"). More than `limit_s` of processor time, or twenty times that of
/// waiting, ends it. The copy has one thread, and whatever locks were held stay held. What `work`
/// changes or prints is lost. Where the system grants no further process nothing is tried, and ""
/// is returned. Throws Error(interrupted) when a signal asked the program to stop meanwhile.
std::string faultOfTrial(const std::function<void()>& work, double limit_s);

}  // namespace glasscope
